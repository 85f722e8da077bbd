import Glibc
import StudioCore
import Synchronization

@testable import StudioService

/// A real generation on a disk that refuses what a test says.
final class RefusingDisk: OwnedGeneration {
  enum Call: Sendable, Hashable {
    case openAnswer, openImage, openPartial, publish, syncName
    case record(Generation.State)
  }

  private let owned: any OwnedGeneration
  private let refused: Mutex<[Call: Int]>
  private let onAnswer: @Sendable (PartFile) -> Void

  /// - Parameters:
  ///   - refused: how often each call fails before it works.
  ///   - onAnswer: is given `response.part` when it is opened.
  init(
    _ owned: any OwnedGeneration, _ refused: [Call: Int],
    onAnswer: @escaping @Sendable (PartFile) -> Void = { _ in }
  ) {
    self.owned = owned
    self.refused = Mutex(refused)
    self.onAnswer = onAnswer
  }

  static let error = StudioError(.diskFull, "Cannot write: the disk is full.")

  private func isRefused(_ call: Call) -> Bool {
    refused.withLock { refused in
      guard let count = refused[call], count > 0 else { return false }
      refused[call] = count - 1
      return true
    }
  }

  var id: GenerationID { owned.id }
  var folder: String { owned.folder }
  var isCancelRequested: Bool { owned.isCancelRequested }

  func record(_ generation: Generation) throws(StudioError) {
    if isRefused(.record(generation.state)) { throw Self.error }
    try owned.record(generation)
  }
  func openAnswer() throws(StudioError) -> PartFile {
    if isRefused(.openAnswer) { throw Self.error }
    let part = try owned.openAnswer()
    onAnswer(part)
    return part
  }
  func openImage(_ number: Int) throws(StudioError) -> PartFile {
    if isRefused(.openImage) { throw Self.error }
    return try owned.openImage(number)
  }
  func openPartial() throws(StudioError) -> PartFile {
    if isRefused(.openPartial) { throw Self.error }
    return try owned.openPartial()
  }
  func publish(_ part: PartFile, as name: String) throws(StudioError) -> StudioError? {
    if isRefused(.publish) { throw Self.error }
    let doubt = try owned.publish(part, as: name)
    return isRefused(.syncName) ? Self.error : doubt
  }
  func removeParts() { owned.removeParts() }
  func release() { owned.release() }
}

extension PartFile {
  /// From now on every write to it fails with `ENOSPC`.
  func fillDisk() {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    dup2(full, file.descriptor)
    close(full)
  }
}
