import FoundationEssentials
import Glibc
import StudioCore

/// The file of a bind with a `file://` location: one flat map of names to values, as JSON, YAML or
/// lines of `NAME=value`.
struct BindFile {
  private static let limit = 1 << 20

  private let values: [String: String]

  /// `file:///absolute`, or `file://./relative` and `file:///./relative`: to the document's folder,
  /// else to the current one.
  ///
  /// Throws `bad-configuration` for another scheme, a file that is not there, or one of another form.
  init(_ location: String, besides document: String) throws(StudioError) {
    guard location.lowercased().hasPrefix("file://") else {
      let scheme = location.prefix { $0 != ":" }
      throw CallValues.unusable(
        "binds from “\(ServiceText.clean(String(scheme)) ?? "")” are not supported, "
          + "file:// and the environment are")
    }
    let path = String(location.dropFirst("file://".count))
    let shown = StudioError.printable(path)
    guard let data = Self.candidates(path, document).lazy.compactMap(Self.read).first else {
      throw CallValues.unusable("the bind's file \(shown) cannot be read")
    }
    let text = String(decoding: data, as: UTF8.self)
    let json = (try? JSONValue(parsing: data))?.object.map(Self.flat)
    guard let values = json ?? Self.lines(text) else {
      throw CallValues.unusable("the bind's file \(shown) is no flat map of names to values")
    }
    self.values = values
  }

  subscript(name: String) -> JSONValue? {
    values[name].flatMap { $0.isEmpty ? nil : .string($0) }
  }

  private static func candidates(_ path: String, _ document: String) -> [String] {
    let relative = path.hasPrefix("/./") ? String(path.dropFirst(3)) : path
    guard path.hasPrefix("/./") || !path.hasPrefix("/") else { return [path] }
    let folder = document.lastIndex(of: "/").map { String(document[...$0]) } ?? ""
    return [folder + relative, relative]
  }

  private static func read(_ path: String) -> Data? {
    guard let file = try? OpenFile(path, O_RDONLY | O_NONBLOCK),
      let data = try? file.read(limit: limit + 1), data.count <= limit
    else { return nil }
    return data
  }

  private static func flat(_ object: JSONObject) -> [String: String] {
    Dictionary(object.members.map { ($0.name, $0.value.plainText) }) { $1 }
  }

  /// nil where a line is neither empty, a comment, nor a name with its value.
  private static func lines(_ text: String) -> [String: String]? {
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let content = trimmed(line)
      if content.isEmpty || content.hasPrefix("#") || content == "---" { continue }
      guard let mark = content.firstIndex(where: { $0 == ":" || $0 == "=" }), !line.hasPrefix(" ")
      else { return nil }
      let name = unquoted(trimmed(content[..<mark]))
      guard !name.isEmpty, let value = scalar(trimmed(content[content.index(after: mark)...]))
      else { return nil }
      values[name] = value
    }
    return values
  }

  /// A plain or quoted value without its comment; nil for a nested one.
  private static func scalar(_ text: Substring) -> String? {
    if let quote = text.first, quote == "\"" || quote == "'" {
      let rest = text.dropFirst()
      guard let end = rest.firstIndex(of: quote) else { return nil }
      let tail = trimmed(rest[rest.index(after: end)...])
      return tail.isEmpty || tail.hasPrefix("#") ? String(rest[..<end]) : nil
    }
    guard let first = text.first else { return "" }
    guard !"[{|>&*!".contains(first) else { return nil }
    let comment = text.firstRange(of: " #")?.lowerBound ?? text.endIndex
    return String(trimmed(text[..<comment]))
  }

  private static func unquoted(_ text: Substring) -> String {
    let isQuoted =
      text.count > 1 && text.first == text.last && (text.first == "\"" || text.first == "'")
    return String(isQuoted ? text.dropFirst().dropLast() : text)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
