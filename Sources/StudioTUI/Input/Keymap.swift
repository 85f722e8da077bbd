public import TerminalScreen

/// Which key means which command in which context.
public struct Keymap: Sendable, Equatable {
  /// No chord comes twice in a context; of a command's chords the preferred one comes first. Lists
  /// this short are searched from their beginning.
  private var lists: [KeyContext: [KeyBinding]] = [:]

  /// A keymap without keys.
  public init() {}

  /// A keymap of these lines; no chord may come twice in a context.
  init(_ contexts: [(KeyContext, [(Command, [KeyChord])])]) {
    for (context, lines) in contexts {
      lists[context] = lines.flatMap { command, chords in
        chords.map { KeyBinding(chord: $0, command: command) }
      }
    }
  }

  /// The command for a chord: the first of the contexts that binds it decides.
  ///
  /// When the first context takes text, a bare character is no command, whatever the others say.
  public func command(for chord: KeyChord, in contexts: [KeyContext]) -> Command? {
    if contexts.first?.takesText == true, chord.isText { return nil }
    for context in contexts {
      if let found = lists[context]?.first(where: { $0.chord == chord }) { return found.command }
    }
    return nil
  }

  /// The chords that reach a command in these contexts, the preferred one first; a chord that an
  /// inner context binds to something else is left out.
  public func chords(for command: Command, in contexts: [KeyContext]) -> [KeyChord] {
    var reached: [KeyChord] = []
    for context in contexts {
      for binding in bindings(in: context)
      where binding.command == command && !reached.contains(binding.chord) {
        if self.command(for: binding.chord, in: contexts) == command {
          reached.append(binding.chord)
        }
      }
    }
    return reached
  }

  /// What a context binds by itself, in order.
  public func bindings(in context: KeyContext) -> [KeyBinding] { lists[context] ?? [] }

  /// Binds a chord, in place of what it meant before in this context. Help shows a preferred chord
  /// before those that were bound earlier.
  public mutating func bind(
    _ chord: KeyChord, to command: Command, in context: KeyContext, isPreferred: Bool = false
  ) {
    unbind(chord, in: context)
    let binding = KeyBinding(chord: chord, command: command)
    lists[context, default: []].insert(
      binding, at: isPreferred ? 0 : bindings(in: context).count)
  }

  /// Takes away what a chord means in this context; outer contexts may still bind it.
  public mutating func unbind(_ chord: KeyChord, in context: KeyContext) {
    lists[context]?.removeAll { $0.chord == chord }
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
