/// What is styled. A theme gives each role a style, or the role takes its parent's.
///
/// A case's name is, as `name`, the one in a theme file; it never changes meaning between versions.
public enum Role: Int, CaseIterable, Sendable {
  /// Ordinary text and the screen's background; the only role without a parent.
  case text
  /// What matters less: units, hints, times.
  case dim
  /// The one colour that draws the eye.
  case accent
  /// A pane's title.
  case title
  /// The title of the pane that has the keyboard.
  case titleFocused
  /// Lines around panes.
  case border
  /// Lines around the pane that has the keyboard.
  case borderFocused
  /// The selected row where the keyboard is.
  case selection
  /// The selected row of a list that does not have the keyboard.
  case selectionDim
  /// A key, in hints and help.
  case key
  /// What a key does.
  case keyLabel
  /// Saved; reachable.
  case success
  /// Needs attention; an estimate that may be wrong.
  case warning
  /// Failed; a mark on a wrong field.
  case failure
  /// A job whose outcome nobody knows.
  case unknown
  /// A job under way.
  case running
  /// A job that has not begun.
  case waiting
  /// A job that was cancelled.
  case cancelled
  /// The prompt's text.
  case editor
  /// What stands in an empty editor or pane.
  case placeholder
  /// A setting's name.
  case label
  /// A setting's value.
  case value
  /// A value that the destination ignores or does not know.
  case disabled
  /// The inside of a dialog.
  case dialog
  /// Lines around a dialog.
  case dialogBorder
  /// The name in the top line.
  case brand
  /// The top line.
  case topBar
  /// The bottom line.
  case statusBar
  /// The part of a meter that is done.
  case meter
  /// The part of a meter that is left.
  case meterTrack
  /// The mark that shows where in a long list the window is.
  case scrollMark

  /// The role whose style this one takes when a theme does not give it its own.
  public var parent: Role? {
    switch self {
    case .text: nil
    case .dim, .accent, .title, .editor, .value, .dialog, .success, .warning, .failure: .text
    case .selection, .topBar, .statusBar: .text
    case .titleFocused, .borderFocused, .key, .running, .dialogBorder, .brand, .meter:
      .accent
    case .border, .placeholder, .label, .disabled, .keyLabel, .waiting, .cancelled: .dim
    case .meterTrack, .scrollMark: .dim
    case .selectionDim: .selection
    case .unknown: .warning
    }
  }

  /// The name in a theme file: `title-focused`.
  public var name: String {
    String(describing: self).reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
    }
  }

  /// The role with this name in a theme file.
  public init?(name: String) {
    guard let role = Role.allCases.first(where: { $0.name == name }) else { return nil }
    self = role
  }
}
