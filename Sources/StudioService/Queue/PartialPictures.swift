import Pictures
import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// The partial pictures of a job: what there is to see until the picture itself is there. Whatever
/// comes of them, the job goes on as without them.
struct PartialPictures {
  private(set) var newest: JobProgress.Partial?
  /// Whoever was told of it last may still be reading it.
  private var older: String?

  /// Takes one that came whole. What is no picture, and one that is too old by now, is taken away.
  mutating func take(_ part: PartFile) {
    guard ImageSignature.sniff(part.head) != nil else { return part.remove() }
    if let older { unlink(older) }
    older = newest?.path
    newest = JobProgress.Partial(path: part.path, number: (newest?.number ?? 0) + 1)
  }

  /// Gives the newest a name by which a viewer opens it: `1.partial.png`.
  ///
  /// - Returns: Its path; nil where there is none, or the disk refuses.
  func keep(in folder: String) -> String? {
    guard let newest, let part = try? PartFile(adopting: newest.path),
      let kind = ImageSignature.sniff(part.head)?.fileExtension, (try? part.sync()) != nil
    else { return nil }
    let path = "\(folder)/1.partial.\(kind)"
    return rename(newest.path, path) == 0 ? path : nil
  }

  /// Takes their files away.
  mutating func remove() {
    for path in [older, newest?.path].compactMap({ $0 }) {
      // Emptied first: a reader that has it open must not hold on to space of a full disk.
      truncate(path, 0)
      unlink(path)
    }
    self = PartialPictures()
  }
}
