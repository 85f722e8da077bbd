extension ConsumedService {
  /// The parameters of a request, in the order in which they apply: the service's, the resource's, then
  /// the operation's own. One with the name and place of an earlier one takes the earlier one's place.
  public func parameters(of operation: ConsumedOperation) -> [ConsumedParameter] {
    let resource = resources.first {
      $0.path == operation.path && $0.operations.contains(operation)
    }
    let shared = resource?.inputParameters ?? []
    var result: [ConsumedParameter] = []
    for parameter in inputParameters + shared + operation.inputParameters {
      let earlier = result.firstIndex {
        $0.name == parameter.name && $0.location == parameter.location
      }
      if let earlier { result[earlier] = parameter } else { result.append(parameter) }
    }
    return result
  }

  /// Whether requests go to Azure OpenAI, whose keys and versions have rules of their own.
  public var isAzure: Bool {
    let host = baseURI.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" && $0 != ":" }
    return [".openai.azure.com", ".cognitiveservices.azure.com"].contains {
      host.lowercased().hasSuffix($0)
    }
  }
}
