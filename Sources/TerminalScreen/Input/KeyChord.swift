/// A key of the keyboard, without modifiers.
public enum Key: Hashable, Sendable {
  /// A character, as typed: `J` is the character `J`, not `j` with Shift.
  case character(Unicode.Scalar)
  case enter, tab, escape, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 and so on.
  case function(Int)
}

/// Keys held down with another.
public struct Modifiers: OptionSet, Hashable, Sendable {
  /// The bits of xterm's modifier parameter less one.
  public let rawValue: UInt8

  /// Modifiers from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Shift; only with keys that are not characters.
  public static let shift = Modifiers(rawValue: 1)
  /// Alt, or Meta.
  public static let alt = Modifiers(rawValue: 2)
  /// Control.
  public static let ctrl = Modifiers(rawValue: 4)
}

/// One key with its modifiers, as a keymap names it: `Ctrl-J`, `Alt-Enter`, `Shift-Tab`, `F3`, `?`.
public struct KeyChord: Hashable, Sendable, CustomStringConvertible {
  /// The key.
  public var key: Key
  /// The modifiers.
  public var modifiers: Modifiers

  /// A chord in its one spelling: with Ctrl letters are small and a character has no Shift.
  public init(_ key: Key, _ modifiers: Modifiers = []) {
    self.key = key
    self.modifiers = modifiers
    guard case .character(let scalar) = key else { return }
    self.modifiers.remove(.shift)
    if modifiers.contains(.ctrl), ("A"..."Z").contains(scalar) {
      self.key = .character(Unicode.Scalar(UInt8(scalar.value + 32)))
    }
  }

  /// Reads a chord's text; nil when it names no key. Letter case matters only for a bare character.
  public init?(parsing text: String) {
    var rest = Substring(text)
    var modifiers: Modifiers = []
    while let (modifier, count) = KeyChord.modifier(startingWith: rest) {
      modifiers.insert(modifier)
      rest = rest.dropFirst(count)
    }
    guard var key = KeyChord.key(named: String(rest)) else { return nil }
    if case .character(let scalar) = key, modifiers.contains(.shift), !modifiers.contains(.ctrl) {
      guard ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) else { return nil }
      key = .character(scalar.properties.uppercaseMapping.unicodeScalars.first ?? scalar)
    }
    self.init(key, modifiers)
  }

  /// The text that `init(parsing:)` reads back.
  public var description: String {
    var text = ""
    if modifiers.contains(.ctrl) { text += "Ctrl-" }
    if modifiers.contains(.alt) { text += "Alt-" }
    if modifiers.contains(.shift) { text += "Shift-" }
    return text + keyName
  }
}

extension KeyChord {
  private static let prefixes: [(String, Modifiers)] = [
    ("ctrl-", .ctrl), ("alt-", .alt), ("shift-", .shift),
  ]

  private static let names: [(String, Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("Esc", .escape), ("Backspace", .backspace),
    ("Delete", .delete), ("Insert", .insert), ("Up", .up), ("Down", .down), ("Left", .left),
    ("Right", .right), ("Home", .home), ("End", .end), ("PageUp", .pageUp),
    ("PageDown", .pageDown), ("Space", .character(" ")),
    ("Escape", .escape), ("Return", .enter), ("PgUp", .pageUp), ("PgDn", .pageDown),
  ]

  private static func modifier(startingWith text: Substring) -> (Modifiers, Int)? {
    let lowered = text.lowercased()
    for (prefix, modifier) in prefixes
    where lowered.hasPrefix(prefix) && lowered.count > prefix.count {
      return (modifier, prefix.count)
    }
    return nil
  }

  private static func key(named name: String) -> Key? {
    let scalars = name.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first {
      return CharacterWidth.measured(scalar) ?? 0 > 0 ? .character(scalar) : nil
    }
    let lowered = name.lowercased()
    if let named = names.first(where: { $0.0.lowercased() == lowered }) { return named.1 }
    guard lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()),
      (1...24).contains(number)
    else { return nil }
    return .function(number)
  }

  private var keyName: String {
    switch key {
    case .function(let number): return "F\(number)"
    case .character(let scalar) where scalar != " ":
      let text = DisplayText(String(Character(scalar))).string
      return modifiers.contains(.ctrl) && scalar.isASCII ? text.uppercased() : text
    default: return KeyChord.names.first { $0.1 == key }?.0 ?? ""
    }
  }
}
