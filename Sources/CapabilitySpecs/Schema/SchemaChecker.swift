/// Compares nodes with the official schema's rules.
struct SchemaChecker {
  private(set) var found = DiagnosticList()

  /// What the official schema refuses in a document; empty exactly when it is valid.
  static func check(_ root: DocumentNode) -> [CapabilityDiagnostic] {
    var checker = SchemaChecker()
    checker.check(root, .object(OfficialSchema.document), "the document")
    return checker.found.found
  }

  private mutating func check(_ node: DocumentNode, _ rule: SchemaRule, _ name: String) {
    switch rule {
    case .anything: return
    case .text(let pattern): checkText(node, pattern, name)
    case .word(let words): checkWord(node, words, name)
    case .boolean:
      if case .boolean = node.scalar { return }
      wrongType(node, "true or false", name)
    case .numberUpTo(let limit): checkNumber(node, 0...limit, name)
    case .integer(let range): checkInteger(node, range, name)
    case .list(let element, let minimum): checkList(node, element, minimum, name)
    case .map(let keys, let values): checkMap(node, keys, values, name)
    case .object(let object): checkObject(node, object)
    case .kinds(let description, let choose):
      guard let rule = choose(node.valueKind) else { return wrongType(node, description, name) }
      check(node, rule, name)
    case .choice(let choose): check(node, choose(node), name)
    case .any(let rules, let meant): checkAny(node, rules, meant, name)
    }
  }

  private mutating func checkText(_ node: DocumentNode, _ pattern: TextPattern?, _ name: String) {
    guard case .text(let text) = node.scalar else { return wrongType(node, "a text", name) }
    guard let pattern, !pattern.matches(text) else { return }
    found.nonconformity(
      pattern.word, "\(name) is \(PrintableText.quoted(text)) and must be \(pattern.description)",
      at: node.mark)
  }

  private mutating func checkWord(_ node: DocumentNode, _ words: [String], _ name: String) {
    guard case .text(let text) = node.scalar else { return wrongType(node, "a text", name) }
    guard !words.contains(text) else { return }
    found.nonconformity(
      "value",
      "\(name) is \(PrintableText.quoted(text)); allowed: \(words.joined(separator: ", "))"
        + NearMatch.hint(for: text, among: words),
      at: node.mark)
  }

  private mutating func checkInteger(
    _ node: DocumentNode, _ range: ClosedRange<Int>, _ name: String
  ) {
    guard case .number(let digits) = node.scalar, let number = Double(digits),
      number == number.rounded()
    else { return wrongType(node, "a whole number", name) }
    guard !(Double(range.lowerBound)...Double(range.upperBound)).contains(number) else { return }
    found.nonconformity(
      "value", "\(name) must be from \(range.lowerBound) to \(range.upperBound)", at: node.mark)
  }

  private mutating func checkNumber(
    _ node: DocumentNode, _ range: ClosedRange<Double>, _ name: String
  ) {
    guard case .number(let digits) = node.scalar, let number = Double(digits) else {
      return wrongType(node, "a number", name)
    }
    guard !range.contains(number) else { return }
    found.nonconformity(
      "value", "\(name) must be from \(range.lowerBound) to \(range.upperBound)", at: node.mark)
  }

  private mutating func checkList(
    _ node: DocumentNode, _ element: SchemaRule, _ minimum: Int, _ name: String
  ) {
    guard case .sequence(let nodes) = node.content else { return wrongType(node, "a list", name) }
    if nodes.count < minimum {
      found.nonconformity("value", "\(name) must not be empty", at: node.mark)
    }
    for node in nodes { check(node, element, "an element of \(name)") }
  }

  private mutating func checkMap(
    _ node: DocumentNode, _ keys: TextPattern?, _ values: SchemaRule, _ name: String
  ) {
    guard case .mapping(let members) = node.content else {
      return wrongType(node, "a mapping", name)
    }
    for member in members {
      if let keys, !keys.matches(member.key) {
        found.nonconformity(
          keys.word, "\(PrintableText.quoted(member.key)) must be \(keys.description)",
          at: member.keyMark)
      }
      check(member.value, values, PrintableText.quoted(member.key))
    }
  }

  private mutating func checkObject(_ node: DocumentNode, _ object: SchemaObject) {
    guard case .mapping(let members) = node.content else {
      return wrongType(node, "a mapping", object.place)
    }
    checkKeys(members, of: object, at: node.mark)
    for member in members {
      guard let rule = object.keys[member.key] else { continue }
      check(member.value, rule, "'\(member.key)' of \(object.place)")
    }
    let fields = DocumentFields(place: object.place, mark: node.mark, members: members)
    if let objection = object.objection?(fields) {
      found.nonconformity(
        objection.word, "\(object.place) \(objection.message)",
        at: objection.key.map(fields.mark) ?? node.mark)
    }
  }

  private mutating func checkKeys(
    _ members: [DocumentNode.Member], of object: SchemaObject, at mark: SourceMark
  ) {
    let unknown = members.filter { object.keys[$0.key] == nil && !object.allowsOthers }
    if let first = unknown.first {
      let names = Words.list(unknown.prefix(8).map { PrintableText.quoted($0.key) })
      let hint = NearMatch.hint(for: first.key, among: object.keys.keys.sorted())
      found.nonconformity(
        "unknown-key",
        "\(names) \(unknown.count == 1 ? "is" : "are") not allowed in \(object.place)" + hint,
        at: first.keyMark)
    }
    let missing = object.required.filter { key in !members.contains { $0.key == key } }
    if !missing.isEmpty {
      found.nonconformity(
        "missing-key", "\(object.place) needs \(Words.list(missing.map { "'\($0)'" }))", at: mark)
    }
  }

  private mutating func checkAny(
    _ node: DocumentNode, _ rules: [SchemaRule], _ meant: (DocumentNode) -> Int, _ name: String
  ) {
    let before = found
    var attempts: [DiagnosticList] = []
    for rule in rules {
      found = DiagnosticList()
      check(node, rule, name)
      attempts.append(found)
    }
    found = before
    guard attempts.allSatisfy({ !$0.found.isEmpty }) else { return }
    for diagnostic in attempts[meant(node)].found { found.append(diagnostic) }
  }

  private mutating func wrongType(_ node: DocumentNode, _ wanted: String, _ name: String) {
    found.nonconformity("type", "\(name) must be \(wanted), not \(node.kind)", at: node.mark)
  }
}
