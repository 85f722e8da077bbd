import Foundation
import Testing

@Suite("Secrets behind the doors", .timeLimit(.minutes(3)))
struct DoorCanaryTests {
  /// What a caller took for a key of the service.
  private static let callersKey = "canary-caller-90b2ee41"

  private struct Doors: Decodable {
    var rest: [String]
    var mcp: [String]
  }

  private static let prompts =
    ["redirected", "broken", "garbage", "limited", "a picture"]
    + CanaryTests.statuses.map { "said \($0)" }

  @Test("stay out of answers, log and store, whichever door, service and outcome")
  func everywhere() async throws {
    let elsewhere = try Listener()
    let script = try [
      CanaryTests.script(elsewhere: elsewhere.port, ollamaKey: "EXTRA_KEY")
        .replacing(#""prompt":""#, with: #""prompt":"extra "#),
      CanaryTests.script(elsewhere: elsewhere.port),
    ].joined(separator: ",")
    try await SimulatedServices.run(script: script) { services in
      let home = try TestHome()
      try home.write(
        CanaryTests.document(base: services.addresses.ollama),
        to: "config/easel/capabilities/extra.yaml")
      let easel = EaselProgram(home: home, environment: CanaryTests.environment(of: services))
      let arguments = ["serve", "--rest-port", "0", "--mcp-port", "0", "--grace", "5"]
      _ = try await easel.whileRunning(arguments, errorsTo: "\(home.root)/serve.log") { lines, _ in
        for try await line in lines {
          let doors = try JSONDecoder().decode(Doors.self, from: Data(line.utf8))
          return try await Self.call(doors)
        }
      }
      let log = try #require(FileManager.default.contents(atPath: "\(home.root)/serve.log"))
      #expect(log.count > 1000)
      try CanaryTests.checkFiles(in: home)
      #expect(elsewhere.callers == 0)
    }
  }

  private static func call(_ doors: Doors) async throws {
    let (rest, mcp) = (try #require(doors.rest.first), try #require(doors.mcp.first))
    for prompt in prompts {
      for (path, body) in [
        ("/v1/images/generations", #"{"model":"x/z-image-turbo","prompt":"%","size":"64x64"}"#),
        ("/v1/openai/deployments/gpt-image-2/images/generations", #"{"prompt":"%"}"#),
        ("/extra/images/generations", #"{"model":"x/z-image-turbo","prompt":"extra %"}"#),
      ] {
        let answer = try post(rest + path, body.replacing("%", with: prompt))
        #expect(answer.contains(" 200 OK") == (prompt == "a picture"), "\(prompt): \(answer)")
        check(answer, "\(path), \(prompt)")
      }
      for tool in ["ollama-create-image", "aoai-generate-image"] {
        let answer = try post(mcp, message(tool, prompt), tool: tool)
        #expect(answer.contains("resource_link") == (prompt == "a picture"), "\(prompt): \(answer)")
        check(answer, "\(tool), \(prompt)")
      }
    }
    // What is refused at the door is said in the log, too.
    let refused = try post(rest + "/v1/images/generations", "{}", token: callersKey)
    #expect(refused.contains(" 401 "))
    check(refused, "a refusal")
  }

  private static func message(_ tool: String, _ prompt: String) -> String {
    let image = tool.hasPrefix("ollama") ? #","model":"x/z-image-turbo","size":"64x64""# : ""
    return #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\#(tool)","#
      + #""arguments":{"prompt":"\#(prompt)"\#(image)},"_meta":{"#
      + #""io.modelcontextprotocol/protocolVersion":"2026-07-28","#
      + #""io.modelcontextprotocol/clientCapabilities":{}}}}"#
  }

  private static func post(
    _ address: String, _ body: String, tool: String? = nil,
    token: String? = CanaryTests.variables["EASEL_TOKEN"]
  ) throws -> String {
    let url = try #require(URL(string: address))
    var headers = [
      "Authorization: Bearer \(token ?? "")", "X-Api-Key: \(callersKey)",
      "Content-Type: application/json", "Accept: application/json, text/event-stream",
    ]
    if let tool {
      headers += [
        "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: \(tool)",
      ]
    }
    return try LoopbackRequest.post(
      port: UInt16(url.port ?? 0), path: url.path, headers: headers, body: body)
  }

  private static func check(_ answer: String, _ comment: String) {
    CanaryTests.check(Data(answer.utf8), comment)
    #expect(!answer.contains(callersKey.dropLast(3)), "\(comment)")
  }
}
