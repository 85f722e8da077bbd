import FoundationEssentials
import Glibc
import StudioCore
import Testing

@testable import StudioService

// What only cannot be read is neither well nor damaged.
extension StoreVerifierTests {
  @Test("does not call a store well that cannot be read", arguments: [true, false])
  func unreadableStore(isVerify: Bool) async throws {
    try put("no folder", at: place.root)
    let error = await #expect(throws: StudioError.self) {
      guard !isVerify else { return _ = try await verify() }
      _ = try await place.store().history(.all, offset: 0, limit: 9)
    }
    #expect(error?.code == .inputOutput)
  }

  @Test("leaves a record alone that cannot be read now")
  func unreadableRecord() async throws {
    let generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    // A folder can be opened and not be read, also by root.
    let path = generation.recordPath
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let report = try await verify(repairing: true)
    #expect(report.findings.map(\.kind) == [.unreadable])
    #expect(try names(generation) == ["1.png", "generation.json"])
  }
}
