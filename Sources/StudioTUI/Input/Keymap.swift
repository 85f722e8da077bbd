public import TerminalScreen

/// Which key means which command in which context.
public struct Keymap: Sendable, Equatable {
  private var commands: [KeyContext: [KeyChord: Command]] = [:]
  /// Chords in the order they were bound, the preferred first.
  private var order: [KeyContext: [KeyChord]] = [:]
  /// The same by command: every frame shows which keys reach some commands.
  private var chords: [KeyContext: [Command: [KeyChord]]] = [:]

  /// A keymap without keys.
  public init() {}

  /// The command for a chord: the first of the contexts that binds it decides.
  ///
  /// When the first context takes text, a bare character is no command, whatever the others say.
  public func command(for chord: KeyChord, in contexts: [KeyContext]) -> Command? {
    if contexts.first?.takesText == true, chord.isText { return nil }
    for context in contexts {
      if let command = commands[context]?[chord] { return command }
    }
    return nil
  }

  /// The chords that reach a command in these contexts, the preferred one first; a chord that an
  /// inner context binds to something else is left out.
  public func chords(for command: Command, in contexts: [KeyContext]) -> [KeyChord] {
    var reached: [KeyChord] = []
    for context in contexts {
      for chord in chords[context]?[command] ?? [] where !reached.contains(chord) {
        if self.command(for: chord, in: contexts) == command { reached.append(chord) }
      }
    }
    return reached
  }

  /// What a context binds by itself, in order.
  public func bindings(in context: KeyContext) -> [KeyBinding] {
    (order[context] ?? []).compactMap { chord in
      commands[context]?[chord].map { KeyBinding(chord: chord, command: $0) }
    }
  }

  /// Binds a chord, in place of what it meant before in this context. Help shows a preferred chord
  /// before those that were bound earlier.
  public mutating func bind(
    _ chord: KeyChord, to command: Command, in context: KeyContext, isPreferred: Bool = false
  ) {
    unbind(chord, in: context)
    commands[context, default: [:]][chord] = command
    func added(to chords: [KeyChord]) -> [KeyChord] {
      isPreferred ? [chord] + chords : chords + [chord]
    }
    order[context] = added(to: order[context] ?? [])
    chords[context, default: [:]][command] = added(to: chords[context]?[command] ?? [])
  }

  /// Takes away what a chord means in this context; outer contexts may still bind it.
  public mutating func unbind(_ chord: KeyChord, in context: KeyContext) {
    guard let command = commands[context]?.removeValue(forKey: chord) else { return }
    chords[context]?[command]?.removeAll { $0 == chord }
    order[context]?.removeAll { $0 == chord }
  }
}

/// A key and what it means.
public struct KeyBinding: Hashable, Sendable {
  /// The key.
  public let chord: KeyChord
  /// Its meaning.
  public let command: Command
}

extension KeyChord {
  /// Whether the key types a character when text is edited.
  var isText: Bool {
    guard case .character = key else { return false }
    return modifiers.isEmpty
  }
}
