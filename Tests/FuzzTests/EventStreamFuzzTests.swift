import StudioTestSupport
import Testing

@testable import StudioService

@Suite("Fuzz: server-sent events", .timeLimit(Fuzz.timeLimit))
struct EventStreamFuzzTests {
  @Test("Any bytes give the events of the specification, wherever they are cut")
  func events() throws {
    var fuzz = Fuzz("sse", usually: 2000)
    fuzz.words = [
      "data:", "data: ", "event:", "event: ", "id:", ":", "\n", "\r", "\r\n", "\n\n", "\r\r",
      "\r\n\r\n",
      "\u{FEFF}", "[DONE]", "data", "event", "retry: 1", "image_generation.completed", "data:x\n\n",
      "event: e\ndata: {}\n\n", " ", "datas:", "data :", "dat",
      String(repeating: "n", count: 64), String(repeating: "n", count: 65),
    ]
    try fuzz.run(making: Self.make) { input, random in
      let whole = try Self.read([input])
      let wanted = Self.events(of: input)
      try demand(whole.events == wanted, "read \(whole.events), the specification says \(wanted)")
      try demand(
        try Self.read(random.once(in: 8) ? input.singles : [input]) == whole,
        "other events byte by byte")
      try demand(try Self.read(input.pieces(&random)) == whole, "other events in pieces")
      try Self.checkSettled(input, whole)
      return whole.word
    }
  }

  /// What a reader makes of bytes, the end of the stream included.
  private struct Reading: Equatable {
    var events: [Event]
    var endedBefore: Int
    var settled: Int
    var isBetween: Bool

    var word: String { "\(min(events.count, 20)) \(isBetween) \(settled == 0)" }
  }

  private struct Event: Equatable {
    var name: [UInt8]
    var data: [UInt8]
    var end: Int
  }

  private struct Recorder: EventSink {
    var events: [Event] = []
    private var data: [UInt8] = []

    mutating func append(_ bytes: UnsafeRawBufferPointer, of name: [UInt8]) { data += bytes }

    mutating func end(of name: [UInt8], at offset: Int) {
      events.append(Event(name: name, data: data, end: offset))
      data = []
    }
  }

  private static func read(_ pieces: [[UInt8]]) throws -> Reading {
    var reader = EventStreamReader(sink: Recorder())
    for piece in pieces { try piece.withUnsafeBytes { try reader.read($0) } }
    let (ended, isBetween) = (reader.sink.events.count, reader.isBetweenEvents)
    let settled = reader.settledOffset
    try reader.finish()
    return Reading(
      events: reader.sink.events, endedBefore: ended, settled: settled, isBetween: isBetween)
  }

  /// Up to the settled place there are all the events that have ended, and nothing has begun.
  private static func checkSettled(_ input: [UInt8], _ whole: Reading) throws {
    try demand((0...input.count).contains(whole.settled), "settled at \(whole.settled)")
    let part = try read([Array(input[..<whole.settled])])
    try demand(part.events == Array(whole.events[..<whole.endedBefore]), "settled too early")
    try demand(part.isBetween, "settled within an event")
  }

  /// The specification's own words, on the whole text at once (HTML, 9.2.6), with our two additions:
  /// the end of the stream ends its last event, and long names are cut.
  private static func events(of input: [UInt8]) -> [Event] {
    var interpreter = Interpreter()
    let mark = input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var place = mark
    while place < input.count {
      let end = input[place...].firstIndex { $0 == 0x0A || $0 == 0x0D }
      let line = input[place..<(end ?? input.count)]
      place = (end ?? input.count - 1) + 1
      interpreter.take(line, at: place)
      if let end, input[end] == 0x0D, place < input.count, input[place] == 0x0A { place += 1 }
    }
    interpreter.take([], at: input.count)
    return interpreter.events
  }

  private struct Interpreter {
    var events: [Event] = []
    private var name: [UInt8] = []
    private var data: [UInt8]?

    mutating func take(_ line: ArraySlice<UInt8>, at end: Int) {
      guard !line.isEmpty else { return dispatch(at: end) }
      let colon = line.firstIndex(of: 0x3A)
      let field = line[..<(colon ?? line.endIndex)]
      var value = colon.map { line[($0 + 1)...] } ?? []
      if value.first == 0x20 { value = value.dropFirst() }
      if field.elementsEqual("data".utf8) {
        data = data.map { $0 + [0x0A] + value } ?? Array(value)
      } else if field.elementsEqual("event".utf8) {
        name = Array(value.prefix(64))
      }
    }

    private mutating func dispatch(at end: Int) {
      if let data { events.append(Event(name: name, data: data, end: end)) }
      (name, data) = ([], nil)
    }
  }

  private static func make(_ generator: inout SeededGenerator) -> [UInt8] {
    let ends = ["\n", "\r", "\r\n"]
    let lines = [
      "data: {\"a\":1}", "data:", "data", "event: error", "event:x", ":comment", "", "", "id: 7",
      "data: a\u{2028}b", "event", " data: x", "data:  two",
    ]
    var text = generator.once(in: 8) ? "\u{FEFF}" : ""
    for _ in 0..<generator.below(12) {
      text += lines[generator.below(lines.count)] + ends[generator.below(3)]
    }
    return Array(text.utf8)
  }
}
