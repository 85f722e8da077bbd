public import struct FoundationEssentials.Date

/// What the composition root tells the screen.
public struct StudioOptions: Sendable {
  public var themes: Themes
  /// The theme to begin with; nil: the one picked last, else the standard one.
  public var themeName: String?
  public var keymap: Keymap
  /// Where `$VISUAL` and `$EDITOR` are looked up.
  public var environment: [String: String]
  /// Tells the variables that hold credentials: programs started from the screen do not get them.
  /// Asked when one is started.
  public var secretVariables: @Sendable () -> [String]
  public var localTime: LocalTime
  /// Said while nothing was ever made, such as how to add a provider; a paragraph each.
  public var notices: [String]
  /// Said when the screen opens, one after the other.
  public var warnings: [String]
  /// Where thumbnails are kept from one run to the next; nil: nowhere.
  public var thumbnailFolder: String?
  /// What becomes of jobs that still waited when their process ended.
  public var resume: ResumeRule
  /// What time it is.
  public var clock: @Sendable () -> Date
  /// Begins the names of this run's requests; no other run may use it.
  public var requestPrefix: String

  public init(
    themes: Themes = Themes(), themeName: String? = nil, keymap: Keymap = .standard,
    environment: [String: String] = [:],
    secretVariables: @escaping @Sendable () -> [String] = { [] },
    localTime: LocalTime = .system, notices: [String] = [],
    warnings: [String] = [], thumbnailFolder: String? = nil, resume: ResumeRule = .ask,
    clock: @escaping @Sendable () -> Date = { Date() }, requestPrefix: String? = nil
  ) {
    self.themes = themes
    self.themeName = themeName
    self.keymap = keymap
    self.environment = environment
    self.secretVariables = secretVariables
    self.localTime = localTime
    self.notices = notices
    self.warnings = warnings
    self.thumbnailFolder = thumbnailFolder
    self.resume = resume
    self.clock = clock
    self.requestPrefix = requestPrefix ?? String(UInt64.random(in: .min ... .max), radix: 36)
  }
}
