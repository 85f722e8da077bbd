/// One way in which a service, or the network before it, goes wrong.
///
/// All faults are applied in one place, the delivery of an answer. A new one is a case here, its
/// name and keys in `FaultKind` and `Fault+Coding.swift`, and its act in `AnswerDelivery` or `AnswerWriter`.
public enum Fault: Sendable, Equatable {
  /// Nothing, not even a header, for this many seconds; then the answer.
  case delay(seconds: Double)
  /// The body stops after `afterBytes` bytes for `seconds`, then goes on.
  case stall(afterBytes: Int, seconds: Double)
  /// The body comes in pieces of `bytes` every `seconds`.
  case drip(bytes: Int, seconds: Double)
  /// The connection is closed after `afterBytes` bytes of the body.
  case truncate(afterBytes: Int)
  /// `Content-Length` is wrong by `difference`; the connection is closed after the body.
  case wrongLength(difference: Int)
  /// The connection is reset (RST): before the headers, or after `afterBytes` bytes of the body.
  case reset(afterBytes: Int?)
  /// The connection is closed before the headers.
  case hangUp
  /// Status 200 and no body at all.
  case empty
  /// Status 200 and `bytes` bytes that mean nothing, as JSON.
  case garbage(bytes: Int)
  /// A redirect to `location`.
  case redirect(status: Int, location: String)
  /// This answer in place of the service's own.
  case answer(status: Int, headers: [String: String], body: String)
  /// 429 in the service's own shape, with these two headers if given.
  case rateLimit(retryAfter: String?, retryAfterMilliseconds: String?)
  /// The right answer under another media type.
  case contentType(String)
  /// An error after status 200 has been sent: a last line, an event, or an empty body,
  /// whichever this service does.
  case failMidway(message: String)

  /// Whether the simulated service makes (and bills) the picture although the client gets
  /// something else. A rule of the script may say otherwise.
  var billsByDefault: Bool {
    switch self {
    case .hangUp, .redirect, .rateLimit: false
    case .answer(let status, _, _): status < 300
    default: true
    }
  }

  /// Whether the service's own answer is still sent, changed or damaged.
  var keepsAnswer: Bool {
    switch self {
    case .hangUp, .empty, .garbage, .redirect, .answer, .rateLimit: false
    case .reset(let afterBytes): afterBytes != nil
    default: true
    }
  }
}
