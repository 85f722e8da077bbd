import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

extension Worker {
  /// True for one on a machine of another name. Whether that lives cannot be known: it may be this
  /// machine, called otherwise, or one whose locks do not reach here. So what it took on is never sent
  /// by itself, nor ended, while it may still be sent.
  var isElsewhere: Bool { host != Self.thisProcess.host }

  /// This machine and this process.
  static var thisProcess: Worker {
    var name = [CChar](repeating: 0, count: 256)
    let isNamed = gethostname(&name, name.count - 1) == 0
    let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return Worker(host: isNamed ? host : "localhost", pid: getpid())
  }
}
