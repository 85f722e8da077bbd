import Pictures
import StudioTestSupport
import Testing

@testable import TerminalScreen

/// A stage with a terminal of 20 × 40 cells before it.
struct StageUnderTest {
  var stage = PictureStage(session: 7)
  let fitter: PictureFitter
  var shown: CellBuffer?
  let size = GridSize(rows: 20, columns: 40)

  init(_ kind: GraphicsKind, _ passthrough: Passthrough = .none) {
    fitter = PictureFitter(
      kind: kind, cell: CellGeometry(pixelWidth: 6, pixelHeight: 12), depth: .truecolor,
      isUnicode: true)
    _ = stage.use(kind, through: passthrough)
  }

  func picture(seed: Int = 0, rows: Int = 8, columns: Int = 16) -> FittedPicture {
    var image = PixelImage.photograph(width: columns * 6, height: rows * 12)
    image.pixels[0] = UInt8(seed)
    return fitter.fit(image, in: GridSize(rows: rows, columns: columns))
  }

  /// Presents pictures at places, with something drawn over them.
  mutating func present(
    _ pictures: [(FittedPicture, Point)], drawing allowance: Int = 0, over: Rect? = nil
  ) -> PictureStage.Frame {
    var buffer = CellBuffer(size: size)
    for (picture, point) in pictures { buffer.place(picture, at: point) }
    if let over { buffer.fill(over, style: .plain, scalar: "x") }
    let frame = stage.frame(for: buffer, shown: shown, drawing: allowance)
    shown = frame.grid
    return frame
  }

  /// Sends all there is to be sent.
  mutating func uploadAll() -> [UInt8] {
    var bytes: [UInt8] = []
    while !stage.queue.isEmpty { bytes += stage.upload(atMost: 1).bytes }
    return bytes
  }
}

let corner = Point(row: 2, column: 3)
let everything = 1 << 20

@Suite("Pictures that a terminal stores", .timeLimit(.minutes(3)))
struct StoredPictureTests {
  @Test("Symbols come first, placeholders when the picture has been sent, once")
  func placeholders() throws {
    var test = StageUnderTest(.kitty)
    let picture = test.picture()
    let first = test.present([(picture, corner)])
    #expect(first.grid[2, 3].base != PlaceholderMarks.base)
    var terminal = FakeTerminal(.kitty)
    _ = terminal.take(test.uploadAll())
    #expect(terminal.commands.count > 1)
    #expect(terminal.commands[0].hasPrefix("a=T,U=1,f=100,i=117440528,p=1,c=16,r=8,q=2,m=1;<4096>"))
    let second = test.present([(picture, corner)])
    for row in 0..<8 {
      for column in 0..<16 {
        let cell = second.grid[2 + row, 3 + column]
        #expect(cell.base == "\u{10EEEE}" && cell.style.foreground == .palette(16))
        let marks = PlaceholderMarks.marks
        #expect(cell.combining == [marks[row], marks[column], marks[7]])
      }
    }
    #expect(second.before.isEmpty && second.after.isEmpty && !test.stage.wantsTurn)
    let moved = test.present([(picture, Point(row: 5, column: 6))])
    #expect(moved.before.isEmpty && moved.after.isEmpty && !test.stage.wantsTurn)
  }

  @Test("What is sent is the picture, in chunks of at most 4096 bytes, each asking for silence")
  func chunks() throws {
    let image = PixelImage.photograph(width: 200, height: 150)
    let content = Base64.encoded(try ImageEncoder.png(image))
    var terminal = FakeTerminal(.kitty)
    let sequences = KittyCommand.transmission("a=t,i=5", content)
    for sequence in sequences {
      #expect(sequence.count < 4096 + 64)
      #expect(terminal.take(sequence) == "")
    }
    #expect(terminal.contents.joined() == String(decoding: content, as: UTF8.self))
    #expect(terminal.contents.dropLast().allSatisfy { $0.utf8.count == 4096 })
    #expect(terminal.commands.allSatisfy { $0.contains("q=2,m=") })
    #expect(terminal.commands.filter { $0.contains("m=0") }.count == 1)
    #expect(terminal.commands.filter { $0.contains("a=t") }.count == 1)
  }

