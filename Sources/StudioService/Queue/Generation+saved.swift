import FoundationEssentials
import StudioCore

extension Generation {
  /// With the pictures of its answer, which have their names by now, and what the answer says of
  /// them; in whatever state it was.
  func keeping(
    _ outcome: PicturePublisher.Outcome, of contents: AnswerContents,
    _ shortfall: AnswerShortfall, prices: PriceTable
  ) -> Generation {
    var saved = self
    saved.images = outcome.images
    saved.usage = contents.skeleton?.usage ?? usage
    saved.answer?.revisedPrompt = contents.skeleton?.revisedPrompt ?? answer?.revisedPrompt
    saved.answer?.parameters = contents.skeleton?.parameters ?? answer?.parameters
    saved.cost = prices.cost(of: saved)
    saved.warnings += shortfall.warnings
    saved.finishedAt = Date()
    return saved
  }
}
