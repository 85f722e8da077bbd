import NIOHTTP1

/// Finds requests whose end two readers could see at different places, and those that are meant for
/// a proxy (RFC 9112, sections 3.2, 6 and 11.2).
enum RequestFraming {
  /// - Returns: nil for a request that can be read in one way only.
  static func refusal(of head: HTTPRequestHead, bodyLimit: Int) -> Refusal? {
    host(head) ?? target(head) ?? length(head, limit: bodyLimit)
  }

  private static func host(_ head: HTTPRequestHead) -> Refusal? {
    guard head.version == .http1_1 || head.version == .http1_0 else { return .broken }
    guard head.headers["Host"].count == 1 else {
      return Refusal(400, "bad_request", "A request needs exactly one Host header.")
    }
    return nil
  }

  private static func target(_ head: HTTPRequestHead) -> Refusal? {
    guard head.method != .CONNECT else {
      return Refusal(405, "method_not_allowed", "This server is no proxy.")
    }
    guard head.uri.utf8.first == UInt8(ascii: "/") || (head.method == .OPTIONS && head.uri == "*")
    else {
      return Refusal(400, "bad_request", "The request's target must be a path.")
    }
    return nil
  }

  private static func length(_ head: HTTPRequestHead, limit: Int) -> Refusal? {
    let lengths = head.headers["Content-Length"]
    let codings = head.headers["Transfer-Encoding"]
    guard lengths.count + codings.count < 2 else {
      return Refusal(400, "bad_request", "The length of the request's body is given twice.")
    }
    if let coding = codings.first {
      guard head.version == .http1_1, coding.lowercased() == "chunked" else {
        return Refusal(501, "not_implemented", "The only transfer coding known here is chunked.")
      }
    }
    guard let text = lengths.first else { return nil }
    guard !text.isEmpty, text.utf8.count <= 18,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let length = Int(text)
    else {
      return Refusal(400, "bad_request", "Content-Length is not a number.")
    }
    return length > limit ? .longBody(limit: limit) : nil
  }
}
