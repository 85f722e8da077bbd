/// The part of JSONPath that documents use: `$`, `.name`, `['name']`, `[n]`, `[*]`, `.*` and `..name`.
///
/// `$.` means the root too: published documents write it. Slices, filters and unions are refused.
public struct JSONPath: Sendable, Equatable {
  /// One step from a value to others.
  public enum Step: Sendable, Equatable {
    /// The member of an object.
    case member(String)
    /// The element of a list, counted from 0; negative ones from the end.
    case element(Int)
    /// Every element of a list, every member of an object.
    case all
    /// The members of this name at any depth.
    case descendants(String)
  }

  /// The steps from the root; none means the root itself.
  public let steps: [Step]

  /// Reads a path; throws when it is none, or is beyond this part of the language.
  public init(_ text: String) throws(JSONPathError) {
    var rest = text[...]
    guard rest.popFirst() == "$" else { throw JSONPathError(path: text) }
    var steps: [Step] = []
    if rest != "." {
      while !rest.isEmpty {
        guard let step = Self.step(&rest) else { throw JSONPathError(path: text) }
        steps.append(step)
      }
    }
    self.steps = steps
  }

  private static func step(_ rest: inout Substring) -> Step? {
    if rest.hasPrefix("..") {
      rest = rest.dropFirst(2)
      return name(&rest).map { .descendants($0) }
    }
    switch rest.popFirst() {
    case ".":
      if rest.first == "*" {
        rest = rest.dropFirst()
        return .all
      }
      return name(&rest).map { .member($0) }
    case "[":
      guard let step = inBrackets(&rest), rest.popFirst() == "]" else { return nil }
      return step
    default: return nil
    }
  }

  /// A name that needs no quotes.
  private static func name(_ rest: inout Substring) -> String? {
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    rest = rest[name.endIndex...]
    return name.isEmpty ? nil : String(name)
  }

  private static func inBrackets(_ rest: inout Substring) -> Step? {
    guard let first = rest.first else { return nil }
    switch first {
    case "*":
      rest = rest.dropFirst()
      return .all
    case "'", "\"":
      rest = rest.dropFirst()
      let name = rest.prefix { $0 != first }
      rest = rest[name.endIndex...]
      // A backslash would begin an escape.
      guard rest.popFirst() == first, !name.contains("\\") else { return nil }
      return .member(String(name))
    default:
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "-") }
      rest = rest[digits.endIndex...]
      return Int(digits).map { .element($0) }
    }
  }
}
