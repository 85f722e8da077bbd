import StudioCore
public import TerminalScreen

/// A user's `config.yaml`: every setting is optional.
///
/// ```yaml
/// resume: ask        # jobs that waited when Easel ended: ask, yes, no
/// retries: 3         # how often a request that started nothing is sent again: 0 to 20
/// graphics: auto     # auto, kitty, iterm2, sixel, konsole, symbols, ascii, off
/// transfer: economy  # how much a picture may cost on its way to the terminal: full, economy
/// ```
public struct ConfigurationFile: Sendable, Equatable {
  /// nil for what is not set.
  public var resume: ResumeRule?
  public var retries: Int?
  public var graphics: GraphicsChoice?
  public var transfer: Transfer?
  /// Names that this version does not know: they change nothing.
  public private(set) var warnings: [FileProblem] = []
  /// Values that cannot be, each with its place. The others count all the same for whoever only
  /// shows them.
  public private(set) var problems: [FileProblem] = []
  /// Names of the settings that `problems` is about: all, where the file as a whole cannot be read.
  public private(set) var mistaken: Set<String> = []

  public init() {}

  private static let names = ["resume", "retries", "graphics", "transfer"]

  /// - Parameter file: The name that problems use.
  public init(_ text: String, file: String) {
    var reader = UserFileReader(file: file)
    for member in reader.members(of: text) {
      let count = reader.problems.count
      switch member.name {
      case "resume": resume = reader.choice(of: member)
      case "retries": retries = reader.number(of: member, in: Resend.limits)
      case "graphics": graphics = reader.choice(of: member)
      case "transfer": transfer = reader.choice(of: member)
      default: reader.warnUnknown("setting", member.name, among: Self.names, at: member.key)
      }
      if reader.problems.count > count { mistaken.insert(member.name) }
    }
    warnings = reader.warnings
    problems = reader.problems
    if mistaken.isEmpty, !problems.isEmpty { mistaken = Set(Self.names) }
  }
}

extension UserFileReader {
  /// One of a few words.
  fileprivate mutating func choice<Value>(of member: Member) -> Value?
  where Value: RawRepresentable<String> & CaseIterable {
    guard let text = text(of: member.value) else { return nil }
    if let value = Value(rawValue: text.lowercased()) { return value }
    let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
    report(
      "\(member.name) cannot be '\(DisplayText(text).truncated(columns: 40))'; write one of \(known)",
      at: member.value)
    return nil
  }

  fileprivate mutating func number(of member: Member, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(of: member.value) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    report(
      "\(member.name) cannot be '\(DisplayText(text).truncated(columns: 40))'; write a number from "
        + "\(range.lowerBound) to \(range.upperBound)", at: member.value)
    return nil
  }
}
