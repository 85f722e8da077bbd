import StudioCore

/// What an answer lacks whose pictures are kept, said in the record.
struct AnswerShortfall {
  let wished: Int
  let contents: AnswerContents
  let outcome: PicturePublisher.Outcome
  var failedLinks = 0

  /// True when `response.part` still holds something that the picture files do not.
  var keepsAnswer: Bool { contents.damagedCount > 0 || failedLinks > 0 }

  /// One sentence; nil when nothing is amiss.
  var warning: String? {
    let kept = outcome.images.count
    guard kept < wished || !isComplete else { return nil }
    return "\(kept) of \(wished) pictures are kept: \(reason)."
      + (keepsAnswer ? " What else arrived is in response.part." : "")
  }

  private var isComplete: Bool {
    contents.skeleton != nil && outcome.foreign.isEmpty && !keepsAnswer
  }

  private var reason: String {
    if contents.skeleton == nil { return "the answer broke off" }
    if contents.damagedCount > 0 { return "others arrived damaged" }
    if failedLinks > 0 { return "the links of others could not be fetched" }
    if let file = outcome.foreign.first { return "\(file) is no picture format Easel knows" }
    return "the service sent no more; some may have been filtered"
  }
}
