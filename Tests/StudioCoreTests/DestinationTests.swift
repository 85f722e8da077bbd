import StudioCore
import Testing

@Suite("A destination", .timeLimit(.minutes(3)))
struct DestinationTests {
  @Test("is shown as provider, place and name")
  func path() {
    let azure = Destination(provider: .azure, resource: "c", deployment: "d", model: "m")
    #expect(azure.path == ["Azure OpenAI", "c", "d"])
    #expect(azure.modelOrDeployment == "m")
    #expect(Destination(provider: .ollama, host: "h", model: "m").path == ["Ollama", "h", "m"])
    #expect(Destination(provider: "other").path == ["other"])
  }

  @Test("can be addressed when a deployment or a model is named")
  func completeness() {
    #expect(!Destination(provider: .azure, resource: "c").isComplete)
    #expect(Destination(provider: .azure, deployment: "d").isComplete)
    #expect(Destination(provider: .ollama, model: "m").isComplete)
  }

  @Test("is usable as an offer unless it cannot be addressed or cannot work")
  func offers() {
    let whole = Destination(provider: .demo, model: "m")
    #expect(Offer(whole, .ready).isUsable)
    #expect(Offer(whole, .untested("x")).isUsable)
    #expect(!Offer(whole, .unavailable(reason: "x", hint: nil)).isUsable)
    #expect(!Offer(Destination(provider: .demo), .ready).isUsable)
  }
}
