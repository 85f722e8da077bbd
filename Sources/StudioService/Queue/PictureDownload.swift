import NIOCore
import StudioCore

/// Fetches a picture that an answer names by URL, at once and inside the job: such links expire.
/// Never with a credential: the link carries its own right.
struct PictureDownload {
  /// Fetching again is harmless, unlike asking again.
  static let attempts = 3

  let transport: any HTTPTransport

  /// `open` gives an empty part file for each attempt; the last one is returned.
  func fetch(_ url: String, into open: @Sendable () throws -> PartFile) async throws -> PartFile {
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
      throw StudioError(
        .badAnswer, "The service named a picture by a link that is neither http nor https.",
        mayHaveBeenBilled: true)
    }
    var attempt = 1
    while true {
      do {
        let part = try open()
        try await fetchOnce(url, into: part)
        return part
      } catch let error as TransportError where attempt < Self.attempts {
        if case .broken(.cancelled, _) = error { throw error }
        attempt += 1
      }
    }
  }

  private func fetchOnce(_ url: String, into part: PartFile) async throws {
    let request = HTTPRequest(
      method: "GET", url: url, headers: [("Accept", "image/*"), ("User-Agent", "easel")],
      body: [], limits: TimeLimits(idle: .seconds(60), total: .seconds(300)))
    try await transport.exchange(request, onConnected: {}) { answer in
      guard answer.status == 200 else {
        throw StudioError(
          .badAnswer, "The picture's link answered \(answer.status) instead of the picture.",
          hint: "The generation was made and is probably billed; the link may have expired.",
          mayHaveBeenBilled: true)
      }
      for try await chunk in answer.body {
        try part.append(chunk)
      }
    }
  }
}
