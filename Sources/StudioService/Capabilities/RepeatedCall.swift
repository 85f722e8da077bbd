import StudioCore

/// A call of an images operation, held against the generations that its id names already.
struct RepeatedCall: Sendable {
  let wish: GenerationRequest
  /// As it would leave now.
  let sent: SentRequest
  /// True where the caller set no seed: then each call has another one.
  let isSeedDrawn: Bool

  /// The generation whose answer is this call's as well; nil where the call is to be carried out.
  ///
  /// Throws `invalid-request` where the id names another request.
  func answering(among known: [Generation]) throws(StudioError) -> Generation? {
    guard known.allSatisfy(isMade) else {
      throw StudioError(
        .invalidRequest,
        "The request's id is known, and names a request other than this one.",
        hint: "This name was used for another request: take a new one. Nothing was sent.")
    }
    return known.filter { !$0.canBeMadeAnew }.max { $0.createdAt < $1.createdAt }
  }

  /// True where the generation was made by the same call.
  private func isMade(_ generation: Generation) -> Bool {
    guard generation.request.destination == wish.destination else { return false }
    guard let before = generation.sent else {
      // Nothing has left yet: what was wished has to do.
      return seedless(generation.request) == seedless(wish)
    }
    return before.method == sent.method && before.url == sent.url
      && (before.body == sent.body || isSeedDrawn && seedless(before) == seedless(sent))
  }

  private func seedless(_ request: GenerationRequest) -> GenerationRequest {
    var request = request
    if isSeedDrawn { request.parameters[.seed] = nil }
    return request
  }

  private func seedless(_ sent: SentRequest) -> JSONValue? {
    guard case .object(var object) = try? JSONValue(parsing: Array(sent.body.utf8)) else {
      return nil
    }
    object["seed"] = nil
    return .object(object)
  }
}

extension Generation {
  /// True where it ended without a picture and without a bill, in a way that may pass: a call with
  /// its id is no repetition then, it is the same attempt once more.
  var canBeMadeAnew: Bool {
    guard images.isEmpty, error?.mayHaveBeenBilled != true else { return false }
    switch state {
    case .cancelled: return true
    case .unknown: return cost == .free
    case .failed:
      let passing: [StudioError.Code?] = [
        .unreachable, .rateLimited, .busy, .timedOut, .interrupted,
      ]
      return error?.isRetryable == true || passing.contains(error?.code)
    case .draft, .waiting, .sending, .sent, .receiving, .saving, .saved: return false
    }
  }
}
