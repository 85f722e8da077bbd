import StudioCore
import Testing

@testable import StudioService

@Suite("An address to send to", .timeLimit(.minutes(3)))
struct HTTPAddressTests {
  @Test(
    "is taken apart as it is meant",
    arguments: [
      ("http://127.0.0.1:8080/a?b=c#d", "127.0.0.1", 8080, "127.0.0.1:8080", "/a?b=c"),
      ("https://Contoso.example", "contoso.example", 443, "contoso.example", "/"),
      ("https://contoso.example:443/x", "contoso.example", 443, "contoso.example", "/x"),
      ("http://[::1]:81?q=ü ", "::1", 81, "[::1]:81", "/?q=%C3%BC%20"),
      ("http://user@host/", "host", 80, "host", "/"),
    ])
  func parts(text: String, host: String, port: Int, authority: String, target: String) throws {
    let address = try #require(HTTPAddress(text))
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.authority == authority)
    #expect(address.target == target)
    #expect(address.isSecure == text.hasPrefix("https"))
  }

  @Test(
    "is none without a host, with another scheme or an impossible port",
    arguments: ["http:///x", "ftp://x/", "x", "http://x:0/", "http://x:65536/", "http://a b/"])
  func none(text: String) { #expect(HTTPAddress(text) == nil) }

  @Test("carries no header that would end its line")
  func headers() {
    for header in [("X-A", "1\r\nX-B: 2"), ("X A", "1"), ("", "1"), ("X-A", "1\0")] {
      let request = HTTPRequest(
        method: "GET", url: "http://x/", headers: [(name: header.0, value: header.1)],
        limits: TimeLimits(idle: .seconds(1), total: .seconds(1)))
      #expect(throws: TransportError.self) { try HTTPMessage(request) }
    }
  }
}
