import StudioCore
import TerminalScreen

extension Composition {
  /// How pictures are to be shown, from `EASEL_GRAPHICS` and `EASEL_TRANSFER`.
  func graphics() throws(StudioError) -> (choice: GraphicsChoice, transfer: Transfer?) {
    (try choice(of: "EASEL_GRAPHICS") ?? .auto, try choice(of: "EASEL_TRANSFER"))
  }

  /// What a variable with a few possible values is set to; nil when it is not set.
  private func choice<Value>(of name: String) throws(StudioError) -> Value?
  where Value: RawRepresentable<String> & CaseIterable {
    guard let text = variable(name) else { return nil }
    guard let value = Value(rawValue: text.lowercased()) else {
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw StudioError(
        .badConfiguration, "\(name) is set to “\(text)”, which it cannot be.",
        hint: "Set it to one of \(known), or unset it.")
    }
    return value
  }
}
