internal import TerminalScreen

/// What was read of a theme's file so far.
struct ThemeReader {
  var source: UserFileReader
  private var name: String?
  private var summary = ""
  private var kind = Theme.Kind.dark
  private var palette: [String: Color] = [:]
  private var styles: [Role: Style] = [:]

  init(file: String) { source = UserFileReader(file: file) }

  /// The theme that was read.
  func theme(called fallback: String) -> Theme {
    Theme(name: name ?? fallback, summary: summary, kind: kind, styles: styles)
  }

  private static let fields = ["name", "description", "kind", "palette", "roles"]
  private static let attributes: [(String, Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
    ("reverse", .reverse),
  ]

  /// Reads the palette first, wherever it stands in the file.
  mutating func takeColors(_ members: [UserFileReader.Member]) {
    guard let palette = members.first(where: { $0.name == "palette" }) else { return }
    for member in source.members(of: palette.value) {
      guard let text = source.text(of: member.value) else { continue }
      if let color = Color(parsing: text) {
        self.palette[member.name] = color
      } else {
        reportColor(text, at: member.value)
      }
    }
  }

  /// Reads everything but the palette.
  mutating func take(_ members: [UserFileReader.Member]) {
    for member in members {
      switch member.name {
      case "name": name = source.text(of: member.value).map { DisplayText($0).string }
      case "description":
        summary = source.text(of: member.value).map { DisplayText($0).string } ?? ""
      case "kind": takeKind(member.value)
      case "roles": takeRoles(member.value)
      case "palette": break
      default: source.reportUnknown("field", member.name, among: Self.fields, at: member.key)
      }
    }
  }

  private mutating func takeKind(_ value: UserFileReader.Value) {
    guard let text = source.text(of: value) else { return }
    if let known = Theme.Kind(rawValue: text) {
      kind = known
    } else {
      let names = Theme.Kind.allCases.map(\.rawValue)
      source.reportUnknown("kind", text, among: names, at: value)
    }
  }

  /// `text` comes first, as the other roles stand on it.
  private mutating func takeRoles(_ value: UserFileReader.Value) {
    let members = source.members(of: value)
    for member in members.filter({ $0.name == "text" }) + members.filter({ $0.name != "text" }) {
      if let role = Role(name: member.name) {
        styles[role] = style(member.value)
      } else {
        let names = Role.allCases.map(\.name)
        source.reportUnknown("role", member.name, among: names, at: member.key)
      }
    }
  }

  private mutating func style(_ value: UserFileReader.Value) -> Style {
    var style = styles[.text] ?? .plain
    style.attributes = []
    guard source.isMapping(value) else {
      if let color = color(value) { style.foreground = color }
      return style
    }
    for member in source.members(of: value) {
      switch member.name {
      case "fg": if let color = color(member.value) { style.foreground = color }
      case "bg": if let color = color(member.value) { style.background = color }
      default: takeAttribute(member, &style)
      }
    }
    return style
  }

  private mutating func takeAttribute(_ member: UserFileReader.Member, _ style: inout Style) {
    guard let (_, attribute) = Self.attributes.first(where: { $0.0 == member.name }) else {
      let names = ["fg", "bg"] + Self.attributes.map(\.0)
      source.reportUnknown("property", member.name, among: names, at: member.key)
      return
    }
    if source.flag(of: member.value) == true { style.attributes.insert(attribute) }
  }

  private mutating func color(_ value: UserFileReader.Value) -> Color? {
    guard let text = source.text(of: value) else { return nil }
    if let color = palette[text] ?? Color(parsing: text) { return color }
    reportColor(text, at: value)
    return nil
  }

  private mutating func reportColor(_ text: String, at value: UserFileReader.Value) {
    let names = palette.keys.sorted() + ["default", "black", "red", "green", "yellow", "blue"]
    source.reportUnknown(
      "colour", text, among: names + ["magenta", "cyan", "white", "gray"], at: value)
  }
}
