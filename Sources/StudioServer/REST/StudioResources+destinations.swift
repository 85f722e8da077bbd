import Hummingbird
import HummingbirdCore
import StudioCore

extension StudioResources {
  /// How long services may take to say what they offer.
  private static let patience: Duration = .seconds(5)

  /// What is known of the destinations when everything was asked, or time is up.
  func destinations() async -> Response {
    let offers = await latestOffers()
    return Response(json: ["destinations": .array(offers.map(\.contract))])
  }

  /// What a request names: OpenAI's clients a model in its body, Azure's a deployment in its path.
  /// Neither route knows the other's names.
  enum NamedBy: Sendable {
    case model, deployment

    fileprivate func name(of place: Destination) -> String? {
      switch self {
      case .model: place.deployment == nil ? place.model : nil
      case .deployment: place.deployment
      }
    }
  }

  /// The names that a request can be addressed to, each once: what clients of OpenAI's API list
  /// before they ask.
  func models(namedBy key: NamedBy) async -> Response {
    var seen: Set<String> = []
    let models = await latestOffers().filter(\.isUsable).compactMap { offer -> JSONValue? in
      let place = offer.destination
      guard let name = key.name(of: place), seen.insert(name).inserted else { return nil }
      return [
        "id": .string(name), "object": "model", "created": .number(0),
        "owned_by": .string(place.provider.rawValue),
      ]
    }
    return Response(json: ["object": "list", "data": .array(models)])
  }

  private func latestOffers() async -> [Offer] {
    let asking = Task {
      var latest: [Offer] = []
      for await offers in studio.offers() { latest = offers }
      return latest
    }
    let waiting = Task {
      try? await Task.sleep(for: Self.patience)
      asking.cancel()
    }
    defer { waiting.cancel() }
    return await withTaskCancellationHandler {
      await asking.value
    } onCancel: {
      asking.cancel()
    }
  }
}
