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
    var isFromEnvironment = false
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
    resume = Self.resume(file)
    retries = Self.retries(file)
    graphics = try Self.graphics(composition, file)
    transfer = try Self.transfer(composition, file)
    warnings = file.warnings.map { "config.yaml:\($0.line):\($0.column): \($0.message)" }
  }

  static func resume(_ file: ConfigurationFile) -> Setting<ResumeRule> {
    setting(nil, "", file.resume, or: .ask)
  }

  static func retries(_ file: ConfigurationFile) -> Setting<Int> {
    setting(nil, "", file.retries, or: 3)
  }

  static func graphics(
    _ composition: Composition, _ file: ConfigurationFile
  ) throws(StudioError) -> Setting<GraphicsChoice> {
    setting(
      try composition.choice(of: "EASEL_GRAPHICS"), "EASEL_GRAPHICS", file.graphics, or: .auto)
  }

  static func transfer(
    _ composition: Composition, _ file: ConfigurationFile
  ) throws(StudioError) -> Setting<Transfer?> {
    let variable: Transfer? = try composition.choice(of: "EASEL_TRANSFER")
    return setting(
      variable.map(Optional.some), "EASEL_TRANSFER", file.transfer.map(Optional.some), or: nil)
  }

  private static func setting<Value>(
    _ variable: Value?, _ name: String, _ file: Value?, or standard: Value
  ) -> Setting<Value> {
    if let variable {
      return Setting(value: variable, source: name, isFromEnvironment: true)
    }
    if let file { return Setting(value: file, source: "config.yaml") }
    return Setting(value: standard, source: "standard")
  }
}

extension Composition {
  /// Reads `config.yaml` and the environment; says what the file holds that is not known.
  ///
  /// Throws `UserFiles.Findings` for mistakes in the file, and `bad-configuration`.
  func settings() throws -> Settings {
    let file = try configurationFile()
    guard file.problems.isEmpty else {
      throw UserFiles.Findings(lines: file.problems.map { DisplayText($0.description) })
    }
    return try Settings(self, file)
  }

  func configurationFile() throws(StudioError) -> ConfigurationFile {
    let file = try UserFiles(folder: directories.configuration).configuration()
    for warning in file.warnings {
      Messages.say(DisplayText("warning: \(warning.description)"))
    }
    return file
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
