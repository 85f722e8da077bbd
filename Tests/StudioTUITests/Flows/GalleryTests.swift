import Foundation
import Pictures
import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The gallery", .timeLimit(.minutes(3)))
@MainActor
struct GalleryTests {
  private func driver(_ count: Int, rows: Int = 34, columns: Int = 110) async -> AppDriver {
    var contents = FakeStudio.Contents()
    contents.historyCount = count
    let driver = await AppDriver(contents, rows: rows, columns: columns)
    await driver.press("F3", "t")
    return driver
  }

  @Test(
    "arrows move through the grid, pages are pages of it, and the same key shows the list again")
  func moves() async throws {
    let driver = await driver(1000)
    let grid = driver.state.historyGrid
    #expect(grid == GridSize(rows: 3, columns: 5))
    await driver.press("Right", "Right", "Down")
    #expect(driver.state.history.window.selected == 2 + grid.columns)
    await driver.press("PageDown")
    #expect(driver.state.history.window.selected == 2 + grid.columns * (1 + grid.rows))
    #expect(driver.state.history.window.top % grid.columns == 0)
    await driver.press("End")
    #expect(driver.shows("1,000 of 1,000"))
    await driver.press("t")
    #expect(driver.shows("History · 1,000"))
    #expect(driver.state.history.window.selected == 999)
    await driver.stop()
  }

  @Test("only cells that are seen are asked for, the selected one first")
  func onlySeen() async throws {
    let driver = await driver(1000)
    await driver.press("PageDown", times: 3)
    let window = driver.state.history.window
    let wanted = driver.state.wantedDrawings
    let selected = try #require(window.selection)
    #expect(wanted.count == 15)
    #expect(wanted.first?.path == selected.path(of: selected.images[0]))
    #expect(wanted.allSatisfy { $0.thumbnailOf != nil && $0.part == nil })
    await driver.stop()
  }

  @Test("what is scrolled past is not made any more, and nothing waits for it")
  func scrolledPast() throws {
    var state = AppState(size: GridSize(rows: 34, columns: 110))
    state.place = .history
    state.history.isGallery = true
    let generations = (0..<64).map { number in
      var generation = Samples.old(number)
      generation.folder = "/nowhere/\(number)"
      return generation
    }
    let page = HistoryPage(generations: generations, offset: 0, total: 64)
    let read = HistoryRead(query: .all, offset: 0, limit: 64, epoch: 0)
    _ = state.update(.result(.history(read, .success(page))))
    let first = state.wantedDrawings
    #expect(state.demand().contains(.draw(first)))
    _ = state.perform(.listPageDown)
    _ = state.perform(.listPageDown)
    let effects = state.demand()
    let second = state.wantedDrawings
    #expect(Set(first).isDisjoint(with: second))
    #expect(effects.contains(.draw(second)))
    _ = state.update(.result(.drawing(first[0], .failed("late"))))
    #expect(state.drawings[first[0]] == nil)
  }

  @Test("a click selects a picture, Enter shows it")
  func click() async throws {
    let driver = await driver(40)
    let place = driver.state.galleryLayout.place(7)
    await driver.send(
      .mouse(
        MouseEvent(.press, .left, at: Point(row: place.row + 3, column: place.column + 4))))
    #expect(driver.state.history.window.selected == 7)
    await driver.press("Enter")
    #expect(driver.state.place == .viewer)
    await driver.stop()
  }

  @Test("what has no picture says in its cell what became of it")
  func withoutPicture() async {
    var contents = FakeStudio.Contents()
    contents.history = [Scene.failed]
    let driver = await AppDriver(contents)
    await driver.press("F3", "t")
    #expect(driver.shows("failed"))
    await driver.stop()
  }

