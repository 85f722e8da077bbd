import CapabilitySpecs
import StudioServer
import Synchronization

/// What a server said of its answers.
final class LogLines: Sendable {
  private let lines = Mutex<[ServerLogLine]>([])
  var all: [ServerLogLine] { lines.withLock { $0 } }
  func add(_ line: ServerLogLine) { lines.withLock { $0.append(line) } }
}

extension Documents {
  static func parsed(_ document: String, source: String = "test.yaml") throws -> [Capability] {
    [try CapabilityParser.parse(document, source: source).capability]
  }
}
