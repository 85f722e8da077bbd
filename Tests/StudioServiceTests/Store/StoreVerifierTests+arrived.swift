import FoundationEssentials
import Glibc
import Pictures
import StudioCore
import Testing

@testable import StudioService

// What arrived without being kept as a picture.
extension StoreVerifierTests {
  @Test("makes a file of the part of a picture that arrived, and names it in the record")
  func partial() async throws {
    let whole = Self.picture(1)
    let text = Data(Self.answer([whole]).utf8).prefix(200)
    let generation = try await leave(.unknown, files: ["response.part": text])
    try await repair(.arrivedBytes)
    let repaired = try await read(generation)
    let shown = "\(generation.folder)/1.partial.png"
    #expect(repaired.state == .unknown)
    #expect(repaired.images.isEmpty)
    let hint = try #require(repaired.error?.hint)
    #expect(hint.hasPrefix("Sending it again may bill it twice. "))
    #expect(hint.contains("\(generation.folder)/response.part") && hint.contains(shown))
    let bytes = try #require(FileManager.default.contents(atPath: shown))
    #expect(bytes.count > 32 && whole.starts(with: bytes))
    #expect(
      try content("\(generation.folder)/response.part") == String(decoding: text, as: UTF8.self))
    #expect(try names(generation) == ["1.partial.png", "generation.json", "response.part"])
  }

  @Test("keeps the part of a picture that cannot be made again")
  func fetchedPart() async throws {
    let part = Self.picture(1).dropLast(20)
    let generation = try await leave(.unknown, files: ["1.part": part])
    try await repair(.arrivedBytes)
    #expect(FileManager.default.contents(atPath: "\(generation.folder)/1.partial.png") == part)
    #expect(try await read(generation).error?.hint?.contains("1.partial.png") == true)
  }

  @Test("keeps the part of a fetched picture beside those that are saved")
  func fetchedPartOfSaved() async throws {
    let links = Data(#"{"data":[{"url":"https://a/1"},{"url":"https://a/2"}]}"#.utf8)
    let part = Self.picture(2).dropLast(20)
    let generation = try await leave(
      .saved, files: ["1.png": Self.picture(1), "2.part": part, "response.part": links],
      named: ["1.png"], count: 2)
    try await repair(.arrivedBytes)
    #expect(FileManager.default.contents(atPath: "\(generation.folder)/2.partial.png") == part)
    let warning = try #require(try await read(generation).warnings.first)
    #expect(warning.contains("response.part") && warning.contains("2.partial.png"))
  }

  @Test("keeps whatever else arrived, and sees to it that the record names it")
  func garbage() async throws {
    let generation = try await leave(.failed, files: ["response.part": Data("<html>".utf8)])
    try await repair(.arrivedBytes)
    let repaired = try await read(generation)
    #expect(repaired.state == .failed)
    #expect(repaired.error?.hint?.contains("\(generation.folder)/response.part") == true)
    #expect(try names(generation) == ["generation.json", "response.part"])
  }

  // MARK: Elsewhere

  @Test("takes rescued bytes back into the store, and makes pictures of the answer then")
  func rescued() async throws {
    let picture = Self.picture(1)
    let text = Data(Self.answer([picture]).utf8)
    let generation = try await leave(.unknown, files: ["response.part": text.prefix(100)])
    let folders = RescuePlace(directories).folders
    for (folder, bytes, offset) in [
      (folders[0], text.dropFirst(100).prefix(50), 100), (folders[1], text.dropFirst(150), 150),
    ] {
      let part = try RescuePlace.open(generation.id, after: offset, in: folder)
      try bytes.withUnsafeBytes { try part.append($0) }
    }
    try await repair(.rescuedBytes, .unrecordedPicture)
    let repaired = try await read(generation)
    #expect(repaired.state == .saved)
    #expect(FileManager.default.contents(atPath: "\(generation.folder)/1.png") == picture)
    for folder in folders {
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test("names the new place of rescued bytes of which no picture can be made")
  func rescuedPart() async throws {
    let text = Data(Self.answer([Self.picture(1)]).utf8).prefix(200)
    let folder = RescuePlace(directories).folders[0]
    let generation = try await leave(
      .unknown, files: ["response.part": text.prefix(100)],
      hint: "Sent. What arrived is kept: response.part, then \(folder)/x.100.")
    let part = try RescuePlace.open(generation.id, after: 100, in: folder)
    try text.dropFirst(100).withUnsafeBytes { try part.append($0) }
    try await repair(.rescuedBytes, .arrivedBytes)
    let hint = try #require(try await read(generation).error?.hint)
    #expect(!hint.contains(folder))
    #expect(hint.hasPrefix("Sent. What arrived is kept: \(generation.folder)/response.part."))
    #expect(FileManager.default.contents(atPath: "\(generation.folder)/response.part") == text)
  }

  @Test("leaves rescued bytes alone that have nothing before them, or belong elsewhere")
  func gap() async throws {
    let folder = RescuePlace(directories).folders[0]
    let generation = try await leave(.unknown)
    for id in [generation.id, try .new()] {
      let part = try RescuePlace.open(id, after: 100, in: folder)
      try Array("rest".utf8).withUnsafeBytes { try part.append($0) }
    }
    // Of another store, and from before the stores were told apart.
    let root = StoreLayout.parent(of: folder)
    for other in ["\(root)/0f", root] {
      let part = try RescuePlace.open(try .new(), after: 0, in: other)
      try Array("theirs".utf8).withUnsafeBytes { try part.append($0) }
    }
    let report = try await verify(repairing: true)
    #expect(report.open.contains { $0.kind == .rescuedBytes && $0.id == generation.id })
    #expect(report.findings.count { $0.kind == .foreign } == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
  }

  @Test("makes a generation again of a rescued picture, or answer, whose own is gone")
  func stray() async throws {
    let folder = RescuePlace(directories).folders[0]
    _ = try await leave(.saved, files: ["1.png": Self.picture(9)], named: ["1.png"])
    let (fetched, answered) = (try GenerationID.new(), try GenerationID.new())
    let part = try RescuePlace(directories).places(forPicture: 1, of: fetched)[0]()
    try Self.picture(1).withUnsafeBytes { try part.append($0) }
    let answer = try RescuePlace.open(answered, after: 0, in: folder)
    try Array(Self.answer([Self.picture(2)]).utf8).withUnsafeBytes { try answer.append($0) }
    let before = try await verify()
    #expect(Set(before.open.map(\.path)) == [part.path, answer.path])
    try await repair(.rescuedBytes)
    for (id, mark) in [(fetched, UInt8(1)), (answered, 2)] {
      let made = try await place.store().read(id)
      #expect(made.state == .saved)
      #expect(FileManager.default.contents(atPath: "\(made.folder)/1.png") == Self.picture(mark))
      #expect(try await place.store().list().contains(id))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test("names rescued bytes whose record is gone, and takes them back with a new one")
  func rescuedWithoutRecord() async throws {
    let generation = try await leave(.unknown)
    let part = try RescuePlace(directories).places(forPicture: 1, of: generation.id)[0]()
    try Self.picture(1).withUnsafeBytes { try part.append($0) }
    unlink(generation.recordPath)
    #expect(try await verify().open.contains { $0.path == part.path })
    try await repair(.noRecord, .rescuedBytes)
    #expect(try await read(generation).state == .saved)
    #expect(
      FileManager.default.contents(atPath: "\(generation.folder)/1.png") == Self.picture(1))
  }
}
