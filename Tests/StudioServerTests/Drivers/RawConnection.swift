import Glibc
import NIOPosix

/// A TCP connection of which a test decides every byte. Reading blocks a thread of a pool.
final class RawConnection: Sendable {
  /// Readers of their own: a blocked test must not hold up the server.
  private static let readers: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 64)
    pool.start()
    return pool
  }()

  private let descriptor: CInt

  init(port: Int) throws {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw CancellationError() }
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// False when the peer has closed the connection.
  @discardableResult
  func write(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  func endWriting() { shutdown(descriptor, CInt(SHUT_WR)) }

  /// Closes so that the peer gets RST.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    shutdown(descriptor, CInt(SHUT_RDWR))
  }

  /// What comes until the peer closes, or nothing comes for thirty seconds.
  func readAllBytes() async throws -> [UInt8] {
    try await Self.readers.runIfActive { [descriptor] in
      var bytes: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { return bytes }
        bytes += piece[..<count]
      }
    }
  }

  func readToEnd() async throws -> String {
    String(decoding: try await readAllBytes(), as: UTF8.self)
  }

  /// What comes until it contains `mark`, or the end.
  func read(until mark: String) async throws -> String {
    try await Self.readers.runIfActive { [descriptor] in
      var text = ""
      var piece = [UInt8](repeating: 0, count: 65_536)
      while !text.contains(mark) {
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { return text }
        text += String(decoding: piece[..<count], as: UTF8.self)
      }
      return text
    }
  }

  /// Sends text and reads until the peer closes.
  static func exchange(_ text: String, port: Int) async throws -> String {
    let connection = try RawConnection(port: port)
    connection.write(text)
    return try await connection.readToEnd()
  }
}
