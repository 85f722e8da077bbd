import CapabilitySpecs
import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A daily spending limit", .timeLimit(.minutes(3)))
struct SpendingLimitTests {
  @Test("counts all requests of a wish together, before any is recorded")
  func submitted() async throws {
    let wire = try RawWire(dailySpendingLimit: 0.1) { connection in
      connection.receiveRequest()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    // DALL·E 3 makes one picture a request, for 0.04 dollars.
    var request = wire.request(count: 3)
    request.destination.deployment = "dall-e-3"
    let error = await #expect(throws: StudioError.self) { try await wire.studio.submit(request) }
    #expect(error?.code == .spendingLimit)
    #expect(try await wire.studio.history(.all, offset: 0, limit: 1).total == 0)
    request = wire.request(count: 2)
    request.destination.deployment = "dall-e-3"
    #expect(try await wire.studio.submit(request).count == 2)
    await wire.studio.drain()
    #expect(wire.server.requests.count == 2)
    // What is known already costs nothing more.
    #expect(try await wire.studio.submit(request).count == 2)
    let one = await #expect(throws: StudioError.self) {
      var request = wire.request()
      request.destination.deployment = "dall-e-3"
      _ = try await wire.studio.submit(request)
    }
    #expect(one?.code == .spendingLimit)
  }

  private static func capability(_ base: String) throws -> Capability {
    try CapabilityParser.parse(
      """
      naftiko: 1.0.0-alpha2
      info: {label: Other, description: For tests.}
      capability:
        consumes:
          - type: http
            namespace: ollama
            description: Named like a service that costs nothing.
            baseUri: \(base)
            resources:
              - name: things
                path: /things
                operations:
                  - {name: list, method: GET}
                  - {name: edit, method: POST}
              - name: pictures
                path: /images/generations
                operations:
                  - {name: paint, method: POST}
      """, source: "other.yaml"
    ).capability
  }

  @Test("refuses what makes no pictures and does not only read, whatever the service calls itself")
  func others() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", "{}")
    }
    let studio = try RawWire.studio(
      wire.environment, nil, [try Self.capability(wire.server.base)], 100)
    func call(_ operation: String) -> ServiceCall {
      ServiceCall(
        requestID: operation, service: "ollama", operation: operation,
        arguments: ["body": ["prompt": "p"]])
    }
    for operation in ["edit", "paint"] {
      let error = try await failure { () throws(StudioError) in
        try await studio.call(call(operation))
      }
      #expect(error.code == .spendingLimit)
      #expect(error.hint?.isEmpty == false)
    }
    #expect(wire.server.requests.isEmpty)
    #expect(try await studio.call(call("list")).status == 200)
    let free = try RawWire.studio(wire.environment, nil, [try Self.capability(wire.server.base)])
    #expect(try await free.call(call("edit")).status == 200)
  }

  @Test(
    "survives whatever numbers a service tells of its usage",
    arguments: ["1e300", "-5", "9223372036854775807", "9007199254740992"])
  func usage(number: String) throws {
    let text = """
      {"usage":{"input_tokens":0,"output_tokens":\(number),"total_tokens":\(number),
      "input_tokens_details":{"image_tokens":\(number)}}}
      """
    let usage = try #require(try AnswerSkeleton(parsing: Array(text.utf8)).usage)
    let expected = number == "-5" ? 0 : AnswerSkeleton.tokenLimit
    #expect(usage.outputTokens == expected)
    #expect(usage.inputImageTokens == expected)
    var generation = Generation(
      id: try GenerationID.new(at: Date()),
      request: GenerationRequest(
        requestID: "1", prompt: "p",
        destination: Destination(provider: .azure, deployment: "gpt-image-1")), createdAt: Date())
    generation.usage = Usage(inputTokens: .min, inputImageTokens: .max, outputTokens: 1)
    #expect(PriceTable.standard.cost(of: generation).amount?.isFinite == true)
  }
}
