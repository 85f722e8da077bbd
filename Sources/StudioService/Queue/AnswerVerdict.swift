import StudioCore

/// Decides whether a complete answer holds a picture. A success without one is a failure.
struct AnswerVerdict {
  let contents: AnswerContents
  let outcome: PicturePublisher.Outcome
  let folder: String

  func check(provider: any ImageProvider, request: GenerationRequest) throws(StudioError) {
    guard outcome.images.isEmpty else { return }
    if let file = outcome.foreign.first {
      throw StudioError(
        .badAnswer, "The service sent bytes that are no picture format Easel knows.",
        hint: "They are kept as they came: \(folder)/\(file).", mayHaveBeenBilled: true)
    }
    if contents.isEmpty || contents.skeleton != nil {
      throw provider.emptyAnswer(destination: request.destination)
    }
    throw StudioError(
      .badAnswer, "The service's answer cannot be read: it is not the JSON of an images API.",
      hint: "What arrived is kept: \(folder)/response.part.", mayHaveBeenBilled: true)
  }
}
