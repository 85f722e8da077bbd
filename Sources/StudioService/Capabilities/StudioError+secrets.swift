import StudioCore

extension StudioError {
  /// Without credentials that a service, or a gateway before it, quoted in what it says.
  func hiding(_ secrets: [Secret]) -> StudioError {
    func clean(_ text: String) -> String { secrets.reduce(text) { $1.removed(from: $0) } }
    var error = self
    error.message = clean(message)
    error.hint = hint.map(clean)
    error.reference = reference.map(clean)
    return error
  }
}
