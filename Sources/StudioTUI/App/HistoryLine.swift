import StudioCore

import struct FoundationEssentials.Date

/// What one row of the history says. Made when its page comes: a key draws a screen full of rows, and
/// texts from outside need not be made safe each time.
struct HistoryLine: Sendable {
  let state: StyledLine
  let createdAt: Date
  /// The beginning of the prompt, longer than any screen is wide.
  let prompt: StyledLine
  let model: StyledLine
  let size: StyledLine

  init(_ generation: Generation) {
    state = StyledLine(generation.state.glyph, generation.state.role)
    createdAt = generation.createdAt
    var words = StyledLine()
    if generation.isFavourite { words.add("★ ", .accent) }
    words.add(String(generation.request.prompt.prefix(1024)))
    prompt = words
    model = StyledLine(generation.request.destination.modelOrDeployment ?? "", .dim)
    size = StyledLine(generation.images.first?.size?.description ?? "", .dim)
  }
}
