public import struct FoundationEssentials.Date

/// A request of a generation that certainly started nothing: it never left, or the service turned it
/// away. The evidence for sending the same once more.
public struct RefusedAttempt: Hashable, Sendable, Codable {
  /// When the request left; nil for one that never did.
  public var sentAt: Date?
  public var refusedAt: Date
  /// What the service said; nil where there was no answer.
  public var answer: ServiceAnswer?
  /// Why it is certain, in words.
  public var error: StudioError

  /// - Parameter error: nil comes back for one that leaves a doubt, see `StudioError.provesNoStart`.
  public init?(sentAt: Date?, refusedAt: Date, answer: ServiceAnswer?, error: StudioError) {
    guard error.provesNoStart else { return nil }
    self.sentAt = sentAt
    self.refusedAt = refusedAt
    self.answer = answer
    self.error = error
  }
}

/// When a generation that was refused is sent again, and how often that may be.
public struct Resend: Hashable, Sendable, Codable {
  /// What `limit` may be.
  public static let limits = 0...20

  public var at: Date
  /// From 1.
  public var number: Int
  /// The user's own.
  public var limit: Int

  public init(at: Date, number: Int, limit: Int) {
    self.at = at
    self.number = number
    self.limit = limit
  }
}

extension Resend {
  /// Whole seconds from `now` on, rounded up: what a countdown shows.
  public func seconds(from now: Date) -> Int {
    Int(min(max(0, at.timeIntervalSince(now)), 1e9).rounded(.up))
  }
}

extension Generation {
  /// Why it waits to be sent again, in two words: `rate limited`; nil where it does not.
  public var refusal: String? {
    guard resend != nil, let error = refused.last?.error else { return nil }
    return error.code.rawValue.replacing("-", with: " ")
  }
}

extension StudioError {
  /// True where it is certain that no service has begun anything, and where the same request may be
  /// taken later: there was no connection, or the service said that it takes no more for now (429,
  /// 503). Only after such an error is a request sent again without a person's word.
  public var provesNoStart: Bool {
    guard isRetryable, !mayHaveBeenBilled else { return false }
    switch code {
    case .unreachable, .rateLimited, .busy: return true
    default: return false
    }
  }
}
