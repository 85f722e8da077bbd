import CCrypto
import HTTPTypes
import HummingbirdCore
import Synchronization

/// The calls whose callers went away before they had their answer.
///
/// OpenAI's clients repeat a request by themselves when it times out, count the attempts in
/// `x-stainless-retry-count`, and send no key that would name the request. A repetition of a call
/// that was left alone is the same wish: it gets the same name, so that nothing is paid for twice.
final class RecentCalls: Sendable {
  private struct Call {
    let fingerprint: [UInt8]
    let requestID: String
    let at: ContinuousClock.Instant
  }

  private static let most = 1_024
  private static let lifetime: Duration = .seconds(30 * 60)

  private let calls = Mutex<[Call]>([])

  /// The name of an abandoned call with the same content, which is forgotten by it.
  func take(_ fingerprint: [UInt8]) -> String? {
    calls.withLock { calls in
      let oldest = ContinuousClock.now - Self.lifetime
      calls.removeAll { $0.at < oldest }
      guard let place = calls.firstIndex(where: { $0.fingerprint == fingerprint }) else {
        return nil
      }
      return calls.remove(at: place).requestID
    }
  }

  func abandon(_ fingerprint: [UInt8], requestID: String) {
    calls.withLock { calls in
      if calls.count == Self.most { calls.removeFirst() }
      calls.append(Call(fingerprint: fingerprint, requestID: requestID, at: .now))
    }
  }

  /// SHA-256 over the route, the query and the body.
  static func fingerprint(_ target: String, _ body: [UInt8]) -> [UInt8] {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
    let head = Array(target.utf8) + [0]
    EVP_DigestUpdate(context, head, head.count)
    EVP_DigestUpdate(context, body, body.count)
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &digest, nil)
    return digest
  }
}

/// How one call is named, and remembered if its caller goes away.
struct CallName: Sendable {
  let requestID: String
  /// True for a name that no call can have had before.
  let isNew: Bool
  private let fingerprint: [UInt8]?
  private let recent: RecentCalls

  /// `Idempotency-Key` (1–255 printable ASCII characters) is the name; a client that counts its
  /// attempts gets back the name of an attempt it gave up; any other call gets a fresh one.
  init(of routed: RoutedRequest, body: [UInt8], recent: RecentCalls) throws(DoorError) {
    self.recent = recent
    if let key = try IdempotencyKey.read(routed.request.headers) {
      (requestID, isNew, fingerprint) = (key, false, nil)
      return
    }
    guard let attempt = HTTPField.Name("x-stainless-retry-count").flatMap({ routed.header($0) })
    else {
      (requestID, isNew, fingerprint) = (RequestID.new(), true, nil)
      return
    }
    let fingerprint = RecentCalls.fingerprint(routed.request.head.path ?? "", body)
    self.fingerprint = fingerprint
    let given = attempt == "0" ? nil : recent.take(fingerprint)
    (requestID, isNew) = (given ?? RequestID.new(), given == nil)
  }

  /// The caller has no answer, and the wish may have been fulfilled.
  func abandon() {
    if let fingerprint { recent.abandon(fingerprint, requestID: requestID) }
  }
}

/// The name that a caller gives its own wish.
enum IdempotencyKey {
  /// - Throws: `DoorError` 400 when the header is there and is no key.
  static func read(_ headers: HTTPFields) throws(DoorError) -> String? {
    guard let name = HTTPField.Name("Idempotency-Key"), let key = headers[name] else { return nil }
    // Of two, each might be sent alone the next time.
    guard headers[values: name].count == 1 else {
      throw DoorError(
        400, "invalid_parameter", "There must be one Idempotency-Key, not several.",
        param: "Idempotency-Key")
    }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else {
      throw DoorError(
        400, "invalid_parameter", "Idempotency-Key must be 1 to 255 printable characters.",
        param: "Idempotency-Key")
    }
    return key
  }
}
