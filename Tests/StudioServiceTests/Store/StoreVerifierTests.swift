import FoundationEssentials
import Glibc
import Pictures
import StudioCore
import Testing

@testable import StudioService

@Suite("easel verify", .timeLimit(.minutes(3)))
struct StoreVerifierTests {
  let place: StoreFolder
  let directories: Directories

  init() throws {
    place = try StoreFolder()
    directories = Directories(
      environment: ["HOME": place.path, "TMPDIR": "\(place.path)/tmp"], store: place.root)
  }

  func verify(repairing: Bool = false) async throws -> StoreReport {
    try await StoreVerifier(directories).run(repairing: repairing)
  }

  /// Repairs, and sees to it that nothing is left to do and nothing more is done a second time.
  func repair(_ kinds: StoreFinding.Kind...) async throws {
    let before = try await verify()
    #expect(Set(before.open.map(\.kind)) == Set(kinds))
    #expect(before.findings.allSatisfy { !$0.isRepaired && !$0.message.isEmpty })
    #expect(before.open.allSatisfy { $0.hint != nil })
    let repaired = try await verify(repairing: true)
    #expect(repaired.open.isEmpty, "\(repaired.open)")
    #expect(repaired.findings.contains { $0.isRepaired })
    #expect(try await verify().findings.isEmpty)
    #expect(try await verify(repairing: true).findings.isEmpty)
  }

  // MARK: Stores

