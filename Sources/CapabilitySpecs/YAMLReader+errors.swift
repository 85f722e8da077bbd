import Yams

extension CapabilityError {
  /// An error with a single finding.
  init(_ code: String, _ message: String, at mark: SourceMark) {
    self.init(
      diagnostics: [
        CapabilityDiagnostic(mark: mark, severity: .error, code: code, message: message)
      ])
  }

  /// The library's complaint about `yaml`, with its place.
  init(_ error: YamlError, in yaml: String, file: String) {
    func mark(_ place: Mark) -> SourceMark {
      SourceMark(file: file, line: max(1, place.line), column: max(1, place.column))
    }
    switch error {
    case .scanner(let context, let problem, let place, _),
      .parser(let context, let problem, let place, _),
      .composer(let context, let problem, let place, _):
      let detail = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
      self.init("yaml.syntax", PrintableText.clean(problem + detail, limit: 200), at: mark(place))
    case .reader(let problem, let offset, _, _):
      let place = SourceMark(characterOffset: offset ?? 0, in: yaml, file: file)
      self.init("yaml.syntax", PrintableText.clean(problem, limit: 200), at: place)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.prefix(8).map(PrintableText.quoted).joined(separator: ", ")
      self.init(
        "yaml.duplicate-key", "more than once in one mapping, here for the first time: \(names)",
        at: mark(context.mark))
    default:
      self.init(
        "yaml.syntax", "the document cannot be read as YAML",
        at: SourceMark(file: file, line: 1, column: 1))
    }
  }
}

extension SourceMark {
  /// The place that many characters into a text.
  init(characterOffset: Int, in text: String, file: String) {
    let before = text.prefix(characterOffset)
    let line = before.count(where: \.isNewline) + 1
    let column = before.reversed().prefix { !$0.isNewline }.reduce(1) {
      $0 + $1.unicodeScalars.count
    }
    self.init(file: file, line: line, column: column)
  }
}
