/// What stands in a person's way, such as a setting that is not known: said one after the other, so
/// that none hides another.
struct WarningQueue: Sendable {
  private var waiting: [String] = []
  private var passed = 0

  init(_ texts: [String] = []) { waiting = texts }

  mutating func add(_ text: String) { waiting.append(text) }

  /// The one to read now, with its place where there are several: `(1 of 2) …`.
  var current: String? {
    guard let text = waiting.first else { return nil }
    let count = passed + waiting.count
    return count > 1 ? "(\(passed + 1) of \(count)) \(text)" : text
  }

  /// The present one has been read.
  mutating func pass() {
    guard !waiting.isEmpty else { return }
    waiting.removeFirst()
    passed = waiting.isEmpty ? 0 : passed + 1
  }
}
