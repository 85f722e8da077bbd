import CapabilitySpecs
import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

/// Calls as a door makes them.
enum CallFixture {
  static let azureService = "microsoft-azure-openai-images"
  static let ollamaService = "openai-compatibility-images"

  /// The two published documents, as they are.
  static func seeds() throws -> [Capability] {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return try ["microsoft-azure-openai-images.yaml", "openai-compatibility-images.yaml"].map {
      try CapabilityCatalog.load(path: "/\(folder)/CapabilitySpecsTests/Fixtures/\($0)").capability
    }
  }

  static func azure(
    _ body: JSONValue = ["prompt": "a red door"], deployment: String = "gpt-image-2",
    id: String = "\(UInt64.random(in: .min ... .max))",
    abandonment: ServiceCall.Abandonment = .finishIfBilled
  ) -> ServiceCall {
    ServiceCall(
      requestID: id, service: azureService, operation: "createimage",
      arguments: ["body": body, "deployment-id": .string(deployment)], abandonment: abandonment)
  }

  static func ollama(
    _ body: JSONValue = ["model": "x/z-image-turbo", "prompt": "a red door"],
    id: String = "\(UInt64.random(in: .min ... .max))",
    abandonment: ServiceCall.Abandonment = .finishIfBilled
  ) -> ServiceCall {
    ServiceCall(
      requestID: id, service: ollamaService, operation: "createimage",
      arguments: ["body": body], abandonment: abandonment)
  }
}

extension ServiceReply {
  /// The whole body; throws what ends it early.
  func bytes() async throws -> [UInt8] {
    var all: [UInt8] = []
    for try await chunk in body { all += chunk }
    return all
  }

  func text() async throws -> String { String(decoding: try await bytes(), as: UTF8.self) }

  func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}

/// The error of a call that has no answer; fails the test where there is one.
func failure(of call: () async throws(StudioError) -> ServiceReply) async throws -> StudioError {
  do {
    let reply = try await call()
    Issue.record("answered with \(reply.status)")
    throw CancellationError()
  } catch let error as StudioError {
    return error
  }
}
