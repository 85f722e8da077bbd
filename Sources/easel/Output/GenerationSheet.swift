import StudioCore
import TerminalScreen

/// One generation for people: a label and a value a line.
struct GenerationSheet {
  private let rows: [(label: String, value: String)]

  /// - Parameter left: jobs that nobody works on.
  init(_ generation: Generation, left: LeftJobs) {
    let request = generation.request
    var rows: [(String, String)] = [
      ("Id", generation.id.rawValue),
      ("State", "\(Figures.mark(generation.state)) \(generation.state.rawValue)"),
      ("Prompt", request.prompt),
      ("Destination", request.destination.path.joined(separator: " › ")),
    ]
    rows += request.parameters.all.map { ($0.name.label, $0.value.description) }
    rows += generation.images.map { ("Picture", Self.words($0, generation)) }
    rows.append(("Made", Self.words(made: generation)))
    rows.append(("Cost", Figures.cost(generation.cost)))
    rows += [generation.answer?.revisedPrompt].compactMap { $0 }.map { ("Rewritten as", $0) }
    rows += generation.warnings.map { ("Warning", $0) }
    rows += generation.refused.map(Self.row)
    if generation.resend != nil || left.all.contains(where: { $0.id == generation.id }) {
      rows.append(("Next", Figures.phase(generation, among: left)))
    }
    if let error = generation.error { rows += Self.rows(error) }
    rows.append(("Record", generation.recordPath))
    self.rows = rows
  }

  func print() throws {
    for line in lines { try Output.print(line) }
  }

  /// The lines that it takes in a terminal of so many columns, which breaks what is longer.
  func height(columns: Int) -> Int {
    lines.reduce(0) { $0 + max(1, ($1.columns + columns - 1) / max(1, columns)) }
  }

  private var lines: [DisplayText] {
    let width = rows.map(\.label.count).max() ?? 0
    return rows.flatMap { row in
      let label = row.label + String(repeating: " ", count: width - row.label.count)
      return DisplayText(row.value, lineBreaks: .kept).lines.enumerated().map { number, line in
        let start = number == 0 ? label : String(repeating: " ", count: width)
        return DisplayText(start + "  ") + line
      }
    }
  }

  private static func words(_ image: GeneratedImage, _ generation: Generation) -> String {
    let size = image.size.map { "\($0) " } ?? ""
    return "\(generation.path(of: image))  \(size)\(image.mediaType) \(Figures.bytes(image.bytes))"
  }

  private static func words(made generation: Generation) -> String {
    let date = Figures.fullDate(generation.createdAt)
    return generation.duration.map { "\(date), in \(Figures.clock($0))" } ?? date
  }

  private static func row(_ attempt: RefusedAttempt) -> (String, String) {
    let status = attempt.answer.map { ", status \($0.status)" } ?? ""
    let what = attempt.sentAt == nil ? "not sent" : "turned away"
    return (
      "Refused",
      "\(Figures.fullDate(attempt.refusedAt)), \(what)\(status): \(attempt.error.message)"
    )
  }

  private static func rows(_ error: StudioError) -> [(String, String)] {
    [("Error", "\(error.message) (\(error.code.rawValue))")]
      + [error.hint].compactMap { $0 }.map { ("Hint", $0) }
      + [error.reference].compactMap { $0 }.map { ("Reference", $0) }
      + (error.mayHaveBeenBilled ? [("Billing", "It may have been billed.")] : [])
  }
}
