/// What is wrong with a keymap or theme file, all of it.
public struct UserFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The findings, in the file's order; at least one.
  public let problems: [FileProblem]

  /// The findings, one a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One finding in a file that a user wrote.
public struct FileProblem: Hashable, Sendable, CustomStringConvertible {
  /// The file's name as it was given; outside text.
  public let file: String
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int
  /// What is wrong and what was probably meant; safe to show.
  public let message: String

  /// `keymap.yaml:3:5: unknown command …`
  public var description: String { "\(file):\(line):\(column): \(message)" }
}
