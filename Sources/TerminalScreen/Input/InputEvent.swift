/// Something that came from the terminal or about it.
public enum InputEvent: Sendable, Equatable {
  /// A key.
  case key(KeyChord)
  /// Pasted text, as the terminal sent it (line ends are `\n`): outside text, to be sanitised.
  case paste(String)
  /// A mouse button, wheel or drag.
  case mouse(MouseEvent)
  /// The terminal window got (true) or lost the focus.
  case focus(Bool)
  /// The terminal answered a query.
  case reply(TerminalReply)
  /// The screen has this size now.
  case resize(GridSize)
  /// The program runs again after it was stopped; the screen was set up anew.
  case resumed
  /// The terminal is gone; nothing more will come or can be shown.
  case hangup
  /// A signal asks the program to end: SIGTERM or SIGINT.
  case terminate(signal: Int32)
}

/// What the mouse did in one cell.
public struct MouseEvent: Hashable, Sendable {
  /// The kinds of mouse events.
  public enum Action: Hashable, Sendable {
    case press, release, drag, wheelUp, wheelDown
  }

  /// The mouse buttons.
  public enum Button: Hashable, Sendable {
    case left, middle, right, none
  }

  /// What happened.
  public var action: Action
  /// With which button; `none` for the wheel.
  public var button: Button
  /// Where.
  public var point: Point
  /// Keys held down.
  public var modifiers: Modifiers

  /// A mouse event.
  public init(_ action: Action, _ button: Button, at point: Point, modifiers: Modifiers = []) {
    self.action = action
    self.button = button
    self.point = point
    self.modifiers = modifiers
  }
}

/// A terminal's answer to a query: what stands between the sequence's introducer and terminator.
/// It is outside text.
public enum TerminalReply: Hashable, Sendable {
  /// A control sequence (CSI) with its last letter: `?62;4c`, `6;20;10t`, `?2026;2$y`.
  case control(String)
  /// An operating system command (OSC): `11;rgb:0000/0000/0000`.
  case system(String)
  /// A device control string (DCS): `>|kitty(0.41.1)`.
  case device(String)
  /// An application program command (APC): `Gi=31;OK`.
  case application(String)
}
