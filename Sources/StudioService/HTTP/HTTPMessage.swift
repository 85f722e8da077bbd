import NIOCore
import NIOHTTP1

/// A request as it goes over a connection.
struct HTTPMessage: Sendable {
  let address: HTTPAddress
  let head: HTTPRequestHead
  /// nil for a request without a body.
  let body: ByteBuffer?

  /// Throws `TransportError.notConnected` for an address or a header that cannot be sent.
  init(_ request: HTTPRequest) throws {
    guard let address = HTTPAddress(request.url) else {
      throw TransportError.notConnected(.other, detail: "the address is not valid")
    }
    self.address = address
    body = request.body.isEmpty ? nil : ByteBuffer(bytes: request.body)
    let method = HTTPMethod(rawValue: request.method)
    var headers = HTTPHeaders([("Host", address.authority)])
    for (name, value) in request.headers { headers.add(name: name, value: value) }
    if let credential = request.credential {
      headers.add(name: credential.name, value: credential.headerValue)
    }
    guard headers.allSatisfy(Self.isValid) else {
      throw TransportError.notConnected(.other, detail: "a header holds what none can carry")
    }
    if body != nil || method == .POST || method == .PUT || method == .PATCH {
      headers.replaceOrAdd(name: "Content-Length", value: String(request.body.count))
    }
    head = HTTPRequestHead(
      version: .http1_1, method: method, uri: address.target, headers: headers)
  }

  /// By RFC 9110, 5.5 and 5.6.2: no line break in a value, no separator in a name.
  private static func isValid(_ name: String, _ value: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy(isTokenByte)
      && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
