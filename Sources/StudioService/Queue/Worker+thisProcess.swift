import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

extension Worker {
  /// This machine and this process.
  static var thisProcess: Worker {
    var name = [CChar](repeating: 0, count: 256)
    let isNamed = gethostname(&name, name.count - 1) == 0
    let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return Worker(host: isNamed ? host : "localhost", pid: getpid())
  }
}
