import CapabilitySpecs
import StudioCore

/// What the expressions and placeholders of one call stand for.
///
/// A name that a bind declares is always the bind's, set or not: a caller cannot put himself in the
/// place of the configuration. Then come fixed values of the document, the environment for parameters
/// that are declared there, and the caller's arguments.
struct CallValues {
  let called: CalledOperation
  let configuration: ServiceConfiguration
  /// Names that binds declare.
  private let bound: Set<String>
  /// None has the name of a bind.
  private let arguments: [String: JSONValue]

  init(
    _ called: CalledOperation, _ configuration: ServiceConfiguration,
    arguments: [String: JSONValue]
  ) {
    self.called = called
    self.configuration = configuration
    let bound = Set(called.capability.binds.flatMap { $0.keys.map(\.variable) })
    self.bound = bound
    self.arguments = arguments.filter { $0.value != .null && !bound.contains($0.key) }
  }

  func argument(_ name: String) -> JSONValue? { arguments[name] }

  /// nil where nothing supplies it.
  func value(of parameter: ConsumedParameter) throws(StudioError) -> JSONValue? {
    if let fixed = parameter.value {
      if let expression = fixed.soleExpression {
        return try value(of: expression, besides: parameter)
      }
      return .string(try text(fixed, besides: parameter))
    }
    if bound.contains(parameter.name) {
      return try value(of: TemplateExpression(name: parameter.name))
    }
    if parameter.location == .environment {
      return configuration.variable(parameter.name).map { .string($0) }
    }
    return arguments[parameter.name]
  }

  /// `besides` is the parameter whose own fixed value is being made.
  func value(
    of expression: TemplateExpression, besides parameter: ConsumedParameter? = nil
  ) throws(StudioError) -> JSONValue? {
    let keys = bindingKeys(for: expression)
    guard keys.count < 2 else {
      throw Self.unusable(TemplateError.ambiguous(expression).description)
    }
    if let (binding, key) = keys.first { return try value(of: key, in: binding) }
    guard expression.qualifier == nil else { return nil }
    if parameter == nil,
      let declared = called.parameters.last(where: {
        $0.name == expression.name && ($0.value != nil || $0.location == .environment)
      })
    {
      return try value(of: declared)
    }
    return arguments[expression.name]
  }

  /// The template with its values; `coding` makes each fit the place where it goes.
  ///
  /// Throws `invalid-request` where one is missing.
  func text(
    _ template: MustacheTemplate, besides parameter: ConsumedParameter? = nil,
    coding: (String) -> String = { $0 }
  ) throws(StudioError) -> String {
    var texts: [TemplateExpression: String] = [:]
    for expression in template.expressions {
      guard let value = try value(of: expression, besides: parameter) else { continue }
      texts[expression] = coding(value.plainText)
    }
    do {
      return try template.expanded { texts[$0] }
    } catch {
      throw StudioError(
        .invalidRequest, "The request cannot be made: \(error.description).",
        hint: "Give it with the call. Nothing was sent.")
    }
  }

  /// Only what configuration supplies; nil where something is unset, as for a credential.
  func secret(_ template: MustacheTemplate) throws(StudioError) -> Secret? {
    var texts: [TemplateExpression: String] = [:]
    for expression in template.expressions {
      guard let (binding, key) = bindingKeys(for: expression).first else { continue }
      texts[expression] = try value(of: key, in: binding)?.plainText
    }
    guard let text = try? template.expanded({ texts[$0] }), !text.isEmpty else { return nil }
    return Secret(text)
  }

  /// The values of all binds, in every form that a request may give them: they are secrets to records
  /// and errors. The longest first, so that none is taken for a part of another.
  var secrets: [Secret] {
    var texts: Set<String> = []
    for binding in called.capability.binds {
      for key in binding.keys {
        // What cannot be read is in no request either.
        guard let text = (try? value(of: key, in: binding))?.plainText else { continue }
        texts.formUnion([text, URITemplate.encoded(text), JSONValue.string(text).withinQuotes])
      }
    }
    return texts.sorted { $0.utf8.count > $1.utf8.count }.map { Secret($0) }
  }

  private func bindingKeys(for expression: TemplateExpression) -> [(Binding, Binding.Key)] {
    called.capability.binds.flatMap { binding -> [(Binding, Binding.Key)] in
      guard expression.qualifier == nil || expression.qualifier == binding.namespace else {
        return []
      }
      return binding.keys.filter { $0.variable == expression.name }.map { (binding, $0) }
    }
  }

  private func value(
    of key: Binding.Key, in binding: Binding
  ) throws(StudioError) -> JSONValue? {
    switch binding.provider {
    case .environment: return configuration.variable(key.source).map { .string($0) }
    case .file: return try fileValue(of: key, in: binding)
    case .unsupported(let location):
      let scheme = ServiceText.clean(String(location.prefix { $0 != ":" })) ?? ""
      throw Self.unusable(
        "binds from “\(scheme)” are not supported, file:// and the environment are")
    }
  }

  private func fileValue(
    of key: Binding.Key, in binding: Binding
  ) throws(StudioError) -> JSONValue? {
    let expression = TemplateExpression(qualifier: binding.namespace, name: key.variable)
    do {
      let values = try BoundValues(
        of: called.capability, environment: configuration.environment)
      return try values.value(of: expression).flatMap { $0.isEmpty ? nil : .string($0) }
    } catch {
      throw Self.unusable(StudioError.printable("\(error)"))
    }
  }

  static func unusable(_ problem: String) -> StudioError {
    StudioError(
      .badConfiguration, "The capability cannot be used: \(problem).",
      hint: "See `easel capability validate`. Nothing was sent.")
  }
}

extension MustacheTemplate {
  /// The expression that is the whole template; nil for any other.
  var soleExpression: TemplateExpression? {
    let all = expressions
    guard all.count == 1, source.hasPrefix("{{"), source.hasSuffix("}}"),
      !source.hasPrefix("{{^"), source.dropFirst(2).firstRange(of: "{{") == nil
    else { return nil }
    return all.first
  }
}

extension JSONValue {
  /// As it goes into a text: strings themselves, everything else as JSON.
  var plainText: String { if case .string(let text) = self { text } else { json } }

  /// A string as it stands between the quotes of a document.
  var withinQuotes: String { String(json.dropFirst().dropLast()) }
}
