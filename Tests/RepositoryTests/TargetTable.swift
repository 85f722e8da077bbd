/// The table of targets in `Sources/README.md`.
struct TargetTable {
  /// Target to what it may import.
  let imports: [String: Set<String>]
  /// Target to its level.
  let levels: [String: Int]

  init() throws {
    var imports: [String: Set<String>] = [:]
    var levels: [String: Int] = [:]
    for line in try Repository.text("Sources/README.md").split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.drop(while: { $0 == " " }) }
      guard cells.count == 6, let level = Int(cells[1].filter { $0 != " " }),
        let target = Self.names(cells[2]).first
      else { continue }
      imports[target] = Set(Self.names(cells[3]))
      levels[target] = level
    }
    self.imports = imports
    self.levels = levels
  }

  /// What stands between backquotes.
  private static func names(_ cell: Substring) -> [String] {
    let pieces = cell.split(separator: "`", omittingEmptySubsequences: false)
    return pieces.indices.filter { $0 % 2 == 1 }.map { String(pieces[$0]) }
  }
}
