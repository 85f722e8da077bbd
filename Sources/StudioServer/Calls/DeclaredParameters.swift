import CapabilitySpecs
import StudioCore

/// Reads what an exposed REST operation declares out of a caller's request, each value with its
/// declared type.
struct DeclaredParameters: Sendable {
  let parameters: [ExposedParameter]

  /// - Throws: `bad-configuration` for a fixed value or pattern that is not understood.
  init(_ resource: RESTResource, _ operation: RESTOperation) throws(StudioError) {
    let own = operation.inputParameters
    let shared = resource.inputParameters.filter { parameter in
      !own.contains { $0.name == parameter.name && $0.location == parameter.location }
    }
    parameters = shared + own
    for parameter in parameters {
      let isReadable = parameter.pattern.map { (try? Regex($0)) != nil } ?? true
      guard isReadable, parameter.value?.expressions.isEmpty ?? true else {
        throw StudioError(
          .badConfiguration, "\(parameter.mark) has a 'pattern' or 'value' that is not supported.")
      }
    }
  }

  /// Whether anything of the body is declared.
  var readsBody: Bool { !ofBody.isEmpty }

  /// The declared members of the body; none where it is declared as a whole.
  var members: [ExposedParameter] { isWholeBody ? [] : ofBody }

  private var ofBody: [ExposedParameter] { parameters.filter { $0.location == .body } }

  /// A parameter that stands alone and is called `body`, or is an object, is the body itself.
  private var isWholeBody: Bool {
    guard let only = ofBody.first, ofBody.count == 1 else { return false }
    return only.name == "body" || only.type == .object
  }

  /// Fills `caller.named`.
  ///
  /// - Throws: `DoorError` 400 naming the parameter, when a value does not fit its declaration.
  func read(into caller: inout CallerParameters) throws(DoorError) {
    for parameter in parameters {
      if let fixed = parameter.value {
        caller.named[parameter.name] = .string(fixed.source)
      } else if let value = try value(of: parameter, in: caller) {
        caller.named[parameter.name] = value
      }
    }
  }

  private func value(
    of parameter: ExposedParameter, in caller: CallerParameters
  ) throws(DoorError) -> JSONValue? {
    switch parameter.location {
    case .path: return try typed(caller.path[parameter.name], parameter)
    case .query: return try typed(caller.query.last(named: parameter.name), parameter)
    case .header: return try typed(header(parameter.name, in: caller), parameter)
    case .cookie: return try typed(caller.cookies.last(named: parameter.name), parameter)
    case .body: return try member(parameter, of: caller.body)
    case .environment, nil: return nil
    }
  }

  /// What says who the caller is, or where a message ends, is never a parameter.
  private func header(_ name: String, in caller: CallerParameters) -> String? {
    let forbidden = ["authorization", "host", "content-length", "api-key", "cookie"]
    guard !forbidden.contains(name.lowercased()) else { return nil }
    return caller.headers.last { $0.name.lowercased() == name.lowercased() }?.value
  }

  private func typed(
    _ text: String?, _ parameter: ExposedParameter
  ) throws(DoorError) -> JSONValue? {
    guard let text else { return nil }
    try check(text, parameter)
    let value: JSONValue? =
      switch parameter.type {
      case .integer: Int(text).map { .number($0) }
      case .number: number(text)
      case .boolean: text == "true" ? true : text == "false" ? false : nil
      case .array, .object: try? JSONValue(parsing: text.utf8)
      case .string, .binary: .string(text)
      }
    guard let value, parameter.type.accepts(value) else { throw misfit(parameter) }
    return value
  }

  /// Only what JSON too calls a number.
  private func number(_ text: String) -> JSONValue? {
    guard case .number? = try? JSONValue(parsing: text.utf8) else { return nil }
    return .number(text)
  }

  private func member(
    _ parameter: ExposedParameter, of body: JSONValue?
  ) throws(DoorError) -> JSONValue? {
    guard let value = isWholeBody ? body : body?[parameter.name] else { return nil }
    guard value == .null || parameter.type.accepts(value) else { throw misfit(parameter) }
    if case .string(let text) = value { try check(text, parameter) }
    return value
  }

  private func check(_ text: String, _ parameter: ExposedParameter) throws(DoorError) {
    guard let pattern = parameter.pattern, let regex = try? Regex(pattern),
      (try? regex.firstMatch(in: text)) == nil
    else { return }
    throw misfit(parameter)
  }

  private func misfit(_ parameter: ExposedParameter) -> DoorError {
    let kind = parameter.pattern == nil ? "is no \(parameter.type.rawValue)" : "does not fit"
    return DoorError(
      400, "invalid_parameter", "The value of '\(parameter.name)' \(kind).",
      param: parameter.name)
  }
}

extension ParameterType {
  /// Whether a JSON value is of this type.
  func accepts(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.string, .string), (.binary, .string), (.number, .number), (.boolean, .bool),
      (.array, .array), (.object, .object):
      true
    case (.integer, .number): value.int != nil
    default: false
    }
  }
}

extension [(name: String, value: String)] {
  func last(named name: String) -> String? { last { $0.name == name }?.value }
}
