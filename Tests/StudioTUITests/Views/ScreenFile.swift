import Foundation
import StudioCore
import TerminalScreen
import Testing

@testable import StudioTUI

/// An expected screen in `Screens/`: the text, and below it a letter a cell for its role.
///
/// `EASEL_WRITE_SCREENS=1` writes them anew; the difference is then to be read and judged.
struct ScreenFile {
  let name: String

  private var path: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Screens/\(name).screen").path
  }

  static func text(of buffer: CellBuffer, isColored: Bool) -> String {
    let roles = buffer.styleLines(isColored ? RoleLetters.letter : RoleLetters.attribute)
    let kind = isColored ? "roles" : "attributes"
    return (buffer.textLines + ["--- \(kind)"] + roles).joined(separator: "\n") + "\n"
  }

  @MainActor
  func check(_ screen: MemoryScreen, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let actual = Self.text(of: screen.shown, isColored: screen.colorDepth != .mono)
    if ProcessInfo.processInfo.environment["EASEL_WRITE_SCREENS"] != nil {
      try actual.write(toFile: path, atomically: true, encoding: .utf8)
      return
    }
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    guard actual != expected else { return }
    Issue.record(
      "\(name).screen differs at \(firstDifference(expected, actual)). Now it is:\n\(actual)",
      sourceLocation: sourceLocation)
  }

  private func firstDifference(_ expected: String, _ actual: String) -> String {
    let pairs = zip(
      expected.split(separator: "\n", omittingEmptySubsequences: false),
      actual.split(separator: "\n", omittingEmptySubsequences: false))
    for (index, pair) in pairs.enumerated() where pair.0 != pair.1 {
      return "line \(index + 1):\n  \(pair.0)\n  \(pair.1)\n"
    }
    return "its length"
  }
}
