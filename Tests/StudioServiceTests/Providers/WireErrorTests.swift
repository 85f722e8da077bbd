import Testing

@testable import StudioService

@Suite("An error answer", .timeLimit(.minutes(3)))
struct WireErrorTests {
  @Test(
    "is understood in every form that services and gateways use",
    arguments: [
      (#"{"error":{"code":"DeploymentNotFound","message":"m"}}"#, "DeploymentNotFound", "m"),
      (#"{"error":{"code":429,"message":"m","type":null}}"#, "429", "m"),
      (#"{"error":"model 'x' not found"}"#, nil, "model 'x' not found"),
      (#"{"statusCode": 401, "message": "Unauthorized."}"#, nil, "Unauthorized."),
      (#"{"created":1,"error":{"code":"contentFilter","message":"m"}}"#, "contentFilter", "m"),
      ("404 page not found", nil, nil), ("", nil, nil), ("<html></html>", nil, nil),
      ("[1,2]", nil, nil), ("null", nil, nil), (#"{"error":null}"#, nil, nil),
    ] as [(String, String?, String?)])
  func forms(body: String, code: String?, message: String?) {
    let error = WireError(Array(body.utf8))
    #expect(error.code == code)
    #expect(error.message == message)
  }

  @Test(
    "names the filters that struck", arguments: ["content_filter_results", "content_filter_result"])
  func filters(key: String) {
    let error = WireError(
      Array(
        #"{"error":{"code":"x","innererror":{"code":"ResponsibleAIPolicyViolation","\#(key)":{"hate":{"filtered":false},"violence":{"filtered":true}}}}}"#
          .utf8))
    #expect(error.filters == ["violence"])
    #expect(error.innerCode == "ResponsibleAIPolicyViolation")
  }

  @Test("is quoted as one clean, short line")
  func quoting() {
    let hostile =
      "a\u{1B}]52;c;x\u{7}b\u{9B}31m\n\u{202E}c\u{200B}" + String(repeating: "d", count: 999)
    let clean = ServiceText.clean(hostile) ?? ""
    #expect(clean.hasPrefix("a ]52;c;x b 31m c"))
    #expect(clean.count == ServiceText.limit + 1)
    #expect(clean.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(ServiceText.clean("\u{1B}\u{0}") == nil)
  }
}
