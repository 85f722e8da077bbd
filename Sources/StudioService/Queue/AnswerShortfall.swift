import StudioCore

/// What an answer lacks whose pictures are kept, said in the record.
struct AnswerShortfall {
  let wished: Int
  let contents: AnswerContents
  let outcome: PicturePublisher.Outcome
  var failedLinks = 0
  /// Where the answer's bytes are.
  var place = "response.part"

  /// True when `response.part` still holds something that the picture files do not.
  var keepsAnswer: Bool {
    contents.damagedCount > 0 || failedLinks > 0 || !outcome.refusals.numbers.isEmpty
  }

  /// Sentences; none when nothing is amiss.
  var warnings: [String] { [shortfall].compactMap { $0 } + outcome.warnings }

  private var shortfall: String? {
    let kept = outcome.images.count
    guard kept < wished || !isComplete else { return nil }
    return "\(kept) of \(wished)\(Self.words) \(reason)."
      + (keepsAnswer ? " What else arrived is in \(place)." : "")
  }

  private static let words = " pictures are kept:"

  /// True for what was said of a generation of which more has been found since.
  static func isWarning(_ text: String) -> Bool { text.contains(words) }

  /// An answer that is gone was no longer needed.
  private var isComplete: Bool {
    (contents.skeleton != nil || contents.isEmpty) && outcome.foreign.isEmpty && !keepsAnswer
  }

  private var reason: String {
    if let refusal = outcome.refusals.error, !outcome.refusals.numbers.isEmpty {
      return "the disk refused others (\(refusal.message.drop(suffix: ".")))"
    }
    if contents.skeleton == nil { return "the answer broke off" }
    if contents.damagedCount > 0 { return "others arrived damaged" }
    if failedLinks > 0 { return "the links of others could not be fetched" }
    if let file = outcome.foreign.first { return "\(file) is no picture format Easel knows" }
    return "the service sent no more; some may have been filtered"
  }
}

extension String {
  fileprivate func drop(suffix: String) -> Substring {
    hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
  }
}
