/// The values of a document's variables, from the environment and from the files it names.
public struct BoundValues: Sendable {
  private let capability: Capability
  private let environment: [String: String]
  /// By the address that the document gives.
  private let files: [String: [String: String]]

  /// Reads the files that the document's binds name.
  ///
  /// - Throws: `file.…` or `yaml.…` when one of them cannot be read.
  public init(
    of capability: Capability, environment: [String: String]
  ) throws(CapabilityError) {
    self.capability = capability
    self.environment = environment
    var files: [String: [String: String]] = [:]
    for binding in capability.binds {
      guard case .file(let path) = binding.provider, let location = binding.location else {
        continue
      }
      files[location] = try BoundFile.read(path: path, besides: capability.source)
    }
    self.files = files
  }

  /// The value of an expression; nil when nothing declares or supplies it. Throws when several binds
  /// declare it.
  public func value(of expression: TemplateExpression) throws(TemplateError) -> String? {
    let keys = capability.bindingKeys(for: expression)
    guard keys.count < 2 else { throw .ambiguous(expression) }
    return keys.first.flatMap { value(of: $0.1, in: $0.0) }
  }

  /// A template with its expressions replaced. Throws when one is ambiguous, or has no value and no
  /// alternative.
  public func resolved(_ template: MustacheTemplate) throws(TemplateError) -> String {
    try template.expanded { expression throws(TemplateError) in try value(of: expression) }
  }

  /// Whether a variable has a value that is not empty.
  public func isSet(_ key: Binding.Key, in binding: Binding) -> Bool {
    !(value(of: key, in: binding) ?? "").isEmpty
  }

  private func value(of key: Binding.Key, in binding: Binding) -> String? {
    switch binding.provider {
    case .environment: environment[key.source]
    case .file: binding.location.flatMap { files[$0]?[key.source] }
    case .unsupported: nil
    }
  }
}
