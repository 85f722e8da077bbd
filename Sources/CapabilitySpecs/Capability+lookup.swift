extension Capability {
  /// The consumed operation that a call names; nil when there is none.
  public func operation(
    _ call: OperationCall
  ) -> (ConsumedService, ConsumedResource, ConsumedOperation)? {
    for service in consumes where service.namespace == call.namespace {
      for resource in service.resources {
        if let operation = resource.operations.first(where: { $0.name == call.operation }) {
          return (service, resource, operation)
        }
      }
    }
    return nil
  }

  /// The environment variables that can supply a service's credentials, in the order its templates
  /// name them, each once; the first that is set wins. Binds with a location do not count.
  public func environmentKeys(for service: ConsumedService) -> [String] {
    var found: [String] = []
    for template in service.authentication?.templates ?? [] {
      for expression in template.expressions {
        for (binding, key) in bindingKeys(for: expression)
        where binding.isEnvironment && !found.contains(key.source) {
          found.append(key.source)
        }
      }
    }
    return found
  }

  /// A template with its expressions replaced by values from `environment`, which maps environment
  /// variables to values. Throws when an expression is undeclared, ambiguous, unset or empty.
  public func resolved(
    _ template: MustacheTemplate, environment: [String: String]
  ) throws(TemplateError) -> String {
    try template.expanded { expression throws(TemplateError) -> String? in
      let keys = bindingKeys(for: expression)
      guard keys.count < 2 else { throw .ambiguous(expression) }
      guard let (binding, key) = keys.first, binding.isEnvironment else { return nil }
      return environment[key.source]
    }
  }

  /// The declarations an expression may mean: one if all is well, several if it needs a qualifier.
  func bindingKeys(for expression: TemplateExpression) -> [(Binding, Binding.Key)] {
    binds.flatMap { binding -> [(Binding, Binding.Key)] in
      guard expression.qualifier == nil || expression.qualifier == binding.namespace else {
        return []
      }
      return binding.keys.filter { $0.variable == expression.name }.map { (binding, $0) }
    }
  }
}
