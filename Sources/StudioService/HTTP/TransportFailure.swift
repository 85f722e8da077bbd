import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import StudioCore

/// Turns what SwiftNIO, or the inlet, throws into a `TransportError`, by what may have been sent.
enum TransportFailure {
  enum Stage: Sendable {
    /// Not a byte has left.
    case connecting
    /// The caller forbade it: not a byte has left.
    case refused(any Error)
    /// The request may have left.
    case open
  }

  /// Errors of the receiver (`StudioError`) pass through.
  static func classify(_ error: any Error, stage: Stage) -> any Error {
    if error is StudioError || error is TransportError { return error }
    switch stage {
    case .refused(let cause): return TransportError.notSent(cause)
    case .connecting:
      // Who stopped it hears that, whatever else happened at the same moment.
      if error is CancellationError || Task.isCancelled {
        return TransportError.notSent(CancellationError())
      }
      let (reason, detail) = describe(error)
      return TransportError.notConnected(reason, detail: detail)
    case .open:
      if error is CancellationError {
        return TransportError.broken(.cancelled, detail: "cancelled")
      }
      let (reason, detail) = describe(error)
      return TransportError.broken(reason, detail: detail)
    }
  }

  private static func describe(_ error: any Error) -> (TransportError.Reason, String) {
    switch error {
    case let failure as NIOConnectionError: return describe(failure)
    case let failure as ExchangeError: return describe(failure)
    case ChannelError.connectTimeout: return describe(.slowConnection)
    case let failure as IOError:
      return (failure.errnoCode == ECONNREFUSED ? .refused : .other, describe(failure.errnoCode))
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
      return (.tls, "the secure connection (TLS) failed; is the certificate trusted here?")
    default: return (.other, "the connection broke")
    }
  }

  private static func describe(_ failure: NIOConnectionError) -> (TransportError.Reason, String) {
    if failure.connectionErrors.isEmpty { return (.nameNotFound, "the host name was not found") }
    let codes = failure.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
    if codes.contains(ECONNREFUSED) { return (.refused, "the connection was refused") }
    return (.other, codes.first.map { describe($0) } ?? "no connection could be made")
  }

  private static func describe(_ failure: ExchangeError) -> (TransportError.Reason, String) {
    switch failure {
    case .slowConnection: (.timedOut, "no connection within the time limit")
    case .idle: (.timedOut, "nothing came for as long as the idle limit allows")
    case .slow: (.timedOut, "the time limit of the whole request passed")
    case .closed: (.other, "the other side closed the connection")
    }
  }

  private static func describe(_ code: CInt) -> String {
    switch code {
    case ECONNREFUSED: "the connection was refused"
    case ECONNRESET, EPIPE: "the other side closed the connection"
    case ENETUNREACH, EHOSTUNREACH: "there is no route to the host"
    case ETIMEDOUT: "the connection timed out"
    default: String(cString: strerror(code))
    }
  }
}
