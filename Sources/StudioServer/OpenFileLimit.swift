import Glibc

/// Every connection is an open file, and 1,024 is a usual limit.
enum OpenFileLimit {
  /// Raises the process's soft limit towards `wished`, as far as the hard limit allows.
  static func raise(to wished: Int) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let target = min(rlim_t(wished), limit.rlim_max)
    guard limit.rlim_cur < target else { return }
    limit.rlim_cur = target
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
