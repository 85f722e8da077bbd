/// Where Easel keeps things, by the XDG Base Directory specification.
public struct Directories: Sendable, Equatable {
  /// Generations. `--store`, else `EASEL_STORE`, else `$XDG_DATA_HOME/easel`.
  public var store: String
  /// The index and thumbnails: may be deleted at any time.
  public var cache: String
  /// Draft, prompt history, log.
  public var state: String
  /// config.yaml, keymap.yaml, themes, capabilities.
  public var configuration: String
  /// `TMPDIR`, else `/tmp`.
  public var temporary: String

  public init(environment: [String: String], store: String? = nil) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "."
    func folder(_ variable: String, _ fallback: String) -> String {
      // The specification says to pay no attention to relative paths.
      if let path = environment[variable], path.hasPrefix("/") { return "\(path)/easel" }
      return "\(home)/\(fallback)/easel"
    }
    let configured = store ?? environment["EASEL_STORE"].flatMap { $0.isEmpty ? nil : $0 }
    self.store = configured ?? folder("XDG_DATA_HOME", ".local/share")
    cache = folder("XDG_CACHE_HOME", ".cache")
    state = folder("XDG_STATE_HOME", ".local/state")
    configuration = folder("XDG_CONFIG_HOME", ".config")
    temporary = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
  }
}
