import Testing

@testable import StudioService

@Suite("An Azure endpoint", .timeLimit(.minutes(3)))
struct AzureEndpointTests {
  private static let template = "https://{resource}.openai.azure.com"

  private func parse(_ text: String) -> AzureEndpoint? {
    AzureEndpoint(text, hostTemplate: Self.template)
  }

  @Test(
    "is the same however it is pasted",
    arguments: [
      "contoso", "contoso.openai.azure.com", "https://contoso.openai.azure.com",
      "https://contoso.openai.azure.com/", "https://Contoso.openai.azure.com/openai",
      " 'https://contoso.openai.azure.com/openai/' ",
    ])
  func pasted(text: String) throws {
    let endpoint = try #require(parse(text))
    #expect(endpoint.base == "https://contoso.openai.azure.com")
    #expect(endpoint.resource == "contoso")
    #expect(endpoint.route == .dated)
  }

  @Test("with /openai/v1 uses that route")
  func v1() throws {
    let endpoint = try #require(parse("https://contoso.services.ai.azure.com/openai/v1/"))
    #expect(endpoint.route == .v1)
    #expect(endpoint.base == "https://contoso.services.ai.azure.com")
    #expect(endpoint.resource == "contoso")
  }

  @Test("pasted as a target URI tells deployment and api-version")
  func targetURI() throws {
    let endpoint = try #require(
      parse(
        "https://c.openai.azure.com/openai/deployments/my-image/images/generations?api-version=2024-02-01"
      ))
    #expect(endpoint.deployment == "my-image")
    #expect(endpoint.apiVersion == "2024-02-01")
    #expect(endpoint.base == "https://c.openai.azure.com")
  }

  @Test("of a private gateway keeps its own path and host")
  func gateway() throws {
    let endpoint = try #require(parse("https://api.example.net:8443/team/openai/v1"))
    #expect(endpoint.base == "https://api.example.net:8443/team")
    #expect(endpoint.resource == "api.example.net:8443")
  }

  @Test(
    "that names no host is refused",
    arguments: [
      "", "  ", "ftp://box", "https://", "https://a b", "https://user@host", "https://a\u{0}b",
    ])
  func refused(text: String) {
    #expect(parse(text) == nil)
  }
}
