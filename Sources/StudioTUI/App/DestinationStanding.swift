import StudioCore

/// What is known of the destination on the desk. It may be remembered from a time when another
/// server was set up, or one that is switched off now.
enum DestinationStanding: Hashable, Sendable {
  /// Nothing speaks against it.
  case good
  /// The answer is not there yet.
  case unchecked
  /// Nothing that is set up leads there.
  case notConfigured
  /// Why it cannot be used, and what to do.
  case unavailable(reason: String, hint: String?)

  /// - Parameter isComplete: Whether no more offers are to come.
  init(_ destination: Destination, among offers: [Offer], isComplete: Bool) {
    // What is painted in this process needs no asking.
    guard destination.provider != .demo else {
      self = .good
      return
    }
    let told = offers.filter { $0.destination.provider == destination.provider }
    let there = told.filter { $0.destination.isSamePlace(as: destination) }
    // A name may be left out of the list, or typed: then what is said of its place counts.
    let offer =
      there.first { $0.destination.path == destination.path }
      ?? there.first { !$0.isUnavailable } ?? there.first
    switch offer?.readiness {
    case .ready, .untested: self = .good
    case .checking: self = .unchecked
    case .unavailable(let reason, let hint): self = .unavailable(reason: reason, hint: hint)
    case nil: self = isComplete || !told.isEmpty ? .notConfigured : .unchecked
    }
  }

  /// In the top line, beside the destination; nil where nothing needs to be said.
  var mark: (text: String, role: Role)? {
    switch self {
    case .good: nil
    case .unchecked: ("not checked", .dim)
    case .notConfigured: ("not configured", .warning)
    case .unavailable(let reason, _): (reason, .warning)
    }
  }

  /// What is wrong and what to do. What cannot be reached now may be when the request is sent.
  func problem(of destination: Destination, pickerKey: String) -> RequestProblem? {
    switch self {
    case .good, .unchecked: nil
    case .unavailable(let reason, let hint):
      RequestProblem(
        .destination, .warning,
        [reason.asSentence, hint?.asSentence, "\(pickerKey) lists others."].compactMap(\.self)
          .joined(separator: " "))
    case .notConfigured:
      RequestProblem(
        .destination, .error,
        "\(destination.place) is not configured here. \(pickerKey) lists what is"
          + "\(Self.remedy(for: destination)).")
    }
  }

  /// False where no request can be sent: its price would mislead.
  var isConfigured: Bool { self != .notConfigured }

  private static func remedy(for destination: Destination) -> String {
    switch destination.provider {
    case .ollama where destination.host != nil: "; or set OLLAMA_HOST to it"
    case .azure where destination.resource != nil: "; or add its endpoint to AZURE_OPENAI_ENDPOINT"
    default: ""
    }
  }
}

extension AppState {
  var standing: DestinationStanding {
    desk.destination.map {
      DestinationStanding($0, among: offers, isComplete: wereOffersAsked && !isAskingOffers)
    } ?? .unchecked
  }

  /// Asks once whether the destination on the desk is there; not for what needs no asking.
  mutating func offerDemand() -> [Effect] {
    guard desk.isLoaded, !wereOffersAsked, standing == .unchecked else { return [] }
    return askOffers()
  }

  mutating func askOffers() -> [Effect] {
    guard !isAskingOffers else { return [] }
    (isAskingOffers, wereOffersAsked) = (true, true)
    return [.watchOffers]
  }
}

extension Destination {
  /// The server or resource, else the provider.
  fileprivate var place: String { host ?? resource ?? provider.displayName }

  /// Whether both lead to the same server or resource.
  fileprivate func isSamePlace(as other: Destination) -> Bool {
    (resource, host) == (other.resource, other.host)
  }
}

extension Offer {
  fileprivate var isUnavailable: Bool {
    if case .unavailable = readiness { true } else { false }
  }
}