  @Test("the grid fits in every size", arguments: [(6, 24), (12, 40), (24, 80), (200, 500)])
  func fits(size: (rows: Int, columns: Int)) {
    let body = Rect(row: 1, column: 0, rows: size.rows - 2, columns: size.columns)
    let layout = GalleryLayout(body)
    for number in 0..<layout.count {
      #expect(body.intersection(layout.place(number)) == layout.place(number))
    }
    #expect(layout.grid.intersection(layout.filter).isEmpty)
  }
}

@Suite("Thumbnails", .timeLimit(.minutes(3)))
struct ThumbnailsTests {
  private static let hash = String(repeating: "0a", count: 32)

  private func folder() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("easel-thumbnails-\(UInt64.random(in: .min ... .max))").path
  }

  private func files(in folder: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.contains("/") }
  }

  @Test("one is made from the file once and then read from the disk, also when the file is gone")
  func kept() throws {
    let (cache, pictures) = (folder(), folder())
    defer { for path in [cache, pictures] { try? FileManager.default.removeItem(atPath: path) } }
    try FileManager.default.createDirectory(atPath: pictures, withIntermediateDirectories: true)
    let path = "\(pictures)/1.png"
    let large = SamplePicture.draw(width: 900, height: 600)
    try Data(try ImageEncoder.png(large)).write(to: URL(fileURLWithPath: path))
    let thumbnails = Thumbnails(folder: cache)
    let first = try thumbnails.image(of: path, hash: Self.hash)
    #expect(first.size == PixelSize(width: 384, height: 256))
    #expect(files(in: cache) == ["0a/\(Self.hash)"])
    try FileManager.default.removeItem(atPath: path)
    #expect(try thumbnails.image(of: path, hash: Self.hash).size == first.size)
  }

  @Test("a damaged one is made again")
  func damaged() throws {
    let cache = folder()
    defer { try? FileManager.default.removeItem(atPath: cache) }
    let path = "\(try Scene.pictures.get())/1.png"
    let thumbnails = Thumbnails(folder: cache)
    let first = try thumbnails.image(of: path, hash: Self.hash)
    let kept = URL(fileURLWithPath: "\(cache)/0a/\(Self.hash)")
    try Data("no picture".utf8).write(to: kept)
    #expect(try thumbnails.image(of: path, hash: Self.hash) == first)
    #expect(try Data(contentsOf: kept).count > 100)
  }

  @Test("what is no hash never becomes the name of a file", arguments: ["", "../../x", "0A", "zz"])
  func noHash(hash: String) throws {
    let cache = folder()
    let path = "\(try Scene.pictures.get())/1.png"
    _ = try Thumbnails(folder: cache).image(of: path, hash: hash)
    #expect(!FileManager.default.fileExists(atPath: cache))
  }

  @Test("those used longest ago go when all of them take too much; what was shown again stays")
  func limit() throws {
    let cache = folder()
    defer { try? FileManager.default.removeItem(atPath: cache) }
    let path = "\(try Scene.pictures.get())/1.png"
    let thumbnails = Thumbnails(folder: cache)
    let hashes = (0..<4).map { "\($0)\($0)" + Self.hash.dropFirst(2) }
    let places = hashes.map { "\(cache)/\($0.prefix(2))/\($0)" }
    for (age, (hash, place)) in zip(hashes, places).enumerated() {
      _ = try thumbnails.image(of: path, hash: hash)
      let date = Date(timeIntervalSince1970: Double(1_700_000_000 + age))
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: place)
    }
    _ = try thumbnails.image(of: path, hash: hashes[0])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: places[0])).count
    thumbnails.forgetOldest(limit: 2 * bytes)
    #expect(places.map(FileManager.default.fileExists) == [true, false, false, true])
  }

  @Test("without room to keep them they are made all the same")
  func unwritable() throws {
    let path = "\(try Scene.pictures.get())/1.png"
    let image = try Thumbnails(folder: "/dev/null/x").image(of: path, hash: Self.hash)
    #expect(image.size == PixelSize(width: 384, height: 256))
  }
}
