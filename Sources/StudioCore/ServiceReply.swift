/// A service's answer on its way to the door that asked.
public struct ServiceReply: Sendable {
  /// The generation that keeps the pictures; nil for an operation that makes none.
  public var generation: GenerationID?
  /// HTTP status, the service's own: a refusal is a reply too.
  public var status: Int
  /// Those a caller may see: no hop-by-hop header, no cookie, nothing of a credential.
  public var headers: [(name: String, value: String)]
  /// nil while the answer is still arriving (a stream of events).
  public var byteCount: Int?
  /// The answer's bytes. Their end means that the pictures in them are durable; a stream of events
  /// that breaks ends in a `StudioError`.
  public var body: any AsyncSequence<[UInt8], any Error> & Sendable
  /// From the request's first byte to the answer's last; nil while it is still arriving.
  public var serviceTime: Duration?

  public init(
    generation: GenerationID?, status: Int, headers: [(name: String, value: String)],
    byteCount: Int?, body: any AsyncSequence<[UInt8], any Error> & Sendable,
    serviceTime: Duration? = nil
  ) {
    self.generation = generation
    self.status = status
    self.headers = headers
    self.byteCount = byteCount
    self.body = body
    self.serviceTime = serviceTime
  }
}
