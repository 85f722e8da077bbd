import NIOSSL
import Synchronization

/// What every TLS connection of a transport shares: made when the first one needs it, because it
/// reads the system's certificates.
final class TLSContext: Sendable {
  private let certificateFile: String?
  private let made = Mutex<NIOSSLContext?>(nil)

  init(certificateFile: String?) { self.certificateFile = certificateFile }

  /// Throws `NIOSSLError` or `BoringSSLError`, also where the file cannot be read.
  func value() throws -> NIOSSLContext {
    try made.withLock { made in
      if let made { return made }
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.applicationProtocols = ["http/1.1"]
      if let certificateFile { configuration.trustRoots = .file(certificateFile) }
      let context = try NIOSSLContext(configuration: configuration)
      made = context
      return context
    }
  }
}
