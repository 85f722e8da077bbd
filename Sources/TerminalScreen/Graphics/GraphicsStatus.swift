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

  /// A status.
  public init(
    choice: GraphicsChoice, kind: GraphicsKind, transfer: Transfer, cell: CellGeometry,
    isCellAssumed: Bool, remedy: String? = nil
  ) {
    self.choice = choice
    self.kind = kind
    self.transfer = transfer
    self.cell = cell
    self.isCellAssumed = isCellAssumed
    self.remedy = remedy
  }
}
