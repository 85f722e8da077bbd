/// Turns the bytes of a terminal into events: a state machine without clock or I/O.
///
/// Bytes may be split anywhere. What can only be told by waiting (a lone Escape is the Escape key or
/// the beginning of a sequence) stays pending: when `patience` has passed without another byte, the
/// caller calls `flush`.
struct InputParser {
  /// Longer strings from the terminal are swallowed and not reported.
  static let stringLimit = 64 << 10
  /// No control sequence that we know is longer.
  private static let sequenceLimit = 1024

  private enum State: Equatable {
    case ground, escape, control, singleShift, linuxFunction, oldMouse, paste
    case string(introducer: UInt8)
    /// An ESC inside a string: `\` ends it.
    case stringEscape(introducer: UInt8)
  }

  private var state = State.ground
  /// Whether an ESC stands before the key or sequence that is being read.
  private var hasAlt = false
  private var buffer: [UInt8] = []
  private var isTooLong = false
  private var decoder = ScalarDecoder()
  private var paste = PasteCollector()
  private var events: [InputEvent] = []

  /// How long to wait for the next byte before `flush`; nil when nothing is pending.
  var patience: Duration? {
    switch state {
    case .paste: nil
    case .ground: decoder.isPending ? .milliseconds(1000) : nil
    case .escape: .milliseconds(25)
    case .control, .singleShift, .string:
      // The introducer alone may be Alt with a key; a longer piece comes from the terminal.
      buffer.isEmpty && !isTooLong ? .milliseconds(100) : .milliseconds(1000)
    case .linuxFunction, .oldMouse, .stringEscape: .milliseconds(1000)
    }
  }

  /// Takes bytes and gives what they complete.
  mutating func feed(_ bytes: [UInt8]) -> [InputEvent] {
    var index = 0
    while index < bytes.count {
      if state == .paste {
        guard let (text, next) = paste.feed(bytes, from: index) else { break }
        events.append(.paste(text))
        paste = PasteCollector()
        state = .ground
        index = next
      } else {
        take(bytes[index])
        index += 1
      }
    }
    return takeEvents()
  }

  /// Decides what is pending: a lone ESC is the Escape key, ESC and a byte is Alt with that key, and
  /// the beginning of anything longer is dropped.
  mutating func flush() -> [InputEvent] {
    switch state {
    case .paste: return []
    case .ground:
      if decoder.isPending { append(character: "\u{FFFD}") }
      decoder.reset()
    case .escape:
      if hasAlt { append(KeyChord(.escape), alt: false) }
      append(KeyChord(.escape), alt: false)
    case .control where buffer.isEmpty: appendIntroducer(UInt8(ascii: "["))
    case .singleShift: appendIntroducer(UInt8(ascii: "O"))
    case .string(let introducer) where buffer.isEmpty && !isTooLong: appendIntroducer(introducer)
    default: break
    }
    returnToGround()
    return takeEvents()
  }

  private mutating func appendIntroducer(_ byte: UInt8) {
    append(KeyChord(.character(Unicode.Scalar(byte))), alt: true)
  }

