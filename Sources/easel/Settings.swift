import StudioCore
import StudioService
import StudioTUI
import TerminalScreen

/// What may be set, each with the place that it comes from: the environment, else `config.yaml`,
/// else Easel itself.
struct Settings {
  struct Setting<Value> {
    var value: Value
    /// `EASEL_GRAPHICS`, `config.yaml` or `standard`.
    var source: String
  }

  /// What becomes of jobs that still waited when their process ended.
  let resume: Setting<ResumeRule>
  /// How often a request that certainly started nothing is sent again by itself.
  let retries: Setting<Int>
  let graphics: Setting<GraphicsChoice>
  /// nil: the terminal's connection decides.
  let transfer: Setting<Transfer?>
  /// What `config.yaml` holds that is not known, each with its place.
  let warnings: [String]

  fileprivate init(_ composition: Composition, _ file: ConfigurationFile) throws(StudioError) {
    resume = Self.setting(nil, "", file.resume, or: .ask)
    retries = Self.setting(nil, "", file.retries, or: 3)
    graphics = Self.setting(
      try composition.choice(of: "EASEL_GRAPHICS"), "EASEL_GRAPHICS", file.graphics, or: .auto)
    let variable: Transfer? = try composition.choice(of: "EASEL_TRANSFER")
    transfer = Self.setting(
      variable.map(Optional.some), "EASEL_TRANSFER", file.transfer.map(Optional.some), or: nil)
    warnings = file.warnings.map { "config.yaml:\($0.line):\($0.column): \($0.message)" }
  }

  private static func setting<Value>(
    _ variable: Value?, _ name: String, _ file: Value?, or standard: Value
  ) -> Setting<Value> {
    if let variable { return Setting(value: variable, source: name) }
    if let file { return Setting(value: file, source: "config.yaml") }
    return Setting(value: standard, source: "standard")
  }
}

extension Composition {
  /// Reads `config.yaml` and the environment; says what the file holds that is not known.
  ///
  /// Throws `UserFiles.Findings` for mistakes in the file, and `bad-configuration`.
  func settings() throws -> Settings {
    let file = try UserFiles(folder: directories.configuration).configuration()
    for warning in file.warnings {
      Messages.say(DisplayText("warning: \(warning.description)"))
    }
    return try Settings(self, file)
  }

  /// What a variable with a few possible values is set to; nil when it is not set.
  fileprivate func choice<Value>(of name: String) throws(StudioError) -> Value?
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
