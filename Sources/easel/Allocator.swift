import CLinux

/// How the C library's allocator keeps the memory that the program gives back.
enum Allocator {
  /// To be called while there is one thread.
  ///
  /// An answer of some megabytes passes through buffers of 256 KiB. By the standard settings each of
  /// them is given back to the system and comes anew, page by page (measured, 4 MB: a tenth of the
  /// time that a call takes). Less than 2 MiB are kept in each of four arenas instead; with fewer of
  /// these, 64 calls at once need less memory than before.
  static func prepare() {
    mallopt(M_ARENA_MAX, 4)
    mallopt(M_MMAP_THRESHOLD, 1 << 20)
    mallopt(M_TRIM_THRESHOLD, 2 << 20)
    mallopt(M_TOP_PAD, 1 << 20)
  }
}
