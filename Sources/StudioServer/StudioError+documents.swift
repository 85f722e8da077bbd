import CapabilitySpecs
import StudioCore

extension StudioError {
  /// Two documents claim the same route or tool.
  static func duplicate(_ what: String, at mark: SourceMark, first: SourceMark) -> StudioError {
    StudioError(
      .badConfiguration, "\(mark) exposes \(what), which \(first) exposes already.",
      hint: "Serve only one of the two, or rename one.")
  }
}
