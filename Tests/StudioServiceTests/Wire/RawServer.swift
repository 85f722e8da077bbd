import CapabilitySpecs
import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import StudioService

/// A server of which a test decides every byte. Each connection is served by a thread of its own.
final class RawServer: Sendable {
  let port: Int
  private let listener: Int32
  private let accepted = Mutex(0)
  private let seen = Mutex<[String]>([])

  init(_ serve: @escaping @Sendable (RawConnection) -> Void) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    try #require(listener >= 0)
    self.listener = listener
    // `sockaddr_in` as bytes: family, port 0 (any), 127.0.0.1.
    var address = [UInt8](repeating: 0, count: 16)
    address[0] = UInt8(AF_INET)
    address.replaceSubrange(4..<8, with: [127, 0, 0, 1])
    var size = socklen_t(address.count)
    let isListening = address.withUnsafeMutableBytes { bytes in
      guard let place = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return false
      }
      return bind(listener, place, size) == 0 && listen(listener, 64) == 0
        && getsockname(listener, place, &size) == 0
    }
    try #require(isListening)
    port = Int(address[2]) << 8 | Int(address[3])
    accept(serve)
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  var base: String { "http://127.0.0.1:\(port)" }
  var connectionCount: Int { accepted.withLock { $0 } }
  /// The requests that came, head and body.
  var requests: [String] { seen.withLock { $0 } }

  private func accept(_ serve: @escaping @Sendable (RawConnection) -> Void) {
    let listener = listener
    PlainThread.start { [weak self] in
      while true {
        let file = Glibc.accept(listener, nil, nil)
        guard file >= 0 else { break }
        guard let self else { close(file); break }
        accepted.withLock { $0 += 1 }
        let connection = RawConnection(file: file) { [weak self] request in
          self?.seen.withLock { $0.append(request) }
        }
        PlainThread.start {
          serve(connection)
          close(file)
        }
      }
      close(listener)
    }
  }
}

/// One connection, blocking.
struct RawConnection: Sendable {
  let file: Int32
  let note: @Sendable (String) -> Void

  /// The next bytes; empty at the end, or when none come for two minutes.
  func receive() -> [UInt8] {
    var place = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    guard poll(&place, 1, 120_000) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(file, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(0, count)))
  }

  /// One whole request.
  @discardableResult
  func receiveRequest() -> String {
    var text = ""
    while true {
      let bytes = receive()
      guard !bytes.isEmpty else { return text }
      text += String(decoding: bytes, as: UTF8.self)
      guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
      let length = text[..<end.lowerBound].split(separator: "\r\n")
        .first { $0.lowercased().hasPrefix("content-length:") }
        .flatMap { Int($0.split(separator: " ").last ?? "") }
      guard text[end.upperBound...].utf8.count >= length ?? 0 else { continue }
      note(text)
      return text
    }
  }

  func send(_ text: String) { send(Array(text.utf8)[...]) }

  func send(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func answer(_ status: String, _ body: String, headers: [String] = [], cutAt: Int? = nil) {
    let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
    send(head.joined(separator: "\r\n") + "\r\n\r\n")
    send(Array(body.utf8).prefix(cutAt ?? .max))
  }

  /// Returns when the other side has closed, or after two minutes.
  func waitForEnd() { while !receive().isEmpty {} }
}

/// A plain thread: what blocks must not take the threads that tasks share.
enum PlainThread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  static func start(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(run))
    pthread_create(
      &thread, nil,
      { place in
        guard let place else { return nil }
        Unmanaged<Body>.fromOpaque(place).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    pthread_detach(thread)
  }
}

/// A studio whose Azure and Ollama are one raw server.
struct RawWire {
  let folder: StoreFolder
  let server: RawServer
  let studio: LocalStudio
  let environment: [String: String]

  static let key = "canary-5f2e9b71c0"

  init(
    limits: TimeLimits? = nil, environment extra: [String: String] = [:],
    capabilities: [Capability] = [], dailySpendingLimit: Double? = nil, resends: Int = 0,
    _ serve: @escaping @Sendable (RawConnection) -> Void
  ) throws {
    folder = try StoreFolder()
    server = try RawServer(serve)
    environment = [
      "HOME": folder.path, "AZURE_OPENAI_ENDPOINT": server.base, "OLLAMA_HOST": server.base,
      "MICROSOFT_AZURE_OPENAI_API_KEY": Self.key,
    ].merging(extra) { $1 }
    studio = try Self.studio(
      environment, limits, capabilities, dailySpendingLimit, resends: resends)
  }

  static func studio(
    _ environment: [String: String], _ limits: TimeLimits? = nil,
    _ capabilities: [Capability] = [], _ dailySpendingLimit: Double? = nil, resends: Int = 0
  ) throws -> LocalStudio {
    var options = LocalStudioOptions(
      environment: environment, directories: Directories(environment: environment),
      demo: { throw CancellationError() })
    options.limits = limits
    options.resendLimit = resends
    options.resendPause = .milliseconds(10)
    options.capabilities = capabilities
    options.dailySpendingLimit = dailySpendingLimit
    return try LocalStudio(options)
  }
}
