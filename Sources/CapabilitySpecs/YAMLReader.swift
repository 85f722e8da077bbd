import Yams

/// Turns YAML text into nodes within bounds: size, depth, number of nodes. The only place that knows
/// the YAML library.
struct YAMLReader {
  /// The largest document, in bytes.
  static let largestDocument = 1 << 20
  /// The deepest nesting; capability documents need about twelve levels.
  static let deepestNesting = 64
  /// The most nodes after aliases are expanded.
  static let mostNodes = 10_000
  /// The longest single text, in bytes.
  static let longestText = 32 << 10

  private let file: String
  private var remainingNodes = YAMLReader.mostNodes

  private init(file: String) { self.file = file }

  /// The document's root node. Throws one finding: after a syntax error nothing more can be read.
  static func read(_ yaml: String, file: String) throws(CapabilityError) -> DocumentNode {
    let start = SourceMark(file: file, line: 1, column: 1)
    guard yaml.utf8.count <= largestDocument else {
      throw CapabilityError(
        "yaml.too-large", "the document is larger than \(largestDocument) bytes", at: start)
    }
    guard !AliasGuard.isRisky(yaml) else {
      throw CapabilityError(
        "yaml.expansion",
        "anchors and aliases cannot be combined with lists, mappings or aliases "
          + "as mapping keys", at: start)
    }
    guard let root = try compose(yaml, file: file) else {
      throw CapabilityError("yaml.empty", "the document is empty", at: start)
    }
    var reader = YAMLReader(file: file)
    return try reader.convert(root, depth: 0)
  }

  private static func compose(_ yaml: String, file: String) throws(CapabilityError) -> Node? {
    do {
      // The basic resolver types nothing, so that dates and versions stay the text they are.
      return try Yams.compose(yaml: yaml, .basic)
    } catch let error as YamlError {
      throw CapabilityError(error, in: yaml, file: file)
    } catch {
      throw CapabilityError(
        "yaml.syntax", "the document cannot be read as YAML",
        at: SourceMark(file: file, line: 1, column: 1))
    }
  }

  private mutating func convert(_ node: Node, depth: Int) throws(CapabilityError) -> DocumentNode {
    let mark = SourceMark(
      file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    guard depth < Self.deepestNesting else {
      throw CapabilityError(
        "yaml.depth", "nested deeper than \(Self.deepestNesting) levels", at: mark)
    }
    remainingNodes -= 1
    guard remainingNodes >= 0 else {
      throw CapabilityError(
        "yaml.expansion", "more than \(Self.mostNodes) values, aliases expanded", at: mark)
    }
    return DocumentNode(content: try content(of: node, at: mark, depth: depth), mark: mark)
  }

  private mutating func content(
    of node: Node, at mark: SourceMark, depth: Int
  ) throws(CapabilityError) -> DocumentNode.Content {
    switch node {
    case .scalar(let scalar):
      return .scalar(try checked(scalar.string, at: mark), isPlain: scalar.style == .plain)
    case .sequence(let sequence):
      var nodes: [DocumentNode] = []
      for element in sequence { nodes.append(try convert(element, depth: depth + 1)) }
      return .sequence(nodes)
    case .mapping(let mapping):
      var members: [DocumentNode.Member] = []
      for pair in mapping { members.append(try member(pair.key, pair.value, depth: depth)) }
      return .mapping(members)
    case .alias:
      throw CapabilityError("yaml.syntax", "an alias without its anchor", at: mark)
    }
  }

  private mutating func member(
    _ key: Node, _ value: Node, depth: Int
  ) throws(CapabilityError) -> DocumentNode.Member {
    let key = try convert(key, depth: depth + 1)
    guard case .scalar(let name, _) = key.content else {
      throw CapabilityError("yaml.key", "a key must be text, not \(key.kind)", at: key.mark)
    }
    let value = try convert(value, depth: depth + 1)
    return DocumentNode.Member(key: name, keyMark: key.mark, value: value)
  }

  /// Documents name things that are shown on terminals; escape sequences have no business in them.
  private func checked(_ text: String, at mark: SourceMark) throws(CapabilityError) -> String {
    guard text.utf8.count <= Self.longestText else {
      throw CapabilityError(
        "yaml.too-large", "a text is longer than \(Self.longestText) bytes", at: mark)
    }
    let offender = text.unicodeScalars.first { scalar in
      !PrintableText.isPrintable(scalar) && scalar != "\n" && scalar != "\t" && !isJoiner(scalar)
    }
    guard let offender else { return text }
    let code = String(offender.value, radix: 16, uppercase: true)
    throw CapabilityError(
      "yaml.control-character", "the text holds the control character U+\(code)", at: mark)
  }

  /// Emoji and several scripts need these two.
  private func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{200C}" || scalar == "\u{200D}"
  }
}