  static func picture(_ mark: UInt8) -> Data {
    // Noise, so that the file is long.
    var noise = UInt32(mark)
    let pixels = (0..<16 * 16 * 4).map { _ in
      noise = noise &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: noise >> 24)
    }
    let image = PixelImage(width: 16, height: 16, pixels: pixels)
    return Data((try? ImageEncoder.png(image)) ?? [])
  }

  static func answer(_ pictures: [Data]) -> String { RawWire.answer(pictures) }

  /// A generation as its process left it.
  func leave(
    _ state: Generation.State, files: [String: Data] = [:], named: [String] = [],
    count: Int = 1, hint: String? = "Sending it again may bill it twice."
  ) async throws -> Generation {
    var parameters = Parameters()
    parameters[.count] = .number(count)
    var generation = try sample(
      destination: Destination(provider: .azure, resource: "c", deployment: "gpt-image-2"),
      parameters)
    let owned = try await place.store().create(generation)
    generation.folder = owned.folder
    for (name, bytes) in files { try bytes.write(to: URL(filePath: "\(owned.folder)/\(name)")) }
    generation.images = try named.map { name in
      let found = try PictureInspection.checksum(of: "\(owned.folder)/\(name)")
      return GeneratedImage(
        file: name, mediaType: "image/png", width: 16, height: 16, bytes: found.bytes,
        sha256: found.sha256)
    }
    if [.unknown, .failed, .cancelled].contains(state) {
      advance(&generation, to: .sent)
      generation.error = StudioError(.outcomeUnknown, "No complete answer came.", hint: hint)
      generation.advance(to: state)
      generation.finishedAt = generation.createdAt
    } else {
      advance(&generation, to: state)
    }
    try owned.record(generation)
    owned.release()
    return generation
  }

  func read(_ generation: Generation) async throws -> Generation {
    try await place.store().read(generation.id)
  }

  func names(_ generation: Generation) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: generation.folder).sorted()
  }

  // MARK: What is well

  @Test("finds nothing in a store that is not there, and makes none")
  func nowhere() async throws {
    #expect(try await verify(repairing: true) == StoreReport())
    #expect(access(place.root, F_OK) != 0)
  }

  @Test("counts what it compared")
  func well() async throws {
    let files = ["1.png": Self.picture(1), "2.png": Self.picture(2)]
    _ = try await leave(.saved, files: files, named: ["1.png", "2.png"], count: 2)
    _ = try await leave(.failed)
    let report = try await verify()
    #expect(report == StoreReport(generations: 2, pictures: 2))
  }

  @Test("leaves alone what somebody works on, whatever lies there")
  func inUse() async throws {
    let generation = try sample()
    let owned = try await place.store().create(generation)
    try put("begun", at: "\(owned.folder)/1.part")
    let report = try await verify(repairing: true)
    #expect(report == StoreReport(inUse: 1))
    #expect(try content("\(owned.folder)/1.part") == "begun")
    owned.release()
  }

  // MARK: Pictures

  @Test("tells of a picture that has changed or gone, and leaves everything as it is")
  func changed() async throws {
    let files = ["1.png": Self.picture(1), "2.png": Self.picture(2)]
    let generation = try await leave(.saved, files: files, named: ["1.png", "2.png"], count: 2)
    try put("other", at: "\(generation.folder)/1.png")
    unlink("\(generation.folder)/2.png")
    for repairing in [false, true] {
      let report = try await verify(repairing: repairing)
      #expect(report.open.map(\.kind) == [.changedPicture, .missingPicture])
      #expect(report.open.map(\.path) == generation.images.map { generation.path(of: $0) })
    }
    #expect(try content("\(generation.folder)/1.png") == "other")
    #expect(try await read(generation) == generation)
  }

  @Test("does not accuse a picture of which no checksum could be made")
  func withoutChecksum() async throws {
    var generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    generation.images[0].sha256 = ""
    try GenerationRecord(generation).write(in: generation.folder)
    #expect(try await verify().open.isEmpty)
  }

  @Test("never follows a record out of its folder")
  func hostileName() async throws {
    var generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    try Self.picture(2).write(to: URL(filePath: "\(place.root)/2.png"))
    generation.images[0].file = "../../../../../2.png"
    try GenerationRecord(generation).write(in: generation.folder)
    let report = try await verify()
    #expect(report.pictures == 0)
    #expect(report.open.contains { $0.kind == .damagedRecord })
  }

  @Test(
    "adopts pictures that no record names, of whatever end",
    arguments: [Generation.State.unknown, .failed, .cancelled, .saved])
  func adopts(state: Generation.State) async throws {
    let files = ["1.png": Self.picture(1), "2.png": Self.picture(2)]
    let generation = try await leave(
      state, files: files, named: state == .saved ? ["1.png"] : [], count: 2)
    try await repair(.unrecordedPicture)
    let repaired = try await read(generation)
    #expect(repaired.state == .saved)
    #expect(repaired.error == nil)
    #expect(repaired.images.map(\.file) == ["1.png", "2.png"])
    #expect(repaired.images.map(\.bytes) == [files["1.png"]?.count, files["2.png"]?.count])
    #expect(try names(generation) == ["1.png", "2.png", "generation.json"])
  }

  @Test("makes pictures of an answer that was kept, and then needs it no more")
  func answer() async throws {
    let pictures = [Self.picture(1), Self.picture(2)]
    let text = Data(Self.answer(pictures).utf8)
    let generation = try await leave(.unknown, files: ["response.part": text], count: 2)
    try await repair(.unrecordedPicture)
    let repaired = try await read(generation)
    #expect(repaired.state == .saved)
    #expect(repaired.finishedAt == generation.finishedAt)
    #expect(repaired.warnings.isEmpty)
    #expect(try names(generation) == ["1.png", "2.png", "generation.json"])
    for (image, picture) in zip(repaired.images, pictures) {
      #expect(FileManager.default.contents(atPath: repaired.path(of: image)) == picture)
    }
  }

  @Test("gives a fetched picture that lacks only its name that name")
  func fetched() async throws {
    let links = Data(#"{"data":[{"url":"https://a/1"},{"url":"https://a/2"}]}"#.utf8)
    let generation = try await leave(
      .saved,
      files: [
        "1.png": Self.picture(1), "2.part": Self.picture(2) + Data("more".utf8),
        "response.part": links,
      ], named: ["1.png"], count: 2)
    try await repair(.unrecordedPicture, .arrivedBytes)
    #expect(try await read(generation).images.map(\.file) == ["1.png", "2.png"])
    #expect(try names(generation) == ["1.png", "2.png", "generation.json"])
  }

  // MARK: Crashes

  @Test("ends what a dead process left")
  func unsettled() async throws {
    let generation = try await leave(.sent, files: ["1.png": Self.picture(1)])
    try await repair(.unsettled)
    let repaired = try await read(generation)
    #expect(repaired.state == .saved)
    #expect(repaired.images.map(\.file) == ["1.png"])
    #expect(repaired.warnings.isEmpty)
  }

  @Test("removes what holds nothing that is not in the pictures")
  func leftovers() async throws {
    let picture = Self.picture(1)
    let generation = try await leave(
      .saved,
      files: [
        "1.png": picture, "response.part": Data(Self.answer([picture]).utf8),
        "1.part": picture.prefix(40), "2.part": Data(), "cancel": Data(),
        ".generation.json.1f.tmp": Data("{".utf8),
      ], named: ["1.png"])
    let day = generation.folder.dropLast(26)
    let new = "\(day)/.new-\(try GenerationID.new())"
    try FileManager.default.createDirectory(atPath: new, withIntermediateDirectories: true)
    try put("{", at: "\(new)/generation.json")
    try put("", at: "\(place.root)/.store.json.1.tmp")
    try await repair(.leftover)
    #expect(try names(generation) == ["1.png", "generation.json"])
    #expect(access(new, F_OK) != 0)
    #expect(access("\(place.root)/.store.json.1.tmp", F_OK) != 0)
  }

  @Test("does not take part of an answer for worthless while a picture in it is not kept")
  func unique() async throws {
    let pictures = [Self.picture(1), Self.picture(2)]
    let text = Data(Self.answer(pictures).utf8).dropLast(60)
    let generation = try await leave(
      .saved, files: ["1.png": pictures[0], "response.part": text], named: ["1.png"], count: 2)
    try await repair(.arrivedBytes)
    #expect(try await read(generation).warnings.contains { $0.contains("response.part") })
    #expect(try names(generation) == ["1.png", "generation.json", "response.part"])
  }

  // MARK: Records

  @Test("makes a new record where there is none that can be read, and keeps the old one")
  func damaged() async throws {
    let generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    try put("{ torn", at: generation.recordPath)
    try await repair(.damagedRecord)
    let made = try await read(generation)
    #expect(made.state == .saved)
    #expect(made.images == generation.images)
    #expect(made.warnings.contains { $0.contains("generation.json.damaged") })
    #expect(try content("\(generation.recordPath).damaged") == "{ torn")
  }

  @Test("tells a record that is gone from a damaged one, and makes a new one")
  func gone() async throws {
    let generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    unlink(generation.recordPath)
    try await repair(.noRecord)
    let made = try await read(generation)
    #expect(made.images == generation.images)
    #expect(made.warnings.contains { $0.contains("gone") })
    #expect(try names(generation) == ["1.png", "generation.json"])
  }

  @Test("takes a folder without a byte for a generation that was never begun", arguments: [0, 1])
  func neverBegun(files: Int) async throws {
    let generation = try await leave(.saved)
    if files == 0 { unlink(generation.recordPath) } else { try put("", at: generation.recordPath) }
    try await repair(.leftover)
    #expect(access(generation.folder, F_OK) != 0)
  }

  @Test("does not touch what a newer program wrote")
  func newer() async throws {
    let generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    try put(#"{"version": 99}"#, at: generation.recordPath)
    try put("x", at: "\(generation.folder)/1.part")
    let report = try await verify(repairing: true)
    #expect(report.open.map(\.kind) == [.unreadable])
    #expect(try content(generation.recordPath) == #"{"version": 99}"#)
    #expect(try names(generation) == ["1.part", "1.png", "generation.json"])
  }

  @Test("tells of strangers in the house, and neither counts nor removes them")
  func strangers() async throws {
    let generation = try await leave(.saved, files: ["1.png": Self.picture(1)], named: ["1.png"])
    try put("mine", at: "\(generation.folder)/notes.txt")
    let report = try await verify(repairing: true)
    #expect(report.findings.map(\.kind) == [.foreign])
    #expect(report.open.isEmpty)
    #expect(try content("\(generation.folder)/notes.txt") == "mine")
  }
}
