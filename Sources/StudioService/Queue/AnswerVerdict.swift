import StudioCore

/// Why a complete answer without a picture to keep is none: a success without one is a failure.
struct AnswerVerdict {
  let contents: AnswerContents
  let outcome: PicturePublisher.Outcome
  let folder: String

  func error(_ provider: any ImageService, _ status: Int, _ destination: Destination)
    -> StudioError
  {
    if let file = outcome.foreign.first {
      return bad("The service sent bytes that are no picture format Easel knows.", kept: file)
    }
    if contents.damagedCount > 0 {
      return bad("The picture arrived damaged: its base64 text is not whole.")
    }
    if let skeleton = contents.skeleton, skeleton.holdsError {
      return provider.error(
        status: status, headers: [], body: contents.text, destination: destination)
    }
    if contents.isEmpty || contents.skeleton != nil {
      return provider.emptyAnswer(destination: destination)
    }
    if contents.isEventStream { return bad("The service's stream ended without a picture.") }
    if let steps = contents.steps {
      return bad(
        "The service's answer ended after step \(steps.done) of \(steps.total), without a picture.")
    }
    return bad("The service's answer cannot be read: it is not the JSON of an images API.")
  }

  private func bad(_ message: String, kept file: String? = nil) -> StudioError {
    StudioError(
      .badAnswer, message, hint: file.map { "What arrived is kept as it came: \(folder)/\($0)." },
      mayHaveBeenBilled: true)
  }
}
