extension FaultScript {
  /// The format for people who write scripts: every key and every kind, with an example. Lines of
  /// less than 80 columns.
  public static let manual = """
    A script is JSON: {"rules": [RULE, …]}. The first rule that matches a call and
    is not used up decides what happens to it.

    Keys of a rule, all but `fault` optional:
    \(table(FaultRule.CodingKeys.allCases.map { ($0.rawValue, $0.summary) }))

    Kinds of faults, with their other keys:
    \(table(FaultKind.allCases.map { (title($0), $0.summary) }))

    For example, once 429, then one answer that breaks off and is billed:
      {"rules": [
        {"times": 1, "fault": {"kind": "rateLimit", "retryAfter": 5}},
        {"service": "azure", "prompt": "storm", "times": 1, "billed": true,
         "fault": {"kind": "truncate", "afterBytes": 1000}}]}
    """

  private static func title(_ kind: FaultKind) -> String {
    ([kind.rawValue] + kind.keys.map(\.rawValue)).joined(separator: " ")
  }

  /// Two columns; a name that is too wide for the first has a line of its own.
  private static func table(_ rows: [(name: String, text: String)]) -> String {
    rows.map { name, text in
      let room = 18 - name.count
      let gap =
        room > 1 ? String(repeating: " ", count: room) : "\n" + String(repeating: " ", count: 20)
      return "  \(name)\(gap)\(text)"
    }.joined(separator: "\n")
  }
}
