import NIOCore
import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// Carries a call that makes no pictures: sent once, recorded nowhere.
struct ServiceRelay: Sendable {
  private static let limit = 64 << 20

  let service: CalledService
  let destination: Destination
  let transport: any HTTPTransport
  /// Where an answer waits, in a file without a name, until it is whole.
  let folder: String

  /// The request leaves when this is called; the answer comes out of the outlet.
  func run(into outlet: AnswerOutlet) async {
    let departure = Departure()
    do {
      try await transport.exchange(
        service.prepared.http, onConnected: { departure.note() },
        receive: { try await receive($0, outlet, departure) })
    } catch {
      outlet.fail(Self.studioError(error, destination.provider).hiding(secrets))
    }
  }

  /// What no caller may see, whoever says it.
  private var secrets: [Secret] {
    service.prepared.secrets + [service.prepared.http.credential?.secret].compactMap { $0 }
  }

  private func receive(
    _ answer: HTTPAnswer, _ outlet: AnswerOutlet, _ departure: Departure
  ) async throws {
    if (300..<400).contains(answer.status) {
      throw service.error(
        status: answer.status, headers: answer.headers, body: [], destination: destination)
    }
    guard answer.status < 400 else {
      let body = await ServiceRefusal.head(
        of: answer.body, limit: AnswerOutlet.longestRefusal + 1)
      return outlet.refuse(
        ServiceRefusal(status: answer.status, headers: answer.headers, body: body),
        hiding: secrets, after: departure.elapsed)
    }
    let (part, file) = try spoolFile()
    let spool = AnswerSpool(file)
    let delivery = AnswerDelivery(
      outlet, spool, status: answer.status,
      headers: AnswerOutlet.visible(answer.headers, hiding: secrets))
    let isStream = answer.isEventStream
    if isStream { delivery.begin() }
    for try await chunk in answer.body {
      try part.append(chunk)
      guard part.count <= Self.limit else { throw Self.tooLong }
      if isStream { spool.release(upTo: part.count) }
    }
    delivery.finish(at: part.count, after: departure.elapsed)
  }

  private func spoolFile() throws(StudioError) -> (PartFile, OpenFile) {
    try StoreLayout.makeFolder(folder)
    let path = "\(folder)/.answer-\(UInt64.random(in: .min ... .max))"
    let part = try PartFile(path: path)
    defer { unlink(path) }
    return (part, try OpenFile(path, O_RDONLY))
  }

  private static let tooLong = StudioError(
    .badAnswer, "The service's answer is larger than 64 MiB.", hint: "It was not passed on.")

  private static func studioError(_ error: any Error, _ provider: ProviderID) -> StudioError {
    switch error {
    case let error as StudioError: return error
    case TransportError.broken(.cancelled, _), TransportError.notSent, is CancellationError:
      return StudioError(.cancelled, "The caller went away before there was an answer.")
    case TransportError.broken(let reason, let detail):
      return StudioError(
        reason == .timedOut ? .timedOut : .badAnswer, "No complete answer came: \(detail).",
        hint: "The service may have carried it out all the same.")
    default:
      return JobEnding(
        error: error, state: .sending, stopReason: nil, isFree: true, provider: provider
      ).error
    }
  }
}