  @Test("A dialog over placeholders changes only the cells it covers, coming and going")
  func dialog() {
    var test = StageUnderTest(.kitty)
    let picture = test.picture()
    _ = test.present([(picture, corner)])
    _ = test.uploadAll()
    let before = test.present([(picture, corner)]).grid
    let over = Rect(row: 4, column: 10, rows: 3, columns: 20)
    let covered = test.present([(picture, corner)], over: over).grid
    let changes = covered.runs(changedFrom: before).reduce(0) { $0 + $1.cells.count }
    #expect(changes == 60)
    let after = test.present([(picture, corner)])
    #expect(after.grid == before && after.before.isEmpty && after.after.isEmpty)
  }

  @Test("Inside tmux what is sent is wrapped, and the cells are the same")
  func tmux() {
    var plain = StageUnderTest(.kitty)
    var wrapped = StageUnderTest(.kitty, Passthrough(depth: 1))
    let picture = plain.picture(rows: 4, columns: 8)
    _ = plain.present([(picture, corner)])
    _ = wrapped.present([(picture, corner)])
    var (kitty, tmux) = (FakeTerminal(.kitty), FakeTerminal(.kitty, .tmux))
    _ = kitty.take(plain.uploadAll())
    _ = tmux.take(wrapped.uploadAll())
    #expect(kitty.commands == tmux.commands && kitty.contents == tmux.contents)
    #expect(plain.present([(picture, corner)]).grid == wrapped.present([(picture, corner)]).grid)
    #expect(
      Passthrough(depth: 2).wrapped([0x1B]).count
        == "\u{1B}Ptmux;\u{1B}\u{1B}Ptmux;\u{1B}\u{1B}\u{1B}\u{1B}\u{1B}\u{1B}\\\u{1B}\\".utf8.count
    )
  }

  @Test("An upload that nobody waits for any more ends early and leaves nothing behind")
  func cancelling() {
    var test = StageUnderTest(.kitty)
    let (first, second) = (test.picture(seed: 1), test.picture(seed: 2))
    var terminal = FakeTerminal(.kitty)
    _ = test.present([(first, corner)])
    _ = terminal.take(test.stage.upload(atMost: 1).bytes)
    let frame = test.present([(second, corner)])
    _ = terminal.take(frame.before)
    #expect(terminal.commands.suffix(2) == ["q=2,m=0", "a=d,d=I,i=117440528,q=2"])
    _ = terminal.take(test.uploadAll())
    #expect(test.stage.liveIDs.count == 1)
  }

  @Test("The picture used longest ago is freed when the budget is used up, never one that is seen")
  func eviction() {
    var test = StageUnderTest(.kitty)
    let pictures = (0..<241).map { test.picture(seed: $0, rows: 1, columns: 1) }
    #expect(Set(pictures.map(\.key)).count == 241)
    for picture in pictures.dropLast() {
      _ = test.present([(picture, corner)])
      _ = test.uploadAll()
    }
    #expect(test.stage.liveIDs.count == 240)
    var terminal = FakeTerminal(.kitty)
    _ = terminal.take(
      test.present([(pictures[240], corner), (pictures[0], Point(row: 9, column: 9))]).before)
    #expect(terminal.commands == ["a=d,d=I,i=117440529,q=2"])
    _ = terminal.take(test.uploadAll())
    #expect(terminal.commands.last?.contains("i=117440529") == true)
  }

  @Test("At the end everything is freed, one by one too, as old terminals know no ranges")
  func farewell() {
    var test = StageUnderTest(.kitty)
    #expect(test.stage.farewell().isEmpty)
    _ = test.present([(test.picture(), corner)])
    _ = test.stage.upload(atMost: 1)
    var terminal = FakeTerminal(.kitty)
    _ = terminal.take(test.stage.farewell())
    #expect(
      terminal.commands == [
        "q=2,m=0", "a=d,d=R,x=117440512,y=134217727,q=2", "a=d,d=I,i=117440528,q=2",
      ])
  }

  @Test("Whenever the program is killed, what it left with the guardian frees all that was stored")
  func lastFarewell() throws {
    var test = StageUnderTest(.kitty)
    var generator = SeededGenerator(seed: 11)
    let pictures = (0..<30).map { test.picture(seed: $0, rows: 2, columns: 3) }
    var stored: Set<UInt32> = []
    var farewell: (slot: UInt8?, bytes: [UInt8]) = (nil, test.stage.lastFarewell())
    #expect(farewell.bytes.isEmpty)
    for _ in 0..<200 {
      let seen = (0..<Int.random(in: 0...5, using: &generator)).map { number in
        (
          pictures.randomElement(using: &generator) ?? pictures[number],
          Point(row: 3 * number, column: 1)
        )
      }
      var bytes = test.present(seen).before
      // As the screen does: the guardian hears of each new highest number before anything is sent.
      if farewell.slot != test.stage.highestSlot {
        farewell = (test.stage.highestSlot, test.stage.lastFarewell())
      }
      bytes += test.stage.upload(atMost: Int.random(in: 1...9000, using: &generator)).bytes
      stored = follow(bytes, stored)
      #expect(follow(farewell.bytes, stored).isEmpty)
    }
    #expect(stored.count > 10)
    #expect(String(decoding: farewell.bytes, as: UTF8.self).hasPrefix("\u{1B}_Gq=2,m=0\u{1B}\\"))
  }

  /// The numbers of the pictures that an old terminal, which knows no ranges, stores after these
  /// bytes.
  private func follow(_ bytes: [UInt8], _ before: Set<UInt32>) -> Set<UInt32> {
    var terminal = FakeTerminal(.kitty)
    _ = terminal.take(bytes)
    var stored = before
    for command in terminal.commands {
      let keys = command.split(separator: ";")[0].split(separator: ",")
      let number = keys.first { $0.hasPrefix("i=") }.flatMap { UInt32($0.dropFirst(2)) }
      guard let number else { continue }
      if keys.contains("a=T") { stored.insert(number) }
      if keys.contains("d=I") { stored.remove(number) }
    }
    return stored
  }

  @Test("A picture that the terminal has lost is shown as symbols and sent again")
  func losing() throws {
    var test = StageUnderTest(.kitty)
    let picture = test.picture()
    _ = test.present([(picture, corner)])
    _ = test.uploadAll()
    var terminal = FakeTerminal(.kitty)
    _ = terminal.take(test.stage.inquiry())
    #expect(terminal.commands == ["a=p,U=1,i=117440528,p=1,c=16,r=8,q=1"])
    let answer = try #require(KittyAnswer("Gi=117440528,p=1;ENOENT:no such image"))
    let news = [test.stage.take(answer), test.stage.take(answer)]
    #expect(news == [true, false])
    #expect(test.present([(picture, corner)]).grid[2, 3].base != PlaceholderMarks.base)
    #expect(test.stage.wantsTurn)
  }

  @Test("Konsole gets a picture once, and places it where it is seen whole")
  func direct() {
    var test = StageUnderTest(.konsole)
    let picture = test.picture()
    var terminal = FakeTerminal(.konsole)
    #expect(test.present([(picture, corner)], drawing: everything).after.isEmpty)
    _ = terminal.take(test.uploadAll())
    let sent = terminal.commands.count
    _ = terminal.take(test.present([(picture, corner)], drawing: everything).after)
    let over = Rect(row: 4, column: 4, rows: 1, columns: 1)
    _ = terminal.take(test.present([(picture, corner)], drawing: everything, over: over).before)
    #expect(
      Array(terminal.commands.dropFirst(sent)) == [
        "a=p,i=117440528,p=8196,c=16,r=8,C=1,q=2", "a=d,d=i,i=117440528,p=8196,q=2",
      ])
  }
}
