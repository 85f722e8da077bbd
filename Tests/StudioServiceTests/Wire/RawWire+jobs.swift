import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

extension RawWire {
  var azure: Destination {
    Destination(
      provider: .azure,
      resource: AzureEndpoint(environment["AZURE_OPENAI_ENDPOINT"] ?? "", hostTemplate: "")?
        .resource, deployment: "gpt-image-2")
  }

  func request(count: Int = 1, id: String = "\(UInt64.random(in: 0 ... .max))") -> GenerationRequest
  {
    GenerationRequest(
      requestID: id, prompt: "a red door", destination: azure,
      parameters: Parameters([.count: .number(count)]))
  }

  /// Submits to the Azure side and waits for the end: the record as it is on disk.
  func generate(count: Int = 1) async throws -> Generation {
    let id = try #require(try await studio.submit(request(count: count)).first).id
    await studio.drain()
    return try await studio.generation(id)
  }

  /// Waits until the record says `state`, and `condition` holds.
  func waits(
    for id: GenerationID, in state: Generation.State,
    _ condition: @Sendable (Generation) -> Bool = { _ in true }
  ) async throws {
    let isThere = try await holds {
      let generation = try await studio.generation(id)
      return generation.state == state && condition(generation)
    }
    #expect(isThere, "\(state) never came")
  }

  func files(of generation: Generation) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: generation.folder)) ?? []).sorted()
  }

  /// A small valid PNG, told apart by `mark`.
  static func png(_ mark: UInt8, bytes: Int = 600) -> Data {
    Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
      + Data([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE])
      + Data(repeating: mark, count: bytes)
  }

  static func answer(_ pictures: [Data]) -> String {
    let data = pictures.map { #"{"b64_json":"\#($0.base64EncodedString())"}"# }
    return #"{"created":1,"data":[\#(data.joined(separator: ","))],"usage":{"output_tokens":9}}"#
  }
}
