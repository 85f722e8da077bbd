/// Where a key was pressed. Keys are looked up in the innermost context first.
public enum KeyContext: String, CaseIterable, Sendable {
  /// The prompt editor.
  case editor
  /// A single line of text: a filter, a value.
  case field
  /// The settings pane.
  case settings
  /// Any list of rows.
  case list
  /// The list of jobs; looked up before `list`.
  case jobs
  /// The history; looked up before `list`.
  case history
  /// The picture on the whole screen.
  case viewer
  /// A question or a message.
  case dialog
  /// The help page.
  case help
  /// Everywhere; looked up last.
  case global

  /// Whether a bare character is text here, never a command.
  public var takesText: Bool { self == .editor || self == .field }
}
