/// A complete control sequence (CSI): what stood between its introducer and its last byte, and that.
struct ControlSequence {
  /// `<`, `=`, `>` or `?`, or nothing.
  private let marker: UInt8?
  /// The numbers, by `;` and within these by `:`; an empty one is nil.
  private let parameters: [[Int?]]
  private let body: [UInt8]
  private let final: UInt8

  init(body: [UInt8], final: UInt8) {
    self.body = body
    self.final = final
    let first = body.first
    marker = first.map { (0x3C...0x3F).contains($0) } == true ? first : nil
    parameters = body.dropFirst(marker == nil ? 0 : 1)
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { field in
        field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
          .map { Int(String(decoding: $0, as: UTF8.self)) }
      }
  }

  private func parameter(_ index: Int) -> Int? {
    index < parameters.count ? parameters[index].first ?? nil : nil
  }

  /// Whether it announces a bracketed paste.
  var beginsPaste: Bool { final == UInt8(ascii: "~") && marker == nil && body == Array("200".utf8) }

  /// What it means; nil when that is nothing we know.
  func event(alt: Bool) -> InputEvent? {
    switch (marker, final) {
    case (UInt8(ascii: "<"), UInt8(ascii: "M")), (UInt8(ascii: "<"), UInt8(ascii: "m")):
      return mouse.map { .mouse($0) }
    case (.some, _): return reply
    case (_, UInt8(ascii: "I")) where body.isEmpty: return .focus(true)
    case (_, UInt8(ascii: "O")) where body.isEmpty: return .focus(false)
    case (_, UInt8(ascii: "R")) where !isModifiedF3: return reply
    case (_, UInt8(ascii: "c")), (_, UInt8(ascii: "n")), (_, UInt8(ascii: "t")),
      (_, UInt8(ascii: "x")), (_, UInt8(ascii: "y")):
      return reply
    default: return chord(alt: alt).map { .key($0) }
    }
  }

  private var reply: InputEvent {
    .reply(.control(String(decoding: body + [final], as: UTF8.self)))
  }

  /// `1;2R` is both Shift-F3 and a cursor report; reports from the first row are not asked for.
  private var isModifiedF3: Bool {
    body.isEmpty
      || parameters.count == 2 && parameter(0) == 1 && (2...16).contains(parameter(1) ?? 0)
  }

  // MARK: Keys

  private func chord(alt: Bool) -> KeyChord? {
    let bits = UInt8(truncatingIfNeeded: max(1, parameter(1) ?? 1) - 1) & 7
    var modifiers = Modifiers(rawValue: bits)
    if alt { modifiers.insert(.alt) }
    switch final {
    case UInt8(ascii: "Z"): return KeyChord(.tab, modifiers.union(.shift))
    case UInt8(ascii: "u"): return isRelease ? nil : chord(code: parameter(0), modifiers)
    case UInt8(ascii: "~") where parameter(0) == 27:
      return chord(code: parameter(2), modifiers)
    case UInt8(ascii: "~"):
      guard let key = KeyTable.tilde[parameter(0) ?? 0], !isRelease else { return nil }
      return KeyChord(key, modifiers)
    default:
      guard let key = KeyTable.letters[final], !isRelease else { return nil }
      return KeyChord(key, modifiers)
    }
  }

  /// The kitty protocol can tell that a key was let go.
  private var isRelease: Bool {
    parameters.count > 1 && parameters[1].count > 1 && parameters[1][1] == 3
  }

  private func chord(code: Int?, _ modifiers: Modifiers) -> KeyChord? {
    guard let code, let key = KeyTable.key(code: code) else { return nil }
    guard case .character(let scalar) = key, modifiers.contains(.shift),
      !modifiers.contains(.ctrl), ("a"..."z").contains(scalar)
    else { return KeyChord(key, modifiers) }
    return KeyChord(.character(Unicode.Scalar(UInt8(scalar.value - 32))), modifiers)
  }

  // MARK: Mouse

  /// `<button;column;row` with `M` for pressed and `m` for let go; counted from 1.
  private var mouse: MouseEvent? {
    guard parameters.count == 3, let code = parameter(0), let column = parameter(1),
      let row = parameter(2), row > 0, column > 0, row <= 0xFFFF, column <= 0xFFFF
    else { return nil }
    return MouseEvent(
      code: code, isRelease: final == UInt8(ascii: "m"),
      at: Point(row: row - 1, column: column - 1))
  }
}

extension MouseEvent {
  /// Reads xterm's button code: 0–2 buttons, 4 Shift, 8 Alt, 16 Ctrl, 32 motion, 64 wheel.
  init?(code: Int, isRelease: Bool, at point: Point) {
    var modifiers: Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.ctrl) }
    let button: Button = [.left, .middle, .right, .none][code & 3]
    switch code & ~31 {
    case 0 where isRelease || button == .none:
      self.init(.release, button, at: point, modifiers: modifiers)
    case 0: self.init(.press, button, at: point, modifiers: modifiers)
    case 32: self.init(.drag, button, at: point, modifiers: modifiers)
    case 64 where code & 2 == 0:
      let action: Action = code & 1 == 0 ? .wheelUp : .wheelDown
      self.init(action, .none, at: point, modifiers: modifiers)
    default: return nil
    }
  }
}
