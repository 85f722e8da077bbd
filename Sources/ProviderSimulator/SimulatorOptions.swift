/// How a simulator behaves.
public struct SimulatorOptions: Sendable {
  /// First of three ports (Ollama, Azure, ledger); nil or 0 takes free ones.
  public var port: Int?
  /// The version that the Ollama service reports and behaves like. From 0.32.6 on it cannot
  /// generate pictures.
  public var ollamaVersion: String
  /// What goes wrong.
  public var script: FaultScript
  /// How long generations take.
  public var pace: Pace
  /// The only API key that Azure accepts; nil accepts any that is not empty.
  public var requiredAzureKey: String?
  /// When set, "random" seeds count up from here, so that a run can be repeated exactly.
  public var firstRandomSeed: UInt64?
  /// The longest edge, in pixels, that is painted in full detail; larger pictures are enlarged.
  public var detail: Int

  /// Options with the values that suit the embedded Demo provider.
  public init(
    port: Int? = nil, ollamaVersion: String = "0.32.5", script: FaultScript = .none,
    pace: Pace = .demo, requiredAzureKey: String? = nil, firstRandomSeed: UInt64? = nil,
    detail: Int = SimulatorOptions.defaultDetail
  ) {
    self.port = port
    self.ollamaVersion = ollamaVersion
    self.script = script
    self.pace = pace
    self.requiredAzureKey = requiredAzureKey
    self.firstRandomSeed = firstRandomSeed
    self.detail = detail
  }

  /// Unoptimised code paints fifty times slower, so it paints coarser.
  public static let defaultDetail: Int = {
    #if DEBUG
      return 256
    #else
      return 4096
    #endif
  }()
}

/// How long a simulated generation takes.
public enum Pace: Sendable, Equatable {
  /// No longer than painting does: for tests.
  case instant
  /// A few seconds, with steps that can be watched.
  case demo
  /// This many seconds for each picture.
  case seconds(Double)

  /// Seconds for one picture.
  var picture: Double {
    switch self {
    case .instant: 0
    case .demo: 4.5
    case .seconds(let seconds): max(0, seconds)
    }
  }

  /// Seconds for loading a model that is not in memory.
  var load: Double { picture / 4 }
}
