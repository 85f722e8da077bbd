/// Builds a capability from nodes. Something required that is missing or wrong is reported and
/// replaced by an empty value, so that one pass finds everything; what was built is only handed out
/// when no error was found.
struct CapabilityReader {
  var diagnostics = DiagnosticList()

  /// The members of a mapping. Keys that mean nothing are the official schema's affair.
  mutating func fields(of node: DocumentNode, as place: String) -> DocumentFields {
    guard case .mapping(let members) = node.content else {
      diagnostics.error(
        "semantic.type", "\(place) must be a mapping, not \(node.kind)", at: node.mark)
      return DocumentFields(place: place, mark: node.mark)
    }
    return DocumentFields(place: place, mark: node.mark, members: members)
  }

  /// The text of a key; nil when absent, an error when it is not a single value.
  mutating func text(_ key: String, in fields: DocumentFields) -> String? {
    guard let node = fields[key] else { return nil }
    guard case .scalar(let text, _) = node.content else {
      wrongType(key, "a single value", node, in: fields)
      return nil
    }
    return text
  }

  /// The text of a key that must be there and not empty; "" stands in after an error.
  mutating func requiredText(_ key: String, in fields: DocumentFields) -> String {
    guard fields[key] != nil else {
      missing(key, in: fields)
      return ""
    }
    let text = text(key, in: fields)
    if text?.isEmpty == true {
      diagnostics.error(
        "semantic.value", "'\(key)' of \(fields.place) is empty", at: fields.mark(of: key))
    }
    return text ?? ""
  }

  /// A required name of letters, digits and hyphens.
  mutating func requiredName(_ key: String, in fields: DocumentFields) -> String {
    let name = requiredText(key, in: fields)
    if !name.isEmpty, !Identifier.isKebab(name) { wrongName(key, name, in: fields) }
    return name
  }

  /// A required parameter name: letters, digits, hyphens, underscores and asterisks.
  mutating func requiredParameterName(in fields: DocumentFields) -> String {
    let name = requiredText("name", in: fields)
    if !name.isEmpty, !Identifier.isExtended(name) { wrongName("name", name, in: fields) }
    return name
  }

  /// The elements of a list; empty when absent.
  mutating func list(_ key: String, in fields: DocumentFields) -> [DocumentNode] {
    guard let node = fields[key] else { return [] }
    guard case .sequence(let nodes) = node.content else {
      wrongType(key, "a list", node, in: fields)
      return []
    }
    return nodes
  }

  /// The texts of a list of single values.
  mutating func texts(_ key: String, in fields: DocumentFields) -> [String] {
    list(key, in: fields).compactMap { node in
      guard case .scalar(let text, _) = node.content else {
        diagnostics.error(
          "semantic.type", "'\(key)' of \(fields.place) must hold single values, not \(node.kind)",
          at: node.mark)
        return nil
      }
      return text
    }
  }

  /// `true` or `false`; nil when absent.
  mutating func flag(_ key: String, in fields: DocumentFields) -> Bool? {
    guard let node = fields[key] else { return nil }
    guard case .boolean(let flag) = node.value else {
      wrongType(key, "true or false", node, in: fields)
      return nil
    }
    return flag
  }

  /// A port, 1–65535; nil when absent.
  mutating func port(in fields: DocumentFields) -> Int? {
    guard let node = fields["port"] else { return nil }
    guard case .number(let digits) = node.scalar, let port = Int(digits) else {
      wrongType("port", "a whole number", node, in: fields)
      return nil
    }
    guard (1...65_535).contains(port) else {
      diagnostics.error(
        "semantic.value", "'port' of \(fields.place) must be from 1 to 65535", at: node.mark)
      return nil
    }
    return port
  }

  /// One of a fixed set of words; nil when absent or, after an error, none of them.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, in fields: DocumentFields
  ) -> Choice? {
    guard let node = fields[key], let text = text(key, in: fields) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    diagnostics.error(
      "semantic.value",
      "'\(key)' of \(fields.place) is \(PrintableText.quoted(text)); allowed: "
        + words.joined(separator: ", ") + NearMatch.hint(for: text, among: words),
      at: node.mark)
    return nil
  }

  /// A template; nil when absent or, after an error, not understood.
  mutating func template(_ key: String, in fields: DocumentFields) -> MustacheTemplate? {
    guard let node = fields[key], let text = text(key, in: fields) else { return nil }
    return template(text, at: node.mark)
  }

  /// A text read as a template; nil after an error.
  mutating func template(_ text: String, at mark: SourceMark) -> MustacheTemplate? {
    do {
      return try MustacheTemplate(text)
    } catch {
      diagnostics.error("semantic.template", error.description, at: mark)
      return nil
    }
  }

  mutating func missing(_ key: String, in fields: DocumentFields) {
    diagnostics.error("semantic.missing-key", "\(fields.place) needs '\(key)'", at: fields.mark)
  }

  /// A construct that the format has and this program does not.
  mutating func unsupported(_ key: String, in fields: DocumentFields) {
    diagnostics.warning(
      "semantic.unsupported-\(key)", "'\(key)' of \(fields.place) is not supported and is ignored",
      at: fields.mark(of: key))
  }

  private mutating func wrongType(
    _ key: String, _ wanted: String, _ node: DocumentNode, in fields: DocumentFields
  ) {
    diagnostics.error(
      "semantic.type", "'\(key)' of \(fields.place) must be \(wanted), not \(node.kind)",
      at: node.mark)
  }

  private mutating func wrongName(_ key: String, _ name: String, in fields: DocumentFields) {
    diagnostics.error(
      "semantic.name",
      "\(PrintableText.quoted(name)) is not a name: letters, digits and hyphens are allowed"
        + (key == "name" ? " (parameters: also _ and *)" : ""),
      at: fields[key]?.mark ?? fields.mark)
  }
}
