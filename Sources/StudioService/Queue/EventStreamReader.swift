#if canImport(Glibc)
  import Glibc
#endif

/// Where the events of a stream go while it is being read.
protocol EventSink {
  /// Some of an event's data; its lines come joined by line feeds. `name` is what the event is called
  /// by now: the name may also follow its data.
  mutating func append(_ bytes: UnsafeRawBufferPointer, of name: [UInt8]) throws
  /// The event is complete. `offset` is the place in the stream after it.
  mutating func end(of name: [UInt8], at offset: Int) throws
}

/// Reads server-sent events from bytes as they come, by the rules of the WHATWG (HTML, section
/// 9.2.6): any line ending, comments, data of several lines, a byte order mark. Data is handed on as
/// it comes, so that memory does not grow with an event.
struct EventStreamReader<Sink: EventSink> {
  /// Of a field's name, and of an event's: longer ones are none that we know.
  private static var nameLimit: Int { 64 }

  private enum Place {
    case name, valueStart, data, eventName, ignored
  }

  private(set) var sink: Sink
  /// Bytes read.
  private(set) var offset = 0
  /// The place up to which no event is begun and not ended.
  private(set) var settledOffset = 0
  private var place = Place.name
  private var field: [UInt8] = []
  private var event: [UInt8] = []
  private var isLineEmpty = true
  private var hasData = false
  private var endedWithReturn = false
  /// Bytes of a byte order mark at the very start.
  private var markCount = 0

  init(sink: Sink) { self.sink = sink }

  /// True when no event is begun and not ended.
  var isBetweenEvents: Bool { !hasData && isLineEmpty }

  mutating func change(_ change: (inout Sink) throws -> Void) rethrows { try change(&sink) }

  mutating func read(_ chunk: UnsafeRawBufferPointer) throws {
    var rest = chunk
    while let byte = rest.first {
      var count = 1
      if continuesMark(byte) {
        markCount += 1
      } else if byte == UInt8(ascii: "\n"), endedWithReturn {
        endedWithReturn = false
        if settledOffset == offset { settledOffset += 1 }
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        endedWithReturn = byte == UInt8(ascii: "\r")
        try endLine(at: offset + 1)
      } else {
        endedWithReturn = false
        isLineEmpty = false
        count = try take(byte, rest)
      }
      offset += count
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  /// A mark is at the very start, and no line. What begins like one and is none belongs to a name.
  private mutating func continuesMark(_ byte: UInt8) -> Bool {
    guard markCount == offset, offset < byteOrderMark.count else { return false }
    if byte == byteOrderMark[offset] { return true }
    if markCount > 0 {
      field = Array(byteOrderMark[..<markCount])
      isLineEmpty = false
    }
    return false
  }

  /// The stream has ended: so has its last event, even without the empty line that should follow.
  mutating func finish() throws {
    if !isLineEmpty { try endLine(at: offset) }
    if hasData { try endLine(at: offset) }
  }

  /// Reads one byte, or as many as are data; tells how many.
  private mutating func take(_ byte: UInt8, _ rest: UnsafeRawBufferPointer) throws -> Int {
    switch place {
    case .name:
      if byte == UInt8(ascii: ":") {
        place = .valueStart
      } else if field.count < Self.nameLimit {
        field.append(byte)
      }
      return 1
    case .valueStart:
      try beginValue()
      // One space after the colon is no part of the value.
      return byte == UInt8(ascii: " ") ? 1 : try take(byte, rest)
    case .eventName:
      if event.count < Self.nameLimit { event.append(byte) }
      return 1
    case .data:
      let line = Self.line(rest)
      try sink.append(line, of: event)
      return line.count
    case .ignored: return Self.line(rest).count
    }
  }

  private mutating func beginValue() throws {
    if field.elementsEqual("data".utf8) {
      if hasData {
        try withUnsafeBytes(of: UInt8(ascii: "\n")) { try sink.append($0, of: event) }
      }
      hasData = true
      place = .data
    } else if field.elementsEqual("event".utf8) {
      event = []
      place = .eventName
    } else {
      place = .ignored
    }
  }

  private mutating func endLine(at end: Int) throws {
    if isLineEmpty {
      if hasData { try sink.end(of: event, at: end) }
      hasData = false
      event = []
    } else if place == .name || place == .valueStart {
      // A name alone is a field with an empty value.
      try beginValue()
    }
    isLineEmpty = true
    place = .name
    field.removeAll(keepingCapacity: true)
    if !hasData, event.isEmpty { settledOffset = end }
  }

  /// Up to the line's end.
  private static func line(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let feed = find(UInt8(ascii: "\n"), in: bytes) ?? bytes.count
    let run = UnsafeRawBufferPointer(rebasing: bytes[..<feed])
    let end = find(UInt8(ascii: "\r"), in: run) ?? feed
    return UnsafeRawBufferPointer(rebasing: bytes[..<end])
  }

  private static func find(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - base
  }
}

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
