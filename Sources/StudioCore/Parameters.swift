/// The parameters that somebody set. What is not set is not sent.
public struct Parameters: Hashable, Sendable {
  private var values: [ParameterName: ParameterValue]

  public init(_ values: [ParameterName: ParameterValue] = [:]) { self.values = values }

  public subscript(name: ParameterName) -> ParameterValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The set parameters in the order of `ParameterName`.
  public var all: [(name: ParameterName, value: ParameterValue)] {
    ParameterName.allCases.compactMap { name in values[name].map { (name, $0) } }
  }

  /// Pictures wished for: the set count, else 1.
  public var count: Int { self[.count]?.number ?? 1 }

  /// Partial pictures wished for: the set number, else none.
  public var partials: Int { self[.partials]?.number ?? 0 }
}

extension Parameters: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Names of a newer version are skipped: the record keeps what was sent beside them.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var values: [ParameterName: ParameterValue] = [:]
    for key in container.allKeys {
      guard let name = ParameterName(rawValue: key.stringValue) else { continue }
      values[name] = try container.decode(ParameterValue.self, forKey: key)
    }
    self.values = values
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (name, value) in all {
      try container.encode(value, forKey: Key(stringValue: name.rawValue))
    }
  }
}
