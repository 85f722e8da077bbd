import Testing

@testable import StudioService

@Suite("Fuzz: addresses", .timeLimit(Fuzz.timeLimit))
struct AddressFuzzTests {
  @Test("Whatever is pasted as an address, no password and no second line gets into a request")
  func addresses() throws {
    var fuzz = Fuzz("address", usually: 2000)
    fuzz.longest = 300
    fuzz.words = [
      "http://", "https://", "ftp://", "@", ":", "/", "?", "#", "[::1]", "[", "]", "127.0.0.1",
      "localhost",
      ".localhost", "user:secret@", ".openai.azure.com", "/openai/v1", "/openai/deployments/d/",
      "?api-version=1", "%0d%0a", "\r\n", "\\", "\u{0}", " ", "ollama.com", ":65536", ":-1", ":0",
      "é",
      "\u{202E}", "::", "0.0.0.0", "v1", "//",
    ]
    try fuzz.run { input, _ in
      let text = String(decoding: input, as: UTF8.self)
      let host = OllamaHost(text)
      try demand((0...65535).contains(host.port), "port \(host.port)")
      let place = host.base.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" }
      // No other scheme is ever connected to.
      let isUsed = ["http", "https"].contains(host.scheme)
      try demand(!isUsed || !place.contains("@"), "a name or password may be in \(host.base)")
      var words = [host.scheme, "\(HTTPAddress(host.base) != nil)"]
      if let azure = AzureEndpoint(text, hostTemplate: "https://{resource}.openai.azure.com") {
        try demand(azure.isEncrypted || azure.base.hasPrefix("http://"), azure.base)
        words.append("\(azure.route) \(azure.isLoopback) \(azure.deployment != nil)")
      }
      if let address = HTTPAddress(text) {
        try Self.check(address)
        words.append("\(address.isSecure) \(address.port == 80)")
      }
      return words.joined(separator: " ")
    }
  }

  /// A request line and a `Host` header of one line each.
  private static func check(_ address: HTTPAddress) throws {
    try demand(address.target.utf8.first == UInt8(ascii: "/"), address.target)
    try demand(address.target.utf8.allSatisfy { (0x21...0x7E).contains($0) }, address.target)
    try demand(address.authority.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }, address.authority)
    try demand(!address.authority.contains("@"), address.authority)
    try demand((1...65535).contains(address.port), "port \(address.port)")
  }
}
