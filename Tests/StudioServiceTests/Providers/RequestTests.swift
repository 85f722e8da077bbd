import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A request on its way to a service", .timeLimit(.minutes(3)))
struct RequestTests {
  private func request(
    _ destination: Destination, _ parameters: [ParameterName: ParameterValue], prompt: String = "p"
  ) -> GenerationRequest {
    GenerationRequest(
      requestID: "r", prompt: prompt, destination: destination, parameters: Parameters(parameters))
  }

  private let azure = Destination(provider: .azure, resource: "c", deployment: "gpt-image-2")
  private let ollama = Destination(provider: .ollama, model: "x/z-image-turbo")

  @Test("holds what was set and what the model takes, and nothing else")
  func azureBody() {
    let body = AzureProvider.body(
      of: request(
        azure,
        [.size: .text("1536×1024"), .count: .number(2), .seed: .number(5), .format: .text("png")]),
      route: .dated, deployment: "gpt-image-2")
    #expect(
      JSONValue.object(body).json
        == #"{"prompt":"p","size":"1536x1024","n":2,"output_format":"png"}"#)
  }

  @Test(
    "asks for a stream where partial pictures are wished for, and the model sends them",
    arguments: [
      ("gpt-image-2", 2, #"{"prompt":"p","partial_images":2,"stream":true}"#),
      ("gpt-image-1-mini", 3, #"{"prompt":"p","partial_images":3,"stream":true}"#),
      ("gpt-image-2", 0, #"{"prompt":"p"}"#),
      ("dall-e-3", 2, #"{"prompt":"p","response_format":"b64_json"}"#),
    ])
  func partials(deployment: String, count: Int, expected: String) {
    let destination = Destination(provider: .azure, deployment: deployment)
    let body = AzureProvider.body(
      of: request(destination, [.partials: .number(count)]), route: .dated, deployment: deployment)
    #expect(JSONValue.object(body).json == expected)
  }

  @Test("names the deployment as model on the v1 route")
  func v1Body() {
    let body = AzureProvider.body(of: request(azure, [:]), route: .v1, deployment: "mine")
    #expect(JSONValue.object(body).json == #"{"model":"mine","prompt":"p"}"#)
  }

  @Test("asks dall-e-3 for base64, because its links expire")
  func dalle() {
    let destination = Destination(provider: .azure, deployment: "d", model: "dall-e-3")
    let body = AzureProvider.body(
      of: request(destination, [.style: .text("natural")]), route: .dated, deployment: "d")
    #expect(
      JSONValue.object(body).json
        == #"{"prompt":"p","style":"natural","response_format":"b64_json"}"#)
  }

  @Test("is valid JSON for any prompt")
  func anyPrompt() throws {
    let prompt = "“quotes” \" \\ / \u{0} \u{1B}[31m \u{85} \u{2028} 🦊 한국어\r\n\t\u{7F}"
    let body = OllamaProvider.body(of: request(ollama, [.seed: .number(7)], prompt: prompt))
    let json = try JSONDecoder().decode(
      JSONValue.self, from: Data(JSONValue.object(body).json.utf8))
    #expect(json["prompt"]?.text == prompt)
    #expect(json["seed"]?.text == "7")
  }

  @Test("becomes several with seeds of their own where one picture a request is made")
  func split() {
    let table = OllamaTables.table(for: "x/z-image-turbo")
    let pieces = RequestSplit.split(
      request(ollama, [.count: .number(3), .seed: .number(10)]), table: table)
    #expect(pieces.map { $0.parameters[.seed] } == [.number(10), .number(11), .number(12)])
    #expect(pieces.allSatisfy { $0.parameters.count == 1 && $0.requestID == "r" })
    let largest = RequestSplit.split(
      request(ollama, [.count: .number(2), .seed: .number(Int(Int32.max))]), table: table)
    #expect(largest.map { $0.parameters[.seed] } == [.number(Int(Int32.max)), .number(1)])
  }

  @Test("always carries a positive seed where the service takes one")
  func seed() throws {
    let pieces = RequestSplit.split(
      request(ollama, [:]), table: OllamaTables.table(for: "x/flux2-klein:4b"))
    #expect(pieces.count == 1)
    #expect(try #require(pieces[0].parameters[.seed]?.number) > 0)
  }

  @Test("stays one where the service makes several pictures at once")
  func unsplit() {
    let wish = request(azure, [.count: .number(4)])
    #expect(RequestSplit.split(wish, table: AzureTables.table(for: "gpt-image-2")) == [wish])
  }

  @Test(
    "is told to come back when the service says so",
    arguments: [
      ([("Retry-After", "12")], 12.0), ([("retry-after-ms", "2500"), ("Retry-After", "9")], 2.5),
      ([("Retry-After", "0.5")], 0.5), ([("retry-after-ms", "-1"), ("Retry-After", "9")], 9.0),
      ([("Retry-After", "Thu, 01 Jan 1970 01:00:00 GMT")], 3600.0),
      // A date that is over means now; what is further than a year means never.
      ([("Retry-After", "Sun, 06 Nov 1960 08:49:37 GMT")], 0.0),
      ([("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")], 31_622_400.0),
      ([("retry-after-ms", "1" + String(repeating: "0", count: 300))], 31_622_400.0),
      ([("Retry-After", "1" + String(repeating: "0", count: 300))], 31_622_400.0),
    ])
  func retryAfter(headers: [(String, String)], seconds: Double) {
    let date = RetryAfter.date(
      headers.map { (name: $0.0, value: $0.1) }, now: Date(timeIntervalSince1970: 0))
    #expect(date?.timeIntervalSince1970 == seconds)
  }

  @Test(
    "is not told anything by nonsense",
    arguments: [
      "", "soon", "-5", "+5", "nan", "inf", "Sun, x y", "1e300", "1e400", "0x10", ".", "1.2.3",
      "Sun, 9223372036854775807 Nov 1994 08:49:37 GMT",
    ])
  func noRetryAfter(text: String) {
    #expect(RetryAfter.date([(name: "Retry-After", value: text)]) == nil)
  }

  @Test(
    "says in words when that is, rounded up",
    arguments: [
      (-5.0, "1 s"), (12.2, "13 s"), (125.0, "3 min"), (7201.0, "3 h"), (431_999.0, "5 days"),
      (31_622_400.0, "a year or more"),
    ])
  func words(seconds: Double, text: String) {
    let now = Date(timeIntervalSince1970: 0)
    #expect(RetryAfter.words(until: now + seconds, now: now) == text)
  }
}
