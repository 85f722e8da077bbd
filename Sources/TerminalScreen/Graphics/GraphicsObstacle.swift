/// Why pictures are not shown in one of the ways.
public enum GraphicsObstacle: Sendable, Hashable, CaseIterable {
  /// Characters are no UTF-8.
  case locale
  /// The terminal has answered the other questions but not this one, or is known to lack it.
  case terminal
  /// A multiplexer in between cannot show it, or cannot keep it in its place.
  case multiplexer
  /// tmux lets nothing through to the terminal outside.
  case blocked
  /// The terminal does not tell: it may know this way all the same.
  case unproven

  /// Whether pictures would certainly not be seen: then nobody's choice helps.
  public var isCertain: Bool { self != .unproven }

  /// The reason, in the words after "because".
  public var reason: String {
    switch self {
    case .locale: "the locale is not UTF-8"
    case .terminal: "the terminal has none"
    case .multiplexer: "not inside tmux or screen"
    case .blocked: "tmux lets nothing through"
    case .unproven: "the terminal does not say so"
    }
  }
}

extension ProbeResult {
  /// The way for what a person chose: that one, unless it is certain that nothing would be seen; else
  /// the best one.
  func kind(for choice: GraphicsChoice, isUnicode: Bool) -> GraphicsKind {
    guard let forced = choice.forced, obstacle(to: forced, isUnicode: isUnicode)?.isCertain != true
    else { return best(isUnicode: isUnicode) }
    return forced
  }

  /// What is in the way of each way that is not known to work.
  func obstacles(isUnicode: Bool) -> [GraphicsKind: GraphicsObstacle] {
    var obstacles: [GraphicsKind: GraphicsObstacle] = [:]
    for kind in GraphicsKind.allCases {
      obstacles[kind] = obstacle(to: kind, isUnicode: isUnicode)
    }
    return obstacles
  }

  /// What is in the way of one; nil when it works.
  func obstacle(to kind: GraphicsKind, isUnicode: Bool) -> GraphicsObstacle? {
    guard kind != .ascii, kind != .off else { return nil }
    guard isUnicode else { return .locale }
    guard kind.hasPixels else { return nil }
    guard isAsked else { return .terminal }
    return switch kind {
    case .kitty: obstacleToKitty
    case .sixel: obstacleToSixel
    case .iterm2: obstacleToITerm2
    default: obstacleToKittyAtCursor
    }
  }

  /// Cells find their way through tmux, what fills them needs to be let through.
  private var obstacleToKitty: GraphicsObstacle? {
    if isInScreen { return .multiplexer }
    guard facts.isComplete else { return isInTmux && hasWaited ? .blocked : .unproven }
    guard facts.answersKitty else { return .terminal }
    return facts.hasPlaceholders ? nil : .unproven
  }

  /// A tmux that draws them itself remembers ten and drops those it cannot send at once: of a page of
  /// pictures, and of a large one, nothing but holes would be left.
  private var obstacleToSixel: GraphicsObstacle? {
    if isInTmux { return .multiplexer }
    guard facts.isComplete else { return .unproven }
    return facts.hasSixel ? nil : .terminal
  }

  /// What is drawn at the cursor of the terminal outside lands anywhere in a multiplexer, and stays.
  private var obstacleToITerm2: GraphicsObstacle? {
    if isInTmux || isInScreen { return .multiplexer }
    if facts.takesITerm2 { return nil }
    return facts.lacksITerm2 ? .terminal : .unproven
  }

  private var obstacleToKittyAtCursor: GraphicsObstacle? {
    if isInTmux || isInScreen { return .multiplexer }
    guard facts.isComplete else { return .unproven }
    guard facts.answersKitty else { return .terminal }
    return facts.placesAtCursor ? nil : .unproven
  }
}
