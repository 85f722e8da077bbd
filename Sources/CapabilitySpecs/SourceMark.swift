/// A place in a capability document.
public struct SourceMark: Sendable, Equatable, CustomStringConvertible {
  /// The file's name as it was given; untrusted text, made printable in `description`.
  public let file: String
  /// The line, counted from 1.
  public let line: Int
  /// The column, counted from 1 in Unicode scalars.
  public let column: Int

  /// A place named by file, line and column.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, printable.
  public var description: String {
    "\(PrintableText.clean(file, limit: 256)):\(line):\(column)"
  }
}
