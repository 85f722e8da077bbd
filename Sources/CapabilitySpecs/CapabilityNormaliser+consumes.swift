extension CapabilityNormaliser {
  mutating func service(_ service: ConsumedService) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("type", "http")
    result.add("namespace", service.namespace)
    result.add("description", service.summary)
    result.add("baseUri", service.baseURI)
    if let authentication = service.authentication {
      result.add("authentication", value: written(authentication))
    }
    result.add("inputParameters", list: service.inputParameters.map { parameter($0) })
    var resources: [DocumentValue] = []
    for (index, resource) in service.resources.enumerated() {
      if let written = written(resource, number: index + 1) { resources.append(written) }
    }
    result.add("resources", list: resources)
    return result.value
  }

  private mutating func written(_ resource: ConsumedResource, number: Int) -> DocumentValue? {
    let operations = resource.operations.compactMap { written($0) }
    guard !operations.isEmpty else { return nil }
    var result = DocumentBuilder()
    result.add("name", Identifier.kebab(resource.name) ?? "resource-\(number)")
    result.add("description", resource.summary)
    result.add("path", resource.path)
    result.add("inputParameters", list: resource.inputParameters.map { parameter($0) })
    result.add("operations", list: operations)
    return result.value
  }

  private mutating func written(_ operation: ConsumedOperation) -> DocumentValue? {
    guard operation.method.isOfficial else {
      lose("the official format has no method \(operation.method.rawValue)", at: operation.mark)
      return nil
    }
    var result = DocumentBuilder()
    result.add("name", operation.name)
    result.add("description", operation.summary)
    result.add("method", operation.method.rawValue)
    result.add("inputParameters", list: operation.inputParameters.map { parameter($0) })
    if let body = operation.body { result.add("body", value: written(body)) }
    if operation.responseFormat == .binary {
      lose("the official format has no raw format 'binary'", at: operation.mark)
    } else if operation.responseFormat != .json {
      result.add("outputRawFormat", operation.responseFormat.rawValue)
    }
    result.add("outputSchema", operation.outputSchema)
    result.add(
      "outputParameters",
      list: operation.outputParameters.filter { Identifier.isExtended($0.name) }.map {
        output($0)
      })
    return result.value
  }

  private func parameter(_ parameter: ConsumedParameter) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("name", parameter.name)
    result.add("in", parameter.location.rawValue)
    result.add("value", parameter.value.map { text($0) })
    return result.value
  }

  private func output(_ output: ConsumedOutput) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("name", output.name)
    result.add("type", output.type.outputWord)
    result.add("value", output.path == "$." ? "$" : output.path)
    return result.value
  }

  private func written(_ body: RequestBody) -> DocumentValue {
    var result = DocumentBuilder()
    switch body {
    case .raw(let template): return .text(text(template))
    case .json(let data):
      result.add("type", "json")
      result.add("data", value: data.isScalar ? .text(scalar(data)) : written(data))
    case .form(let data):
      result.add("type", "formUrlEncoded")
      result.add("data", value: form(data))
    case .text(let kind, let template):
      result.add("type", kind)
      result.add("data", text(template))
    case .multipart(let parts):
      result.add("type", "multipartForm")
      result.add("data", value: .list(parts.map { written($0) }))
    }
    return result.value
  }

  private func form(_ data: DocumentValue) -> DocumentValue {
    guard case .object(let members) = data else { return .text(scalar(data)) }
    return .object(members.map { .init(name: $0.name, value: .text(scalar($0.value))) })
  }

  private func written(_ part: RequestBody.Part) -> DocumentValue {
    var result = DocumentBuilder()
    result.add("name", part.name)
    result.add("value", text(part.value))
    result.add("filename", part.filename)
    result.add("contentType", part.contentType)
    return result.value
  }

  /// A literal with the templates in it.
  private func written(_ value: DocumentValue) -> DocumentValue {
    switch value {
    case .text: .text(scalar(value))
    case .list(let values): .list(values.map { written($0) })
    case .object(let members):
      .object(members.map { .init(name: $0.name, value: written($0.value)) })
    case .null, .boolean, .number: value
    }
  }

  /// A single value as a text.
  func scalar(_ value: DocumentValue) -> String {
    switch value {
    case .text(let source): (try? MustacheTemplate(source)).map { text($0) } ?? source
    case .number(let digits): digits
    case .boolean(let flag): flag ? "true" : "false"
    case .null, .list, .object: ""
    }
  }
}
