/// Width and height in pixels, written `1024x1024` in requests and `1024×1024` for people.
public struct ImageSize: Hashable, Sendable, Codable, CustomStringConvertible {
  public var width: Int
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Reads `1024x1024` or `1024×1024`; nil for anything else, zero or more than five digits a side.
  public init?(parsing text: String) {
    let sides = text.split(whereSeparator: { $0 == "x" || $0 == "×" || $0 == "X" })
    guard sides.count == 2, sides.allSatisfy({ $0.count <= 5 && $0.allSatisfy(\.isASCIIDigit) }),
      let width = Int(sides[0]), let height = Int(sides[1]), width > 0, height > 0
    else { return nil }
    self.init(width: width, height: height)
  }

  /// As the services want it.
  public var requestText: String { "\(width)x\(height)" }
  /// As people read it.
  public var description: String { "\(width)×\(height)" }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { self >= "0" && self <= "9" }
}
