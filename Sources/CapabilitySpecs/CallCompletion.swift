/// Writes out one call of an interface: whom its references name, which parameters its callers may
/// give, and what of them the called operation needs.
struct CallCompletion {
  let call: OperationCall
  let door: String
  /// Parameters that are declared for a whole resource.
  let shared: [ExposedParameter]
  /// The path that callers use; nil for a tool.
  let path: String?
  let isTool: Bool
  private(set) var declared: [ExposedParameter]
  private(set) var arguments: [OperationCall.Argument] = []
  private(set) var repairs = DiagnosticList()
  private let declaresNothing: Bool

  init(
    _ call: OperationCall, door: String, shared: [ExposedParameter],
    declared: [ExposedParameter], path: String?, isTool: Bool
  ) {
    self.call = call
    self.door = door
    self.shared = shared
    self.path = path
    self.isTool = isTool
    self.declared = declared
    declaresNothing = declared.isEmpty && shared.isEmpty
  }

  mutating func complete(service: ConsumedService, operation: ConsumedOperation) {
    let parameters = service.parameters(of: operation)
    arguments = call.arguments.map { renamed($0) }
    declareReferences(parameters)
    // The host is filled from configuration alone.
    let host = service.address(of: operation).hostPlaceholders
    for parameter in parameters
    where parameter.value == nil && !host.contains(parameter.name)
      && !arguments.contains(where: { $0.name == parameter.name })
    {
      if parameter.location == .path {
        bindPathVariable(parameter, isOptional: service.isAzure)
      } else if parameter.isAPIVersion, service.isAzure {
        bindVersion(parameter)
      }
    }
  }

  private var pathVariables: [String] { path.map { URITemplate($0).placeholders } ?? [] }

  private func isDeclared(_ name: String) -> Bool {
    (shared + declared).contains { $0.name == name }
  }

  /// An alias for the caller becomes the interface's namespace.
  private mutating func renamed(_ argument: OperationCall.Argument) -> OperationCall.Argument {
    guard case .reference(let reference) = argument.value, reference.usesAlias else {
      return argument
    }
    let own = CallerReference(reference.name, of: door)
    repairs.repair(
      .callerAlias,
      "\(PrintableText.quoted(reference.description)) names no interface of this document, so that "
        + "other engines send these very words; it is read as "
        + PrintableText.quoted(own.description),
      at: argument.mark)
    return .init(name: argument.name, value: .reference(own), mark: argument.mark)
  }

  /// Callers are told of everything that is taken from them.
  private mutating func declareReferences(_ parameters: [ConsumedParameter]) {
    var names: [String] = []
    for argument in arguments {
      guard case .reference(let reference) = argument.value, !isDeclared(reference.name) else {
        continue
      }
      let target = parameters.first { $0.name == argument.name }
      if !pathVariables.contains(reference.name) { names.append(reference.name) }
      declare(reference.name, for: target, isOptional: target?.isRequired == false)
    }
    guard !names.isEmpty, declaresNothing else { return }
    let list = Words.list(names.prefix(8).map(PrintableText.quoted))
    repairs.repair(
      .undeclaredBody,
      "callers are not told of \(list), which the call takes from them; it is declared",
      at: call.mark)
  }

  private mutating func bindPathVariable(_ parameter: ConsumedParameter, isOptional: Bool) {
    let name = parameter.name
    if isTool {
      // People call it a deployment; the path has it as an id.
      let known = [name, name == "deployment-id" ? "deployment" : name].first(where: isDeclared)
      repairs.repair(
        .toolArgument,
        "the tool hands nothing over for \(PrintableText.quoted("{\(name)}")) of the path; its "
          + "\(isOptional ? "optional " : "")argument \(PrintableText.quoted(known ?? name)) does",
        at: call.mark)
      if known == nil { declare(name, for: parameter, isOptional: isOptional) }
      hand(over: known ?? name, as: name)
    } else if isDeclared(name) || pathVariables.contains(name) {
      repairs.repair(
        .pathVariable,
        "'with' hands nothing over for \(PrintableText.quoted("{\(name)}")) of the path; the "
          + "caller's value of that name is taken", at: call.mark)
      if !isDeclared(name) { declare(name, for: parameter, isOptional: false) }
      hand(over: name, as: name)
    }
  }

  private mutating func bindVersion(_ parameter: ConsumedParameter) {
    repairs.repair(
      .apiVersion,
      "'with' hands nothing over for 'api-version', which Azure demands; the caller's is taken, "
        + "else the configured one", at: call.mark)
    if !isDeclared(parameter.name) { declare(parameter.name, for: parameter, isOptional: true) }
    hand(over: parameter.name, as: parameter.name)
  }

  private mutating func hand(over name: String, as parameter: String) {
    arguments.append(
      .init(
        name: parameter, value: .reference(CallerReference(name, of: door)), mark: call.mark))
  }

  private mutating func declare(
    _ name: String, for target: ConsumedParameter?, isOptional: Bool
  ) {
    let isBody = name == "body" && target?.location ?? .body == .body
    let location = isTool ? nil : location(of: name, target)
    declared.append(
      ExposedParameter(
        name: name, location: location,
        type: target?.type ?? (isBody ? .object : .string),
        summary: target?.summary ?? Self.summary(of: name, isBody: isBody),
        isRequired: isTool ? !isOptional : location == .path, pattern: nil, value: nil,
        mark: call.mark))
  }

  private func location(of name: String, _ target: ConsumedParameter?) -> ParameterLocation {
    if pathVariables.contains(name) { return .path }
    switch target?.location {
    case .header: return .header
    case .cookie: return .cookie
    case .body, nil: return .body
    case .query, .path, .environment: return .query
    }
  }

  private static func summary(of name: String, isBody: Bool) -> String {
    switch name {
    case "body" where isBody: "The request body as the service takes it."
    case "deployment-id": "The deployment; the configured one if absent."
    case ConsumedParameter.apiVersion: "The version of the API; the configured one if absent."
    default: "The value of \(name)."
    }
  }
}
