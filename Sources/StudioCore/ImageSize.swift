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
    guard let cross = text.firstIndex(where: { $0 == "x" || $0 == "×" || $0 == "X" }),
      let width = Self.side(text[..<cross]), let height = Self.side(text[cross...].dropFirst())
    else { return nil }
    self.init(width: width, height: height)
  }

  private static func side(_ digits: Substring) -> Int? {
    guard (1...5).contains(digits.utf8.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
    return Int(digits).flatMap { $0 > 0 ? $0 : nil }
  }

  /// As the services want it.
  public var requestText: String { "\(width)x\(height)" }
  /// As people read it.
  public var description: String { "\(width)×\(height)" }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { self >= "0" && self <= "9" }
}
