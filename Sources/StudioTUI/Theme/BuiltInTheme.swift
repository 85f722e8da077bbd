/// The themes that Easel comes with, in the order in which they are offered. Each is read from its
/// file in `themes/`, which is part of the program, when it is first asked for; only the standard one
/// is there as values too.
enum BuiltInTheme: String, CaseIterable {
  case easelDark = "easel-dark"
  case easelLight = "easel-light"
  case gruvboxDark = "gruvbox-dark"
  case nord
  case solarizedLight = "solarized-light"
  case highContrast = "high-contrast"
  case mono

  /// The theme.
  var theme: Theme {
    switch self {
    case .easelDark: .standard
    case .easelLight: Loaded.easelLight
    case .gruvboxDark: Loaded.gruvboxDark
    case .nord: Loaded.nord
    case .solarizedLight: Loaded.solarizedLight
    case .highContrast: Loaded.highContrast
    case .mono: Loaded.mono
    }
  }

  /// The file's text.
  var text: String {
    let bytes =
      switch self {
      case .easelDark: PackageResources.easel_dark_yaml
      case .easelLight: PackageResources.easel_light_yaml
      case .gruvboxDark: PackageResources.gruvbox_dark_yaml
      case .nord: PackageResources.nord_yaml
      case .solarizedLight: PackageResources.solarized_light_yaml
      case .highContrast: PackageResources.high_contrast_yaml
      case .mono: PackageResources.mono_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A file that cannot be read would leave a theme without styles; a test reads them all.
  private func loaded() -> Theme {
    (try? ThemeFile.read(text, file: rawValue))
      ?? Theme(name: rawValue, summary: "", kind: .mono, styles: [:])
  }

  private enum Loaded {
    static let easelLight = BuiltInTheme.easelLight.loaded()
    static let gruvboxDark = BuiltInTheme.gruvboxDark.loaded()
    static let nord = BuiltInTheme.nord.loaded()
    static let solarizedLight = BuiltInTheme.solarizedLight.loaded()
    static let highContrast = BuiltInTheme.highContrast.loaded()
    static let mono = BuiltInTheme.mono.loaded()
  }
}

extension Theme {
  /// Attributes only, for terminals without colour and for `NO_COLOR`.
  public static var mono: Theme { BuiltInTheme.mono.theme }
}
