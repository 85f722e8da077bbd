import StudioCore

/// What the program ends with. Scripts rely on the numbers: they are only ever added to. From 64 on
/// they are those of BSD's `sysexits.h`.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  /// A generation, model, deployment or file that is not there.
  case notFound = 3
  case contentPolicy = 4
  /// The request may have arrived and no picture came: it may have been billed.
  case outcomeUnknown = 5
  case badUsage = 64
  /// The service, or we before it, refuse the prompt or a parameter; nothing was generated.
  case invalidRequest = 65
  /// The provider cannot be reached, does not make images, or failed without a bill.
  case unreachable = 69
  case cannotCreate = 73
  case inputOutput = 74
  case tryLater = 75
  /// Credentials are missing, or rejected, or allow too little.
  case credentials = 77
  case badConfiguration = 78
  case interrupted = 130

  /// The one table from errors to statuses.
  init(_ error: StudioError) {
    self =
      switch error.code {
      case .badUsage: .badUsage
      case .invalidRequest, .notAnImageModel: .invalidRequest
      case .badConfiguration, .routeNotFound, .redirected: .badConfiguration
      case .credentialsMissing, .credentialsRejected, .permissionDenied, .resourceBlocked:
        .credentials
      case .unreachable, .imagesUnsupported: .unreachable
      case .rateLimited, .spendingLimit, .busy: .tryLater
      case .contentPolicy: .contentPolicy
      case .deploymentNotFound, .modelNotFound, .notFound: .notFound
      case .outcomeUnknown: .outcomeUnknown
      // A service that failed: the question that matters is whether it was paid for.
      case .serverFailure, .emptyAnswer, .badAnswer, .timedOut:
        error.mayHaveBeenBilled ? .outcomeUnknown : .unreachable
      case .cancelled, .interrupted: .interrupted
      case .cannotCreate: .cannotCreate
      case .diskFull, .inputOutput: .inputOutput
      }
  }

  /// What became of one generation.
  init(_ generation: Generation) {
    if generation.state == .saved {
      self = .done
    } else if generation.state == .unknown {
      // Before the error: whichever it is, the question that matters is what became of the request.
      self = .outcomeUnknown
    } else if let error = generation.error {
      self = ExitStatus(error)
    } else {
      self = generation.state == .cancelled ? .interrupted : .outcomeUnknown
    }
  }

  /// What became of several: done only if all are; else, before all others, that something may have
  /// been billed; else what went wrong first.
  init(_ generations: [Generation]) {
    let failures = generations.map { ExitStatus($0) }.filter { $0 != .done }
    self = failures.first { $0 == .outcomeUnknown } ?? failures.first ?? .done
  }
}
