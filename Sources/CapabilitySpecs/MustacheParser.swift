/// Reads the segments of a template from left to right.
struct MustacheParser {
  /// What has not been read yet.
  var rest: Substring
  private var depth = 0
  private static let deepestNesting = 8

  init(rest: Substring) { self.rest = rest }

  /// The segments up to the close of `section`, or to the end when there is none.
  mutating func segments(
    until section: TemplateExpression?
  ) throws(TemplateError) -> [MustacheTemplate.Segment] {
    var result: [MustacheTemplate.Segment] = []
    while let open = Self.range(of: "{{", in: rest) {
      if open.lowerBound > rest.startIndex {
        result.append(.text(String(rest[..<open.lowerBound])))
      }
      guard let close = Self.range(of: "}}", in: rest[open.upperBound...]) else { throw .unclosed }
      let tag = rest[open.upperBound..<close.lowerBound]
      rest = rest[close.upperBound...]
      if tag.first == "/" {
        guard let section, TemplateExpression(tag.dropFirst()) == section else {
          throw .unbalanced(section: String(tag.dropFirst()))
        }
        return result
      }
      result.append(try segment(of: tag))
    }
    if let section { throw .unbalanced(section: section.description) }
    if !rest.isEmpty { result.append(.text(String(rest))) }
    return result
  }

  private mutating func segment(
    of tag: Substring
  ) throws(TemplateError) -> MustacheTemplate.Segment {
    if tag.first == "^", let condition = TemplateExpression(tag.dropFirst()) {
      guard depth < Self.deepestNesting else { throw .unsupported(tag: String(tag)) }
      depth += 1
      defer { depth -= 1 }
      return .unless(condition, try segments(until: condition))
    }
    guard let expression = TemplateExpression(tag) else { throw .unsupported(tag: String(tag)) }
    return .expression(expression)
  }

  private static func range(of pair: String, in text: Substring) -> Range<Substring.Index>? {
    let bytes = text.utf8
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index...].starts(with: pair.utf8) {
        return index..<bytes.index(index, offsetBy: pair.utf8.count)
      }
      bytes.formIndex(after: &index)
    }
    return nil
  }
}
