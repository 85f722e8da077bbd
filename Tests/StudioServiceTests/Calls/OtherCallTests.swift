import CapabilitySpecs
import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A call that makes no pictures", .timeLimit(.minutes(3)))
struct OtherCallTests {
  private static func capability(_ base: String) throws -> Capability {
    try CapabilityParser.parse(
      """
      naftiko: 1.0.0-alpha2
      info: {label: Other, description: For tests.}
      capability:
        consumes:
          - type: http
            namespace: other
            description: Others.
            baseUri: \(base)
            resources:
              - name: things
                path: /things
                operations:
                  - {name: list, method: GET}
      """, source: "other.yaml"
    ).capability
  }

  private let list = ServiceCall(
    requestID: "1", service: "other", operation: "list", arguments: [:])

  /// A studio whose one capability is that of a raw server.
  private func studio(
    _ serve: @escaping @Sendable (RawConnection) -> Void
  ) throws -> (RawServer, LocalStudio, StoreFolder) {
    let server = try RawServer(serve)
    let folder = try StoreFolder()
    var options = LocalStudioOptions(
      environment: ["HOME": folder.path],
      directories: Directories(environment: ["HOME": folder.path]),
      demo: { throw CancellationError() })
    options.capabilities = [try Self.capability(server.base)]
    return (server, try LocalStudio(options), folder)
  }

  @Test(
    "passes the service's bytes on and records nothing", arguments: ["200 OK", "404 Not Found"])
  func passes(status: String) async throws {
    let bytes = String(repeating: "thing ", count: 100_000)
    let (server, studio, folder) = try studio { connection in
      connection.receiveRequest()
      connection.answer(status, bytes, headers: ["Content-Type: text/plain", "Set-Cookie: a=b"])
    }
    let reply = try await studio.call(list)
    #expect(reply.generation == nil)
    #expect(reply.status == Int(status.prefix(3)))
    #expect(reply.headers.map(\.value) == ["text/plain"])
    #expect(try await reply.text() == bytes)
    #expect(server.requests.first?.hasPrefix("GET /things HTTP/1.1\r\n") == true)
    #expect(try await studio.history(.all, offset: 0, limit: 1).total == 0)
    #expect(await studio.destination(service: "other", operation: "list") == nil)
    withExtendedLifetime((server, folder)) {}
  }

  @Test("that breaks or redirects throws", arguments: [true, false])
  func breaks(isCut: Bool) async throws {
    let (server, studio, folder) = try studio { connection in
      connection.receiveRequest()
      if isCut {
        connection.answer("200 OK", "0123456789", cutAt: 4)
      } else {
        connection.answer("302 Found", "", headers: ["Location: http://127.0.0.1:1/"])
      }
    }
    let error = try await failure { () throws(StudioError) in try await studio.call(list) }
    #expect(error.code == (isCut ? .badAnswer : .redirected))
    withExtendedLifetime((server, folder)) {}
  }

  @Test("by a stream of events relays them while they arrive")
  func stream() async throws {
    let gate = Gate()
    let (server, studio, folder) = try studio { connection in
      connection.receiveRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
      gate.wait()
      connection.send("data: 2\n\n")
    }
    let reply = try await studio.call(list)
    var text = ""
    for try await bytes in reply.body {
      text += String(decoding: bytes, as: UTF8.self)
      gate.open()
    }
    #expect(text == "data: 1\n\ndata: 2\n\n")
    withExtendedLifetime((server, folder)) {}
  }
}
