import StudioCore
import TerminalScreen

/// What is known of a generation, in words, beside or below its picture.
struct DetailsView {
  let state: AppState
  let generation: Generation
  let imageIndex: Int

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    var rest = rect
    let lines = lines
    for (index, line) in lines.enumerated() {
      guard rest.rows > lines.count - 1 - index else { continue }
      line.draw(into: &buffer, rect: rest, theme: state.theme)
      rest = rest.splitTop(1).rest
    }
    guard rest.rows > 1 else { return }
    buffer.paragraph(
      generation.request.prompt, in: rest.splitTop(1).rest, style: state.theme[.text])
  }

  private var lines: [StyledLine] {
    [place, settings, picture, ending, tags].filter { !$0.isEmpty }
  }

  private var place: StyledLine {
    var line = StyledLine()
    for part in generation.request.destination.path { line.addFact(part, .dim) }
    return line
  }

  private var settings: StyledLine {
    var line = StyledLine()
    // The picture's own line tells its seed.
    for (name, value) in generation.request.parameters.all
    where name != .seed || generation.images.isEmpty {
      line.addFact("\(name.label.lowercased()) \(SettingRow.readable(value, of: name))", .dim)
    }
    return line
  }

  private var picture: StyledLine {
    guard generation.images.indices.contains(imageIndex) else { return StyledLine() }
    let image = generation.images[imageIndex]
    return PictureFacts(
      generation: generation, image: image, localTime: state.localTime, now: state.now
    ).timelessLine
  }

  private var ending: StyledLine {
    var line = StyledLine(
      "\(generation.state.glyph) \(generation.state.phase)", generation.state.role)
    if generation.images.count > 1 {
      line.addFact("picture \(imageIndex + 1) of \(generation.images.count)", .dim)
    }
    if let duration = generation.duration { line.addFact("took \(JobText.clock(duration))", .dim) }
    line.addFact(state.localTime.full(generation.createdAt, now: state.now), .dim)
    return line
  }

  private var tags: StyledLine {
    var line = StyledLine()
    if generation.isFavourite { line.addFact("★ favourite", .accent) }
    for tag in generation.tags { line.addFact(tag, .dim) }
    return line
  }
}
