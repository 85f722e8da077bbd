import StudioCore

/// What the preview shows: one generation, and one of its pictures.
struct Preview: Sendable {
  private(set) var generation: Generation?
  private(set) var imageIndex = 0
  /// Whether the person chose it; then new pictures do not take its place.
  private(set) var isChosen = false

  var image: GeneratedImage? {
    guard let generation, generation.images.indices.contains(imageIndex) else { return nil }
    return generation.images[imageIndex]
  }

  var imagePath: String? {
    guard let generation, let image else { return nil }
    return generation.path(of: image)
  }

  mutating func choose(_ generation: Generation) {
    if generation.id != self.generation?.id { imageIndex = 0 }
    self.generation = generation
    isChosen = true
  }

  /// From now on the newest picture is shown.
  mutating func follow() { isChosen = false }

  /// A record changed: shown if it is the one, if it is news and nothing else was chosen, or if
  /// nothing is shown at all.
  mutating func note(_ generation: Generation) {
    if generation.id == self.generation?.id {
      self.generation = generation
      imageIndex = max(0, min(imageIndex, generation.images.count - 1))
    } else if self.generation == nil || !isChosen && generation.isNews {
      self.generation = generation
      imageIndex = 0
    }
  }

  /// There is something to see of one that is being made: shown as if it were news, but not in place
  /// of another one that is being made.
  mutating func notePartial(of job: Generation) {
    guard !isChosen, job.id != generation?.id, generation?.state.isJob != true else { return }
    generation = job
    imageIndex = 0
  }

  /// Moves among the pictures of this generation; false at either end.
  mutating func step(_ step: Int) -> Bool {
    let index = imageIndex + step
    guard let generation, generation.images.indices.contains(index) else { return false }
    imageIndex = index
    return true
  }

  mutating func goToLastImage() { imageIndex = max(0, (generation?.images.count ?? 1) - 1) }
}

extension Generation {
  /// Whether it ended in a way that wants to be seen.
  fileprivate var isNews: Bool { state == .saved || state == .failed || state == .unknown }
}
