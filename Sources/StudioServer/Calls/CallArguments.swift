import CapabilitySpecs
import StudioCore

/// Turns a caller's parameters into the arguments of the consumed operation, as `with` says.
struct CallArguments {
  /// The arguments of one call. What the caller did not supply is absent, never a text that stands
  /// for it. Path variables of the consumed operation and `api-version` that `with` does not mention
  /// are taken from the caller's parameters of the same name; `deployment` also means
  /// `deployment-id`.
  ///
  /// - Throws: `invalid-request` when a template lacks a value.
  static func evaluate(
    _ call: OperationCall, from caller: CallerParameters, of consumed: ConsumedOperation
  ) throws(StudioError) -> [String: JSONValue] {
    var arguments: [String: JSONValue] = [:]
    for argument in call.arguments {
      arguments[argument.name] = try value(of: argument.value, from: caller)
    }
    for name in URITemplate(consumed.path).placeholders + ["api-version"]
    where arguments[name] == nil {
      arguments[name] = bound(name, from: caller)
    }
    return arguments
  }

  private static func value(
    of argument: ArgumentValue, from caller: CallerParameters
  ) throws(StudioError) -> JSONValue? {
    switch argument {
    case .reference(let reference): caller.value(reference.name)
    case .literal(let literal): JSONValue(literal)
    case .template(let template): .string(try expanded(template, from: caller))
    }
  }

  private static func bound(_ name: String, from caller: CallerParameters) -> JSONValue? {
    let names = name == "deployment-id" ? [name, "deployment"] : [name]
    for name in names {
      if let value = caller.named[name] ?? caller.place(name) { return value }
    }
    return nil
  }

  /// An expression is a caller's parameter, bare or with one of the qualifiers of a reference.
  private static func expanded(
    _ template: MustacheTemplate, from caller: CallerParameters
  ) throws(StudioError) -> String {
    do {
      return try template.expanded { expression in
        caller.value(expression.name).flatMap { $0.text ?? $0.json }
      }
    } catch {
      throw StudioError(.invalidRequest, "A parameter is missing: \(error.description).")
    }
  }
}

// What is refused before anything is served.
extension CallArguments {
  /// - Throws: `bad-configuration` when the call needs a variable that only the service side knows.
  static func check(_ call: OperationCall, in capability: Capability) throws(StudioError) {
    let variables = capability.binds.flatMap(\.keys).map(\.variable)
    for argument in call.arguments {
      guard case .template(let template) = argument.value,
        template.expressions.contains(where: { variables.contains($0.name) })
      else { continue }
      throw StudioError(
        .badConfiguration, "\(argument.mark) uses a variable of 'binds' in 'with'.",
        hint: "Give it to the consumed operation's parameter as its 'value'.")
    }
  }
}

extension JSONValue {
  /// A literal of a document.
  init(_ value: DocumentValue) {
    switch value {
    case .null: self = .null
    case .boolean(let bool): self = .bool(bool)
    case .number(let text): self = .number(text)
    case .text(let text): self = .string(text)
    case .list(let values): self = .array(values.map { JSONValue($0) })
    case .object(let members):
      self = .object(
        JSONObject(members.map { JSONObject.Member(name: $0.name, value: JSONValue($0.value)) }))
    }
  }
}
