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

// What is left of something that is gone, and what was never ours.
extension StoreVerifierTests {
  @Test("gives the last copy of a picture that is gone its name again")
  func lastCopy() async throws {
    let generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    let folder = generation.folder
    try FileManager.default.moveItem(atPath: "\(folder)/1.png", toPath: "\(folder)/1.part")
    _ = try await verify(repairing: true)
    #expect(try names(generation) == ["1.png", "generation.json"])
    #expect(FileManager.default.contents(atPath: "\(folder)/1.png") == Self.picture(1))
    #expect(try await read(generation).images == generation.images)
    #expect(try await verify().findings.isEmpty)
  }

  @Test("leaves a person's own files alone", arguments: ["holiday.jpg.part", "sketch.tmp"])
  func strangersFile(name: String) async throws {
    let files = ["1.png": Self.picture(1), name: Data("mine".utf8)]
    let generation = try await leave(.saved, files: files, named: ["1.png"])
    let report = try await verify(repairing: true)
    #expect(report.findings.map(\.kind) == [.foreign])
    #expect(try names(generation).contains(name))
  }
}
