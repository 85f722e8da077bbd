/// A server's version as `GET /api/version` tells it.
struct OllamaVersion: Comparable, Sendable, CustomStringConvertible {
  let description: String
  private let numbers: [Int]

  /// nil where the text does not begin with three numbers.
  init?(_ text: String) {
    let core = text.prefix { $0.isNumber || $0 == "." }
    let numbers = core.split(separator: ".").compactMap { Int($0) }
    guard numbers.count >= 3 else { return nil }
    self.numbers = Array(numbers.prefix(3))
    description = String(text.prefix(40))
  }

  static func < (left: OllamaVersion, right: OllamaVersion) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }

  static func == (left: OllamaVersion, right: OllamaVersion) -> Bool {
    left.numbers == right.numbers
  }

  /// Images came with 0.14.0 and were removed in 0.32.6 (commit 4713800b0). A source build says
  /// 0.0.0 and may be anything.
  var makesImages: Bool {
    numbers == [0, 0, 0]
      || (!numbers.lexicographicallyPrecedes([0, 14, 0])
        && numbers.lexicographicallyPrecedes([0, 32, 6]))
  }

  /// From 0.14.3 on `POST /api/generate` tells the steps of an image. The images route is the same
  /// handler behind a filter that drops them, so that both make the same picture.
  var tellsSteps: Bool {
    !numbers.lexicographicallyPrecedes([0, 14, 3])
      && numbers.lexicographicallyPrecedes([0, 32, 6])
  }
}
