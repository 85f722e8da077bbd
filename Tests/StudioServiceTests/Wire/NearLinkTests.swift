import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("A picture's link from a service on this machine", .timeLimit(.minutes(3)))
struct NearLinkTests {
  /// Carries nothing, and notes whether near addresses were refused.
  private final class NotingTransport: HTTPTransport {
    let refuses = Mutex<Bool?>(nil)

    func exchange<Result: Sendable>(
      _ request: HTTPRequest, isolation: isolated (any Actor)?,
      onConnected: () async throws -> Void, receive: (HTTPAnswer) async throws -> Result
    ) async throws -> Result {
      refuses.withLock { $0 = request.refusesNearAddresses }
      throw TransportError.notSent(StudioError(.badAnswer, "Nothing is carried."))
    }
  }

  @Test(
    "may lead to this machine, and to nothing else that is near",
    arguments: [
      ("http://127.0.0.1:80/x", false), ("http://localhost/x", false), ("http://[::1]:80/x", false),
      ("http://169.254.169.254/latest", true), ("http://[fe80::1]/x", true),
      ("http://100.100.100.200/x", true), ("http://metadata.example/x", true),
      ("http://localhost@169.254.169.254/x", true), ("http://169.254.169.254@localhost/x", true),
      ("http://169.254.169.254\\@localhost/x", true), ("http://169.254.169.254#@localhost", true),
    ])
  func near(link: String, isRefused: Bool) async throws {
    let transport = NotingTransport()
    let folder = try StoreFolder()
    let download = PictureDownload(transport: transport, allowsLoopback: true)
    await #expect(throws: StudioError.self) {
      _ = try await download.fetch(link) { try PartFile(path: "\(folder.path)/1.part") }
    }
    #expect(transport.refuses.withLock { $0 } == isRefused)
  }
}
