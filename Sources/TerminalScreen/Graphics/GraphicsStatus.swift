/// How pictures are shown at the moment, for a person to read.
public struct GraphicsStatus: Sendable, Equatable {
  /// What the person chose.
  public var choice: GraphicsChoice
  /// The way in use.
  public var kind: GraphicsKind
  /// What pictures may cost.
  public var transfer: Transfer
  /// The size of a cell in pixels.
  public var cell: CellGeometry
  /// Whether that size is a guess, as the terminal does not tell.
  public var isCellAssumed: Bool
  /// The line to run in a shell so that pixels can be shown, such as the one that lets them through
  /// tmux; nil when nothing is in the way that a person could remove.
  public var remedy: String?
  /// What is in the way of each way that is not known to work here.
  public var obstacles: [GraphicsKind: GraphicsObstacle]

  /// A status.
  public init(
    choice: GraphicsChoice, kind: GraphicsKind, transfer: Transfer, cell: CellGeometry,
    isCellAssumed: Bool, remedy: String? = nil,
    obstacles: [GraphicsKind: GraphicsObstacle] = [:]
  ) {
    self.choice = choice
    self.kind = kind
    self.transfer = transfer
    self.cell = cell
    self.isCellAssumed = isCellAssumed
    self.remedy = remedy
    self.obstacles = obstacles
  }

  /// Why the person's choice is not in use; nil when it is, or may still come.
  public var refusal: GraphicsObstacle? {
    guard let forced = choice.forced, forced != kind, let obstacle = obstacles[forced],
      obstacle.isCertain
    else { return nil }
    return obstacle
  }

  /// The choice after this one among those that work here; a key that steps through them comes
  /// round.
  public var nextChoice: GraphicsChoice {
    let all = GraphicsChoice.allCases
    let index = all.firstIndex(of: choice) ?? 0
    let others = all[(index + 1)...] + all[..<index]
    return others.first { $0.forced.map { obstacles[$0] == nil } ?? true } ?? .auto
  }
}
