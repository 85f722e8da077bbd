internal import TerminalScreen

/// A theme as a YAML file.
///
/// ```yaml
/// name: harbour
/// description: Blue hour.
/// kind: dark                       # dark, light, or mono
/// palette:
///   ink: "#d8dee9"
/// roles:
///   text: {fg: ink, bg: default}
///   title: {fg: ink, bold: true}
///   dim: bright-black              # a colour alone is the foreground
/// ```
///
/// A colour is a name from the palette, `#rrggbb`, `default`, `red`, `bright-blue` or a number 0–255.
/// Colours that a role leaves out are those of `text`; a role left out takes its parent's style.
public enum ThemeFile {
  /// Reads a theme. Without a name it is called as the file without its ending.
  /// - Parameter file: The name that errors use.
  /// - Throws: Everything that is wrong, with its place.
  public static func read(_ text: String, file: String) throws(UserFileError) -> Theme {
    var reader = ThemeReader(file: file)
    let members = reader.source.members(of: text)
    reader.takeColors(members)
    reader.take(members)
    return try reader.source.finish(reader.theme(called: name(ofFile: file)))
  }

  /// The last part of a path, without `.yaml`.
  static func name(ofFile file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
  }
}
