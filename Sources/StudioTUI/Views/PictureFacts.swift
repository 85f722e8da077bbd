import StudioCore
import TerminalScreen

import struct FoundationEssentials.Date

/// What is known about a picture, in one line:
/// `1536×1024 png · 2.4 MB · seed – · $0.25 actual · 09:12`.
struct PictureFacts {
  let generation: Generation
  let image: GeneratedImage
  let localTime: LocalTime
  let now: Date

  /// All of it, with the time when it was finished at the end.
  var facts: [String] {
    imageFacts + [localTime.short(generation.finishedAt ?? generation.createdAt, now: now)]
  }

  /// What the picture itself is.
  private var imageFacts: [String] {
    let format = image.mediaType.split(separator: "/").last.map(String.init) ?? ""
    let size = image.size.map { "\($0) " } ?? ""
    return [
      size + format, Format.bytes(image.bytes).string, "seed \(seed)", cost,
    ].compactMap { $0 }
  }

  private var seed: String { generation.request.parameters[.seed]?.description ?? "–" }

  private var cost: String? { CostText(generation.cost).text }

  var line: StyledLine { Self.line(facts) }

  /// Without the time, where that stands beside it.
  var timelessLine: StyledLine { Self.line(imageFacts) }

  private static func line(_ facts: [String]) -> StyledLine {
    var line = StyledLine()
    for fact in facts { line.addFact(fact, .dim) }
    return line
  }
}

/// A cost with its basis: `$0.25 actual`, `about $0.25`, `free`.
struct CostText {
  let text: String?

  init(_ cost: Cost) {
    guard let amount = cost.amount else {
      text = nil
      return
    }
    let money = Format.money(amount, currency: cost.currency).string
    switch cost.basis {
    case .actual where amount == 0: text = "free"
    case .actual: text = "\(money) actual"
    case .estimate: text = "about \(money)"
    case .unknown: text = nil
    }
  }
}
