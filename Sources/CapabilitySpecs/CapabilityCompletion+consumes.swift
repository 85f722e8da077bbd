extension CapabilityCompletion {
  mutating func completed(_ service: ConsumedService) -> ConsumedService {
    ConsumedService(
      namespace: service.namespace, baseURI: service.baseURI, summary: service.summary,
      authentication: service.authentication.map { completed($0, of: service) },
      inputParameters: service.inputParameters,
      resources: service.resources.map { resource in
        ConsumedResource(
          name: resource.name, path: resource.path, summary: resource.summary,
          inputParameters: resource.inputParameters,
          operations: resource.operations.map { completed($0, of: service) },
          mark: resource.mark)
      },
      mark: service.mark, authenticationMark: service.authenticationMark)
  }

  private mutating func completed(
    _ authentication: Authentication, of service: ConsumedService
  ) -> Authentication {
    let mark = service.authenticationMark
    switch authentication {
    case .basic(let username, let password):
      return .basic(
        username: unqualified(username, at: mark), password: unqualified(password, at: mark))
    case .digest(let username, let password):
      return .digest(
        username: unqualified(username, at: mark), password: unqualified(password, at: mark))
    case .apiKey(let name, let value, let placement):
      return .apiKey(name: name, value: unqualified(value, at: mark), placement: placement)
    case .bearer(let token):
      let token = unqualified(token, at: mark)
      guard service.isAzure else { return .bearer(token: token) }
      report(
        .azureKey,
        "Azure takes a resource's key in the header 'api-key', and a bearer token only from Entra "
          + "ID; what the variable holds decides", at: mark)
      return .apiKey(name: "api-key", value: token, placement: .header)
    case .oauth2: return authentication
    }
  }

  private mutating func completed(
    _ operation: ConsumedOperation, of service: ConsumedService
  ) -> ConsumedOperation {
    let effective = service.parameters(of: operation)
    var parameters = operation.inputParameters
    for name in URITemplate(operation.path).placeholders
    where Identifier.isExtended(name)
      && !effective.contains(where: { $0.name == name && $0.location == .path })
    {
      report(
        .pathVariable,
        "\(PrintableText.quoted("{\(name)}")) of the path is not declared as a parameter "
          + "'in: path'; the caller's value of that name, or the configured one, fills it",
        at: operation.mark)
      parameters.append(ConsumedParameter(name, .path, at: operation.mark))
    }
    if service.isAzure, !effective.contains(where: \.isAPIVersion) {
      report(
        .apiVersion,
        "Azure demands the query parameter 'api-version'; the caller's, or the configured one, is "
          + "sent", at: operation.mark)
      parameters.append(
        ConsumedParameter(ConsumedParameter.apiVersion, .query, at: operation.mark))
    }
    return ConsumedOperation(
      name: operation.name, method: operation.method, path: operation.path,
      summary: operation.summary, inputParameters: parameters,
      body: operation.body ?? body(of: operation, effective: effective),
      responseFormat: operation.responseFormat, outputSchema: operation.outputSchema,
      outputParameters: operation.outputParameters, mark: operation.mark)
  }

  /// A body made of the parameters that belong into it: a single one is the body, several are its
  /// members.
  private mutating func body(
    of operation: ConsumedOperation, effective: [ConsumedParameter]
  ) -> RequestBody? {
    let parts = effective.filter { $0.location == .body }
    guard let first = parts.first else { return nil }
    let names = Words.list(parts.prefix(8).map { PrintableText.quoted($0.name) })
    report(
      .bodyParameter,
      "there is no 'body', so that other engines send none; "
        + (parts.count == 1 ? "\(names) is sent as the JSON body" : "\(names) are its members"),
      at: operation.mark)
    guard parts.count > 1 else { return .json(.text("{{\(first.name)}}")) }
    return .json(
      .object(parts.map { .init(name: $0.name, value: .text("{{\($0.name)}}")) }))
  }
}

extension ConsumedParameter {
  static let apiVersion = "api-version"

  /// A parameter without a fixed value.
  init(_ name: String, _ location: ParameterLocation, at mark: SourceMark) {
    self.init(
      name: name, location: location, value: nil, type: nil, summary: nil, isRequired: nil,
      mark: mark)
  }

  /// Whether it is the one that Azure demands.
  var isAPIVersion: Bool { name == Self.apiVersion && location == .query }
}
