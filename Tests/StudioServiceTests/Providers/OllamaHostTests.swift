import Testing

@testable import StudioService

@Suite("OLLAMA_HOST", .timeLimit(.minutes(3)))
struct OllamaHostTests {
  @Test(
    "is read by Ollama's own rules",
    arguments: [
      ("", "http://127.0.0.1:11434"), ("1.2.3.4", "http://1.2.3.4:11434"),
      (":8080", "http://127.0.0.1:8080"), ("http://box", "http://box:80"),
      ("https://box/ollama", "https://box:443/ollama"), ("[::1]", "http://[::1]:11434"),
      ("box:abc", "http://box:11434"), ("0.0.0.0", "http://127.0.0.1:11434"),
      ("[::]:99", "http://[::1]:99"), (" \"box:1\" ", "http://box:1"),
      ("ollama.com", "https://ollama.com:443"), ("http://box:5/v1/", "http://box:5"),
      ("https://box/ollama/v1", "https://box:443/ollama"), ("::1", "http://[::1]:11434"),
      ("box:70000", "http://box:11434"),
    ])
  func reading(text: String, base: String) {
    #expect(OllamaHost(text).base == base)
  }

  @Test(
    "makes images from 0.14.0 until before 0.32.6, and a source build may",
    arguments: [
      ("0.13.9", false), ("0.14.0", true), ("0.32.5", true), ("0.32.6", false),
      ("0.33.0-rc2", false),
      ("0.0.0", true), ("1.0.0", false), ("0.32.5-rc1", true),
    ])
  func versions(text: String, makesImages: Bool) {
    #expect(OllamaVersion(text)?.makesImages == makesImages)
  }

  @Test(
    "A version that is none is not guessed", arguments: ["", "abc", "1", "v1.2.3", "\u{1B}[2J"])
  func noVersion(text: String) {
    #expect(OllamaVersion(text) == nil)
  }
}
