import StudioCore

/// The seed of a picture: where a service honours it, every record holds one that makes the same
/// picture again.
enum CallSeed {
  /// The body with a random seed, where the service honours seeds and the caller set none.
  static func promised(
    _ body: CallBody?, at destination: Destination
  ) throws(StudioError) -> CallBody? {
    let table = ProviderCatalog.parameterTable(for: destination)
    guard destination.provider == .ollama || destination.provider == .demo,
      table[.seed]?.isSupported == true,
      case .object(var object) = body?.json, object["seed"] == nil || object["seed"] == .null
    else { return body }
    object["seed"] = .number(Int.random(in: RequestSplit.seeds))
    return CallBody(.object(object))
  }
}

/// What a call may not exceed, whatever its service thinks of it.
enum CallLimits {
  /// Of a body that a record has to hold. Prompts have at most some ten thousand characters.
  private static let recorded = 1 << 20

  static func check(_ body: CallBody?) throws(StudioError) {
    guard let body, body.bytes.count > recorded else { return }
    throw StudioError(
      .invalidRequest, "The request's body is larger than 1 MiB.",
      hint: "A request for pictures needs no more. Nothing was sent.")
  }
}
