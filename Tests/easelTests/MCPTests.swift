import Foundation
import Testing

@Suite("easel mcp", .timeLimit(.minutes(2)))
struct MCPTests {
  private static let meta =
    #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#
    + #""io.modelcontextprotocol/clientCapabilities":{}}"#

  @Test("answers what was called before its input ended, however long that takes, and then ends")
  func endOfInput() async throws {
    let slow = #"{"fault": {"kind": "stall", "afterBytes": 60, "seconds": 1}}"#
    try await SimulatedServices.run(script: slow) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let call =
        #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"ollama-create-image","#
        + #""arguments":{"prompt":"a fox","model":"x/z-image-turbo","size":"64x64"},\#(Self.meta)}}"#
      let run = try await easel.run(["mcp"], input: call + "\n")
      #expect(run.status == 0, "\(run.errors)")
      let line = try #require(run.lines.last)
      let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(answer?["id"] as? Int == 7)
      let result = try #require(answer?["result"] as? [String: Any], "\(line)")
      #expect(result["isError"] as? Bool != true)
      #expect(try await easel.run("history", "--json").records().map(\.state) == ["saved"])
      #expect(try services.ledger().accepted.count == 1)
    }
  }
}
