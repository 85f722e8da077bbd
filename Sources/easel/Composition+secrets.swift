import CapabilitySpecs
import StudioService

import struct FoundationEssentials.Data
import struct FoundationEssentials.URL

extension Composition {
  /// Variables that hold credentials of the services built in, and the doors' own.
  private static let knownSecrets = [
    "OLLAMA_API_KEY", "MICROSOFT_AZURE_OPENAI_API_KEY", "AZURE_OPENAI_API_KEY",
    "AZURE_OPENAI_AD_TOKEN", "EASEL_TOKEN",
  ]
  /// What programs cannot do without, and holds no credential, whatever a document says.
  private static let neverSecret: Set = [
    "PATH", "HOME", "PWD", "OLDPWD", "TERM", "TERMINFO", "SHELL", "USER", "LOGNAME", "LANG",
    "LANGUAGE", "LC_ALL", "LC_CTYPE", "TMPDIR", "DISPLAY", "WAYLAND_DISPLAY", "TMUX", "EDITOR",
    "VISUAL",
  ]
  /// Shorter values are no secrets, and may be those of any variable.
  private static let shortestSecret = 8

  /// Variables that other programs must not get: those that hold credentials, those that a document
  /// of the user takes a value from, and whatever holds the same as one of them.
  @Sendable func secretVariables() -> [String] {
    let paths = CapabilityCatalog.paths(folder: "\(directories.configuration)/capabilities")
    let named = Set(Self.knownSecrets + paths.flatMap(variables)).subtracting(Self.neverSecret)
    let values = Set(
      named.compactMap { environment[$0] }.filter { $0.utf8.count >= Self.shortestSecret })
    return environment.keys.filter { name in
      guard !Self.neverSecret.contains(name) else { return false }
      return named.contains(name) || environment[name].map(values.contains) == true
    }
  }

  /// Of a document that cannot be used, whatever it mentions.
  private func variables(ofDocument path: String) -> [String] {
    if let document = try? CapabilityCatalog.load(path: path) {
      return document.capability.binds.filter(\.isEnvironment).flatMap { $0.keys.map(\.source) }
    }
    guard let text = try? Data(contentsOf: URL(filePath: path)) else { return [] }
    return environment.keys.filter { text.firstRange(of: Data($0.utf8)) != nil }
  }
}
