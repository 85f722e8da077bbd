/// How a sequence reaches the terminal outside of tmux: wrapped once for each tmux it passes through.
struct Passthrough: Hashable, Sendable {
  /// How many there are on the way; 0 for none.
  var depth: Int

  /// Nothing on the way.
  static let none = Passthrough(depth: 0)

  /// A sequence, or several, as they are to be written. Each tmux takes off one wrapping, in which
  /// every ESC is doubled.
  func wrapped(_ sequence: [UInt8]) -> [UInt8] {
    (0..<depth).reduce(sequence) { inner, _ in
      var outer = Array("\u{1B}Ptmux;".utf8)
      outer.reserveCapacity(inner.count + 32)
      for byte in inner {
        if byte == 0x1B { outer.append(byte) }
        outer.append(byte)
      }
      return outer + Array("\u{1B}\\".utf8)
    }
  }
}
