import FoundationEssentials
import NIOCore
import StudioCore
import Testing

@testable import StudioService

@Suite("A picture that comes as a link", .timeLimit(.minutes(3)))
struct LinkTests {
  private static let target =
    "/private/images/a%2Fb/1.png?se=2026-11-21T10%3A00Z&sig=aB%2Bc%2F%3D%3D"

  private static func serve(
    _ connection: RawConnection, failing: Places, _ link: String, picture: Data = RawWire.png(7)
  ) {
    let request = connection.receiveRequest()
    guard request.hasPrefix("GET") else {
      return connection.answer("200 OK", #"{"data":[{"url":"\#(link)"}]}"#)
    }
    guard failing.next() == nil else { return connection.answer("503 Busy", "wait") }
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(picture.count)\r\n\r\n")
    connection.send(Array(picture)[...])
  }

  @Test("is fetched as it was given, again if need be, and never with the key")
  func fetched() async throws {
    let files = try RawServer { Self.serve($0, failing: Places([]), "") }
    let failing = Places([1])
    let link = files.base + Self.target
    let wire = try RawWire { Self.serve($0, failing: failing, link) }
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(ended.images.map(\.file) == ["1.png"])
    #expect(wire.files(of: ended) == ["1.png", "generation.json"])
    let fetch = try #require(files.requests.first)
    #expect(fetch.hasPrefix("GET \(Self.target) HTTP/1.1\r\n"))
    #expect(!fetch.contains(RawWire.key) && !fetch.lowercased().contains("authorization"))
    #expect(!fetch.lowercased().contains("api-key"))
  }

  @Test("is tried again after a failure that may pass, and asked for only once")
  func retried() async throws {
    let failing = Places([1, 2])
    let files = try RawServer { Self.serve($0, failing: failing, "") }
    let link = files.base + "/x"
    let wire = try RawWire { Self.serve($0, failing: Places([]), link) }
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(files.requests.count == 3)
    #expect(wire.server.requests.count == 1)
  }

  @Test("that has expired leaves the answer, and says that the picture was made")
  func expired() async throws {
    let files = try RawServer {
      $0.receiveRequest()
      $0.answer("403 Forbidden", "expired")
    }
    let link = files.base + "/x?sig=s"
    let wire = try RawWire { Self.serve($0, failing: Places([]), link) }
    let ended = try await wire.generate()
    #expect(ended.state == .unknown)
    #expect(ended.error?.code == .badAnswer)
    #expect(ended.error?.mayHaveBeenBilled == true)
    #expect(wire.files(of: ended) == ["generation.json", "response.part"])
    #expect(files.requests.count == 1)
    #expect(try !content(ended.recordPath).contains("sig="))
  }

  @Test("is kept elsewhere where the store takes no file, and both are named: file and cause")
  func elsewhere() async throws {
    let picture = JobSettlementTests.whole(7)
    let files = try RawServer { Self.serve($0, failing: Places([]), "", picture: picture) }
    let link = files.base + "/x"
    // Mostly another file system than the store's.
    let state = "/tmp/easel-state-\(UInt64.random(in: .min ... .max))"
    defer { try? FileManager.default.removeItem(atPath: state) }
    let wire = try RawWire(environment: ["XDG_STATE_HOME": state]) {
      Self.serve($0, failing: Places([]), link)
    }
    let ended = try await wire.run { RefusingDisk($0, [.openAnswer: 99, .openImage: 99]) }
    #expect(ended.state == .unknown)
    #expect(ended.error?.code == .diskFull)
    #expect(ended.error?.message == RefusingDisk.error.message)
    #expect(ended.images.isEmpty && wire.files(of: ended) == ["generation.json"])
    let place = try #require(wire.rescued.first { $0.hasSuffix(".picture.1") })
    #expect(place.hasPrefix(state))
    #expect(FileManager.default.contents(atPath: place) == picture)
    #expect(ended.error?.hint?.contains(place) == true)
    #expect(ended.error?.hint?.contains("verify --repair") == true)
    #expect(wire.server.requests.count == 1)
    let verifier = StoreVerifier(Directories(environment: wire.environment))
    #expect(try await verifier.run(repairing: false).open.contains { $0.path == place })
    #expect(try await verifier.run(repairing: true).open.isEmpty)
    let mended = try await wire.store.read(ended.id)
    #expect(mended.state == .saved)
    #expect(mended.images.map(\.file) == ["1.png"])
    #expect(mended.images.first?.bytes == picture.count)
    #expect(wire.rescued.isEmpty)
  }

  @Test("of another scheme is not followed", arguments: ["file:///etc/passwd", "ftp://x/y", "/x"])
  func scheme(link: String) async throws {
    let wire = try RawWire { Self.serve($0, failing: Places([]), link) }
    let ended = try await wire.generate()
    #expect(ended.state == .unknown)
    #expect(ended.error?.code == .badAnswer)
    #expect(ended.images.isEmpty)
  }

  @Test(
    "to this machine is not followed for a service that is elsewhere",
    arguments: ["127.0.0.1", "localhost"])
  func near(host: String) async throws {
    let folder = try StoreFolder()
    let server = try RawServer { $0.waitForEnd() }
    let download = PictureDownload(transport: NIOTransport(), allowsLoopback: false)
    let error = await #expect(throws: StudioError.self) {
      _ = try await download.fetch("http://\(host):\(server.port)/latest/meta-data") {
        try PartFile(path: "\(folder.path)/1.part")
      }
    }
    #expect(error?.code == .badAnswer)
    #expect(server.requests.isEmpty)
  }

  @Test(
    "is judged by the address it leads to",
    arguments: [
      ("127.0.0.1", true), ("127.9.9.9", true), ("0.0.0.0", true), ("169.254.169.254", true),
      ("100.100.100.200", true), ("::1", true), ("::", true), ("fe80::1", true),
      ("::ffff:127.0.0.1", true), ("::ffff:169.254.169.254", true), ("fd00:ec2::254", true),
      ("64:ff9b::7f00:1", true), ("8.8.8.8", false), ("192.168.1.5", false), ("10.0.0.1", false),
      ("2606:4700::1111", false), ("::ffff:8.8.8.8", false),
    ])
  func addresses(text: String, isNear: Bool) throws {
    #expect(NearAddress.isNear(try SocketAddress(ipAddress: text, port: 80)) == isNear)
  }

  @Test(
    "Only true names of this machine are loopback",
    arguments: [
      ("localhost", true), ("LOCALHOST", true), ("a.localhost", true), ("127.0.0.1", true),
      ("::1", true), ("127.evil.example", false), ("localhost.evil.example", false),
      ("127.0.0.1.evil.example", false), ("127.0.0", false), ("127.0.0.256", false), ("", false),
    ])
  func loopback(host: String, isLoopback: Bool) {
    #expect(NearAddress.isLoopback(host: host) == isLoopback)
  }
}
