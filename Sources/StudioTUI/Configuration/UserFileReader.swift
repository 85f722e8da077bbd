internal import TerminalScreen
internal import Yams

/// Reads small YAML files that users write and gathers all that is wrong with them. The only place
/// that knows the YAML library.
struct UserFileReader {
  /// The largest file read, in bytes.
  static let largestFile = 1 << 18

  private let file: String
  private(set) var problems: [FileProblem] = []
  /// What is odd and harmless.
  private(set) var warnings: [FileProblem] = []

  /// A value with its place.
  struct Value {
    fileprivate let node: Node
  }

  /// A key of a mapping and what it stands for.
  struct Member {
    let name: String
    let key: Value
    let value: Value
  }

  /// Starts reading; `file` is the name that problems use.
  init(file: String) { self.file = file }

  /// The members of the file's outermost mapping, in order; none when the file is empty or wrong.
  mutating func members(of text: String) -> [Member] {
    guard text.utf8.count <= Self.largestFile else {
      report("the file is larger than \(Self.largestFile / 1024) KiB", line: 1, column: 1)
      return []
    }
    do {
      // The basic resolver types nothing: `on` and `1e3` stay the text they are.
      guard let root = try Yams.compose(yaml: text, .basic) else { return [] }
      return members(of: Value(node: root))
    } catch let error as YamlError {
      report(error, in: text)
    } catch {
      report("this is not YAML", line: 1, column: 1)
    }
    return []
  }

  /// The members of a mapping, in order; anything else is reported.
  mutating func members(of value: Value) -> [Member] {
    guard case .mapping(let mapping) = value.node else {
      report("names with values are expected here (name: value)", at: value)
      return []
    }
    var members: [Member] = []
    for (key, value) in mapping {
      guard let name = text(of: Value(node: key)) else { continue }
      members.append(Member(name: name, key: Value(node: key), value: Value(node: value)))
    }
    return members
  }

  /// The text of a plain or quoted value; anything else is reported.
  mutating func text(of value: Value) -> String? {
    if case .scalar(let scalar) = value.node { return scalar.string }
    report("a single word or number is expected here", at: value)
    return nil
  }

  /// Whether a value is a mapping.
  func isMapping(_ value: Value) -> Bool { value.node.mapping != nil }

  /// `true` or `false`; anything else is reported.
  mutating func flag(of value: Value) -> Bool? {
    switch text(of: value) {
    case "true": return true
    case "false": return false
    case .none: return nil
    case .some: report("true or false is expected here", at: value)
    }
    return nil
  }

  /// Notes that a name is not known, with the one probably meant.
  mutating func reportUnknown(
    _ kind: String, _ name: String, among candidates: [String], at value: Value
  ) {
    let hint = NearName.hint(for: name, among: candidates)
    report("unknown \(kind) '\(DisplayText(name).truncated(columns: 40))'\(hint)", at: value)
  }

  /// The same where it changes nothing.
  mutating func warnUnknown(
    _ kind: String, _ name: String, among candidates: [String], at value: Value
  ) {
    let count = problems.count
    reportUnknown(kind, name, among: candidates, at: value)
    warnings += problems[count...]
    problems.removeSubrange(count...)
  }

  /// Notes what is wrong at a value.
  mutating func report(_ message: String, at value: Value) {
    report(message, line: value.node.mark?.line ?? 1, column: value.node.mark?.column ?? 1)
  }

  /// The result, when nothing was wrong.
  func finish<Result>(_ result: Result) throws(UserFileError) -> Result {
    guard problems.isEmpty else { throw UserFileError(problems: problems) }
    return result
  }

  private mutating func report(_ message: String, line: Int, column: Int) {
    problems.append(
      FileProblem(
        file: file, line: max(1, line), column: max(1, column),
        message: DisplayText(message).string))
  }

  private mutating func report(_ error: YamlError, in text: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      report("not YAML: \(problem)", line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
      let place =
        TextPlace(ofSecond: keys.first ?? "", afterLine: context.mark.line, in: text)
        ?? TextPlace(line: context.mark.line, column: context.mark.column)
      report("given twice: \(names)", line: place.line, column: place.column)
    case .reader(let problem, _, _, _):
      // The library counts neither bytes nor characters.
      let place = TextPlace(ofFirstForbiddenIn: text) ?? TextPlace(line: 1, column: 1)
      report("not YAML: \(problem)", line: place.line, column: place.column)
    default: report("this is not YAML", line: 1, column: 1)
    }
  }
}
