internal import TerminalScreen

/// A user's `keymap.yaml`: what differs from the standard keys.
///
/// ```yaml
/// editor:
///   Ctrl-G: prompt.generate
///   Alt-e: none
/// ```
public enum KeymapFile {
  /// What takes a key's meaning away.
  static let nothing = "none"

  /// The keymap with the file's lines laid over it; the file's keys come first where a command has
  /// several.
  /// - Parameter file: The name that errors use.
  /// - Throws: Every line that says nothing sensible, with its place; nothing is taken over then.
  public static func read(
    _ text: String, file: String, over keymap: Keymap = .standard
  ) throws(UserFileError) -> Keymap {
    var reader = UserFileReader(file: file)
    var result = keymap
    for member in reader.members(of: text) {
      guard let context = KeyContext(rawValue: member.name) else {
        let names = KeyContext.allCases.map(\.rawValue)
        reader.reportUnknown("context", member.name, among: names, at: member.key)
        continue
      }
      let lines = lines(of: member.value, in: context, &reader)
      for (chord, command) in lines.reversed() {
        result.unbind(chord, in: context)
        if let command { result.bind(chord, to: command, in: context, isPreferred: true) }
      }
    }
    return try reader.finish(result)
  }

  private static func lines(
    of value: UserFileReader.Value, in context: KeyContext, _ reader: inout UserFileReader
  ) -> [(KeyChord, Command?)] {
    var lines: [(KeyChord, Command?)] = []
    for member in reader.members(of: value) {
      guard let chord = chord(member, in: context, &reader),
        let name = reader.text(of: member.value)
      else { continue }
      let command = Command(rawValue: name)
      if command == nil, name != nothing {
        let names = Command.allCases.map(\.rawValue) + [nothing]
        reader.reportUnknown("command", name, among: names, at: member.value)
      } else if lines.contains(where: { $0.0 == chord }) {
        reader.report("\(chord) is given twice in '\(context.rawValue)'", at: member.key)
      } else {
        lines.append((chord, command))
      }
    }
    return lines
  }

  private static func chord(
    _ member: UserFileReader.Member, in context: KeyContext, _ reader: inout UserFileReader
  ) -> KeyChord? {
    guard let chord = KeyChord(parsing: member.name) else {
      let name = DisplayText(member.name).truncated(columns: 40)
      reader.report("'\(name)' is no key; keys look like Ctrl-G, Alt-Enter, F5, x", at: member.key)
      return nil
    }
    guard !context.takesText || !chord.isText else {
      reader.report(
        "\(chord) is text in '\(context.rawValue)' and cannot be a command there",
        at: member.key)
      return nil
    }
    return chord
  }
}
