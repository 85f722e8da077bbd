import StudioCore

/// One service's images API as a job sees it: how its requests and errors look.
protocol ImageService: Sendable {
  /// Everything the transport needs for one request. May ask the service harmless questions
  /// (its version), never generates.
  func prepare(_ request: GenerationRequest) async throws(StudioError) -> PreparedRequest

  /// What an answer that is not a success means. `body` holds at most its first 256 KiB.
  func error(
    status: Int, headers: [(name: String, value: String)], body: [UInt8],
    destination: Destination
  ) -> StudioError

  /// The same wish as another request, where the refusal makes certain that nothing was started and
  /// the other form may be taken; nil otherwise.
  func otherForm(of request: PreparedRequest, after refusal: ServiceRefusal) -> PreparedRequest?

  /// A success that holds no picture, in this service's terms.
  func emptyAnswer(destination: Destination) -> StudioError
}

/// An images API that people can pick: what it can do, and what it offers.
protocol ImageProvider: ImageService {
  var id: ProviderID { get }

  /// What can be picked, as it becomes known; at once what the configuration says.
  func offers() -> AsyncStream<[Offer]>

  /// The destination to begin with when nothing was used before; nil if not configured.
  func defaultDestination() -> Destination?
}

extension ImageService {
  func otherForm(of request: PreparedRequest, after refusal: ServiceRefusal) -> PreparedRequest? {
    nil
  }
}

/// An answer that is not a success.
struct ServiceRefusal: Sendable {
  var status: Int
  var headers: [(name: String, value: String)]
  /// At most its first 256 KiB.
  var body: [UInt8]
}

/// A request ready to leave, and the same without credentials for the record.
struct PreparedRequest: Sendable {
  var http: HTTPRequest
  var sent: SentRequest
  /// What no record may hold, whoever says it, besides the request's credential.
  var secrets: [Secret] = []
}
