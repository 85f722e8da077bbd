internal import Pictures

extension TerminalFacts {
  /// Takes an answer; false when it is none that was asked for.
  mutating func take(_ reply: TerminalReply) -> Bool {
    switch reply {
    case .control(let text): takeControl(text)
    case .device(let text): takeDevice(text)
    case .application(let text): takeKitty(text)
    case .system(let text): takeSystem(text)
    }
  }

  private mutating func takeControl(_ text: String) -> Bool {
    if text.hasPrefix("?"), text.hasSuffix("c") {
      hasSixel = text.dropFirst().dropLast().split(separator: ";").dropFirst().contains("4")
      isComplete = true
    } else if text.hasPrefix("6;"), text.hasSuffix("t") {
      cell = Self.size(text).flatMap { CellGeometry(plausible: $0) }
    } else if text.hasPrefix("4;"), text.hasSuffix("t") {
      area = Self.size(text)
    } else if text.hasPrefix("?2026;"), text.hasSuffix("$y") {
      hasSynchronizedUpdate = ["?2026;1$y", "?2026;2$y"].contains(text)
    } else {
      return false
    }
    return true
  }

  /// `6;20;10t`: height, then width.
  private static func size(_ text: String) -> PixelSize? {
    let numbers = text.dropLast().split(separator: ";").compactMap { Int($0) }
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    return PixelSize(width: numbers[2], height: numbers[1])
  }

  private mutating func takeDevice(_ text: String) -> Bool {
    if text.hasPrefix(">|") {
      identity = TerminalIdentity(answer: String(text.dropFirst(2)))
      return true
    }
    guard text.hasPrefix("1$r") || text.hasPrefix("0$r"), text.hasSuffix("m") || text.count == 3
    else { return false }
    let colors = text.replacing(":", with: ";")
    hasTruecolor =
      colors.contains("48;2;1;2;3") || colors.contains("48;2;;1;2;3")
      || colors.contains("48;2;0;1;2;3")
    return true
  }

  private mutating func takeKitty(_ text: String) -> Bool {
    guard let answer = KittyAnswer(text) else { return false }
    switch answer.id {
    case TerminalQueries.support: answersKitty = answer.isGood
    case TerminalQueries.features:
      namesPlaceholders = answer.keys["U"] == "1" && answer.keys["e"] != nil
    default: return false
    }
    return true
  }

  private mutating func takeSystem(_ text: String) -> Bool {
    guard text.hasPrefix("1337;Capabilities=") else { return false }
    hasITerm2Files = text.dropFirst("1337;Capabilities=".count).contains("F")
    return true
  }
}

extension CellGeometry {
  /// A size that a terminal states; nil for one that no font has.
  init?(plausible size: PixelSize) {
    guard (2...200).contains(size.width), (4...400).contains(size.height) else { return nil }
    self.init(pixelWidth: size.width, pixelHeight: size.height)
  }
}
