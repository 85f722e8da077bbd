import StudioCore

/// Lets an answer be read to learn what is in it, without a byte being written.
struct UnwrittenGeneration: OwnedGeneration {
  let id: GenerationID
  let folder: String
  var isCancelRequested: Bool { false }

  func openAnswer() throws(StudioError) -> PartFile { try PartFile() }
  func openImage(_ number: Int) throws(StudioError) -> PartFile { try PartFile() }

  func openPartial() throws(StudioError) -> PartFile { try PartFile() }

  func record(_ generation: Generation) throws(StudioError) { throw isOnlyRead }
  func publish(_ part: PartFile, as name: String) throws(StudioError) -> StudioError? {
    throw isOnlyRead
  }

  private var isOnlyRead: StudioError { StudioError(.inputOutput, "\(id) is only looked at.") }

  func removeParts() {}
  func release() {}
}
