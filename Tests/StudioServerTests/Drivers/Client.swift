import StudioCore

/// One answer as a client sees it.
struct Reply: Sendable {
  var status: Int
  var headers: [(name: String, value: String)]
  var bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
  /// The code of the error in the body.
  var code: String? { json["error"]?["code"]?.text }
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
  var names: [String] { headers.map { $0.name.lowercased() } }

  /// Reads one whole answer; nil when it is not one.
  init?(_ bytes: [UInt8], isHead: Bool = false) {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .split(separator: "\r\n")
    guard let first = lines.first?.split(separator: " "), first.count > 1,
      let status = Int(first[1])
    else { return nil }
    self.status = status
    headers = lines.dropFirst().map { line in
      let halves = line.split(separator: ":", maxSplits: 1)
      return (String(halves[0]), halves.count > 1 ? String(halves[1].drop { $0 == " " }) : "")
    }
    self.bytes = Array(bytes[end.upperBound...])
    if status == 100 {
      guard let next = Reply(self.bytes, isHead: isHead) else { return nil }
      self = next
    }
    if header("Transfer-Encoding") == "chunked" {
      guard let whole = Self.unchunked(self.bytes[...]) else { return nil }
      self.bytes = whole
    } else if !isHead, let length = header("Content-Length").flatMap({ Int($0) }) {
      guard self.bytes.count >= length else { return nil }
    }
  }

  /// nil when the last chunk is missing.
  private static func unchunked(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var (rest, whole) = (bytes, [UInt8]())
    while let end = rest.firstRange(of: [13, 10]) {
      guard let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16)
      else { return nil }
      if size == 0 { return whole }
      whole += rest[end.upperBound...].prefix(size)
      rest = rest[end.upperBound...].dropFirst(size + 2)
    }
    return nil
  }
}

/// A plain HTTP client over real sockets: one request a connection.
enum Client {
  static func head(
    _ method: String, _ target: String, _ headers: [(String, String)] = [], length: Int? = nil
  ) -> String {
    var lines = ["\(method) \(target) HTTP/1.1"]
    if !headers.contains(where: { $0.0 == "Host" }) { lines.append("Host: localhost") }
    lines += headers.map { "\($0.0): \($0.1)" }
    if let length { lines.append("Content-Length: \(length)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  /// - Throws: `CancellationError` when no whole answer comes.
  static func send(
    _ method: String, _ server: RunningServer, _ target: String,
    _ headers: [(String, String)] = [], body: String? = nil
  ) async throws -> Reply {
    var headers = headers + [("Connection", "close")]
    if body != nil, !headers.contains(where: { $0.0 == "Content-Type" }) {
      headers.append(("Content-Type", "application/json"))
    }
    let connection = try RawConnection(port: server.rest)
    connection.write(head(method, target, headers, length: body?.utf8.count) + (body ?? ""))
    let bytes = try await connection.readAllBytes()
    guard let reply = Reply(bytes, isHead: method == "HEAD") else { throw CancellationError() }
    return reply
  }

  static let images = "/v1/images/generations"
  static let azure = "/v1/openai/deployments/my-dep/images/generations"
}