  private mutating func takeEvents() -> [InputEvent] {
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  private mutating func returnToGround() {
    state = .ground
    hasAlt = false
    isTooLong = false
    buffer.removeAll(keepingCapacity: true)
  }
}

// MARK: - States

extension InputParser {
  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeInGround(byte)
    case .escape: takeAfterEscape(byte)
    case .control: takeInControl(byte)
    case .singleShift: takeAfterSingleShift(byte)
    case .linuxFunction: takeLinuxFunction(byte)
    case .oldMouse: takeOldMouse(byte)
    case .string(let introducer): takeInString(byte, introducer)
    case .stringEscape(let introducer): takeAfterStringEscape(byte, introducer)
    case .paste: break
    }
  }

  private mutating func takeInGround(_ byte: UInt8) {
    switch decoder.feed(byte) {
    case .pending: return
    case .invalid: append(character: "\u{FFFD}")
    case .invalidBefore:
      append(character: "\u{FFFD}")
      takeInGround(byte)
    case .scalar("\u{1B}"): state = .escape
    case .scalar(let scalar) where scalar.value < 0x20 || scalar.value == 0x7F:
      append(KeyTable.chord(control: byte), alt: hasAlt)
    case .scalar(let scalar) where scalar.value < 0xA0 && scalar.value > 0x7F:
      append(character: "\u{FFFD}")
    case .scalar(let scalar): append(character: scalar)
    }
  }

  private mutating func append(character scalar: Unicode.Scalar) {
    append(KeyChord(.character(scalar)), alt: hasAlt)
  }

  private mutating func append(_ chord: KeyChord, alt: Bool) {
    events.append(.key(KeyChord(chord.key, alt ? chord.modifiers.union(.alt) : chord.modifiers)))
    hasAlt = false
  }

  private mutating func takeAfterEscape(_ byte: UInt8) {
    switch byte {
    case 0x1B:
      // A second ESC may belong to Alt with a sequence; a third shows that the first stood alone.
      if hasAlt { append(KeyChord(.escape), alt: false) }
      hasAlt = true
    case UInt8(ascii: "["): begin(.control)
    case UInt8(ascii: "O"): begin(.singleShift)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"),
      UInt8(ascii: "X"):
      begin(.string(introducer: byte))
    default:
      if hasAlt { append(KeyChord(.escape), alt: false) }
      returnToGround()
      hasAlt = true
      takeInGround(byte)
    }
  }

  private mutating func begin(_ state: State) {
    self.state = state
    buffer.removeAll(keepingCapacity: true)
    isTooLong = false
  }

  private mutating func takeInControl(_ byte: UInt8) {
    switch byte {
    case 0x20...0x3F:
      if buffer.count < Self.sequenceLimit { buffer.append(byte) } else { isTooLong = true }
    case UInt8(ascii: "[") where buffer.isEmpty: state = .linuxFunction
    case UInt8(ascii: "M") where buffer.isEmpty: begin(.oldMouse)
    case 0x40...0x7E: finishControl(byte)
    default: abandon(at: byte)
    }
  }

  private mutating func finishControl(_ final: UInt8) {
    let sequence = ControlSequence(body: buffer, final: final)
    let alt = hasAlt
    let isUsable = !isTooLong
    returnToGround()
    guard isUsable else { return }
    if sequence.beginsPaste {
      state = .paste
    } else if let event = sequence.event(alt: alt) {
      events.append(event)
    }
  }

  private mutating func takeAfterSingleShift(_ byte: UInt8) {
    guard (0x20...0x7E).contains(byte) else { return abandon(at: byte) }
    if let key = KeyTable.key(afterSS3: byte) { append(KeyChord(key), alt: hasAlt) }
    returnToGround()
  }

  /// `ESC [ [ A` … `E`: F1 … F5 of the Linux console.
  private mutating func takeLinuxFunction(_ byte: UInt8) {
    guard (0x20...0x7E).contains(byte) else { return abandon(at: byte) }
    if (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(byte) {
      append(KeyChord(.function(Int(byte - UInt8(ascii: "A")) + 1)), alt: hasAlt)
    }
    returnToGround()
  }

  /// `ESC [ M` and three bytes, each 32 more than its value: terminals without mode 1006.
  private mutating func takeOldMouse(_ byte: UInt8) {
    guard byte >= 0x20 else { return abandon(at: byte) }
    buffer.append(byte)
    guard buffer.count == 3 else { return }
    let (code, column, row) = (Int(buffer[0]) - 32, Int(buffer[1]) - 33, Int(buffer[2]) - 33)
    returnToGround()
    guard row >= 0, column >= 0 else { return }
    let point = Point(row: row, column: column)
    if let event = MouseEvent(code: code, isRelease: false, at: point) {
      events.append(.mouse(event))
    }
  }

  /// A byte that cannot belong to the sequence: the sequence is dropped, the byte is looked at anew,
  /// unless it is CAN or SUB, which do just this.
  private mutating func abandon(at byte: UInt8) {
    returnToGround()
    if byte != 0x18, byte != 0x1A { takeInGround(byte) }
  }
}

// MARK: - Strings

extension InputParser {
  private mutating func takeInString(_ byte: UInt8, _ introducer: UInt8) {
    switch byte {
    case 0x1B: state = .stringEscape(introducer: introducer)
    case 0x07 where introducer == UInt8(ascii: "]"): finishString(introducer)
    case 0x18, 0x1A: returnToGround()
    default:
      if buffer.count < Self.stringLimit { buffer.append(byte) } else { isTooLong = true }
    }
  }

  private mutating func takeAfterStringEscape(_ byte: UInt8, _ introducer: UInt8) {
    if byte == UInt8(ascii: "\\") { return finishString(introducer) }
    returnToGround()
    state = .escape
    takeAfterEscape(byte)
  }

  private mutating func finishString(_ introducer: UInt8) {
    let text = String(decoding: buffer, as: UTF8.self)
    let isUsable = !isTooLong
    returnToGround()
    guard isUsable else { return }
    switch introducer {
    case UInt8(ascii: "]"): events.append(.reply(.system(text)))
    case UInt8(ascii: "P"): events.append(.reply(.device(text)))
    case UInt8(ascii: "_"): events.append(.reply(.application(text)))
    default: break
    }
  }
}
