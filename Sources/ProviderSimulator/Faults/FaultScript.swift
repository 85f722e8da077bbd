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
  /// - Throws: What is wrong where; a key that is not known is wrong, too.
  public init(json: Data) throws(FaultScriptError) {
    do { self = try JSONDecoder().decode(FaultScript.self, from: json) } catch {
      throw FaultScriptError(error)
    }
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(except: ["rules"], of: "a script")
    let values = try decoder.container(keyedBy: CodingKeys.self)
    rules = try values.decode([FaultRule].self, forKey: .rules)
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
