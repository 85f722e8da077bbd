import NIOCore
import StudioCore

/// Fetches a picture that an answer names by a link, at once and inside the job: such links expire.
/// Never with a credential: the link carries its own right.
struct PictureDownload {
  /// Fetching again is harmless, unlike asking again.
  private static let attempts = 3

  /// A picture that came whole.
  struct Fetched {
    let part: PartFile
    /// What the store's disk said; nil where the file is in the store.
    var refusal: StudioError?
  }

  let transport: any HTTPTransport
  /// True when the service itself runs on this machine: then its links may lead here, and still not
  /// to what else is near, such as a cloud's metadata service.
  let allowsLoopback: Bool
  var limits = TimeLimits(idle: .seconds(60), total: .seconds(600))

  /// `open` gives an empty part file for each attempt; the last one is returned. What the disk
  /// refuses there goes into the first of the other places that takes it.
  ///
  /// Throws `bad-answer` when the link cannot be fetched, else what the first disk said.
  func fetch(
    _ link: String, into open: @Sendable () throws -> PartFile,
    orElse others: [@Sendable () throws -> PartFile] = []
  ) async throws -> Fetched {
    try checkScheme(link)
    do {
      return Fetched(part: try await attempt(link, into: open))
    } catch let refusal as StudioError where refusal.isOfDisk {
      for open in others {
        try Task.checkCancellation()
        if let part = try? await attempt(link, into: open, keepsFragment: false) {
          return Fetched(part: part, refusal: refusal)
        }
      }
      throw refusal
    }
  }

  private func attempt(
    _ link: String, into open: @Sendable () throws -> PartFile, keepsFragment: Bool = true
  ) async throws -> PartFile {
    var last: PartFile?
    var isWhole = false
    defer { if !isWhole, !keepsFragment { last?.remove() } }
    var failure = ""
    var refusal: StudioError?
    for attempt in 1...Self.attempts {
      if attempt > 1 { try await Task.sleep(for: .milliseconds(100 << attempt)) }
      do {
        let part = try open()
        last = part
        let status = try await fetchOnce(link, into: part)
        isWhole = status == 200
        if isWhole { return part }
        failure = "it answered \(status)"
        guard status >= 500 || status == 429 || status == 408 else { break }
      } catch TransportError.notSent(let cause) {
        throw cause
      } catch let error as TransportError {
        try Task.checkCancellation()
        failure = error.detail ?? "the connection broke"
      } catch let error as StudioError where error.isOfDisk {
        refusal = error
      }
    }
    if let refusal { throw refusal }
    throw StudioError(
      .badAnswer, "The picture was made, and its link cannot be fetched: \(failure).",
      hint: "The link is in response.part in the generation's folder; it expires.",
      mayHaveBeenBilled: true)
  }

  private func checkScheme(_ link: String) throws(StudioError) {
    let start = link.prefix(8).lowercased()
    guard start.hasPrefix("https://") || start.hasPrefix("http://") else {
      throw StudioError(
        .badAnswer, "The service named a picture by a link that is neither http nor https.",
        hint: "It was not followed; it is in response.part in the generation's folder.",
        mayHaveBeenBilled: true)
    }
  }

  /// True for a link whose host means this machine by its text alone. One that parsers could read in
  /// two ways is none.
  private static func isLoopback(_ link: String) -> Bool {
    guard let origin = ServiceOrigin(link), !origin.text.contains("@"),
      !origin.text.contains("\\")
    else { return false }
    return NearAddress.isLoopback(host: origin.host)
  }

  private func fetchOnce(_ link: String, into part: PartFile) async throws -> Int {
    let request = HTTPRequest(
      method: "GET", url: link, headers: [("Accept", "image/*"), ("User-Agent", "easel")],
      limits: limits, refusesNearAddresses: !(allowsLoopback && Self.isLoopback(link)))
    return try await transport.exchange(request, onConnected: {}) { answer in
      guard answer.status == 200 else { return answer.status }
      for try await chunk in answer.body { try part.append(chunk) }
      return answer.status
    }
  }
}
