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
