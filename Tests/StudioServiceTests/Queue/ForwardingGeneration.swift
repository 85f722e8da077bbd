import StudioCore

@testable import StudioService

/// A real generation of which a test changes one thing: everything else goes to `owned`.
protocol ForwardingGeneration: OwnedGeneration {
  var owned: any OwnedGeneration { get }
}

extension ForwardingGeneration {
  var id: GenerationID { owned.id }
  var folder: String { owned.folder }
  var isCancelRequested: Bool { owned.isCancelRequested }
  func overruling(_ generation: Generation) -> Generation? { owned.overruling(generation) }
  func openAnswer() throws(StudioError) -> PartFile { try owned.openAnswer() }
  func openImage(_ number: Int) throws(StudioError) -> PartFile { try owned.openImage(number) }
  func openPartial() throws(StudioError) -> PartFile { try owned.openPartial() }
  func publish(_ part: PartFile, as name: String) throws(StudioError) -> StudioError? {
    try owned.publish(part, as: name)
  }
  func removeParts() { owned.removeParts() }
  func release() { owned.release() }
}
