public import FoundationEssentials

/// The faults that befall calls, in order of precedence: the first rule that matches and is not
/// used up decides.
public struct FaultScript: Sendable, Codable, Equatable {
  /// The rules, the most important first.
  public var rules: [FaultRule]

  /// A script of these rules.
  public init(rules: [FaultRule]) { self.rules = rules }

  /// Reads a script file: `{"rules": [{"service": "azure", "times": 1, "fault": {"kind": …}}]}`.
  ///
  /// - Throws: `DecodingError` that says what is wrong where.
  public init(json: Data) throws {
    self = try JSONDecoder().decode(FaultScript.self, from: json)
  }

  /// Nothing goes wrong.
  public static let none = FaultScript(rules: [])
}

/// Counts how often each rule of a script has matched.
actor FaultCounter {
  private let rules: [FaultRule]
  private var matches: [Int]

  init(script: FaultScript) {
    rules = script.rules
    matches = Array(repeating: 0, count: script.rules.count)
  }

  /// The rule that befalls this call, if any.
  func rule(for call: SimulatedCall) -> FaultRule? {
    for (index, rule) in rules.enumerated() where rule.matches(call) {
      let before = matches[index]
      let skipped = rule.skip ?? 0
      if let times = rule.times, before >= skipped + times { continue }
      matches[index] += 1
      if before >= skipped { return rule }
    }
    return nil
  }
}
