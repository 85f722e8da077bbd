public import struct FoundationEssentials.Date

/// One request and all that became of it: one durable record, one folder, from before the request
/// leaves. Encodes to `generation.json`.
public struct Generation: Identifiable, Hashable, Sendable {
  public static let formatVersion = 1

  public let id: GenerationID
  /// The wish as it was asked.
  public var request: GenerationRequest
  public private(set) var state: State
  /// The request as it left; nil before.
  public var sent: SentRequest?
  /// Requests before the present one, oldest first: of each it is certain that it started nothing.
  public private(set) var refused: [RefusedAttempt]
  /// When it is sent again; nil unless it waits for that.
  public private(set) var resend: Resend?
  public var answer: ServiceAnswer?
  public var images: [GeneratedImage]
  public var usage: Usage?
  public var cost: Cost
  public var warnings: [String]
  public var error: StudioError?
  public var createdAt: Date
  /// When the request left.
  public var sentAt: Date?
  public var finishedAt: Date?
  /// Who works on it, while it is a job.
  public var worker: Worker?
  /// True where whoever asked waits for it at the process that works on it: with that one the wish
  /// ends, too, while another that has not been sent may be sent by the next.
  public var callerWaits: Bool
  public var isFavourite: Bool
  public var tags: [String]
  /// Absolute path of the generation's folder; set by the store that read or made it, never stored.
  public var folder: String

  /// A new generation, waiting.
  public init(
    id: GenerationID, request: GenerationRequest, cost: Cost = .unknown, warnings: [String] = [],
    createdAt: Date, folder: String = ""
  ) {
    self.id = id
    self.request = request
    self.state = .waiting
    self.refused = []
    self.images = []
    self.cost = cost
    self.warnings = warnings
    self.createdAt = createdAt
    self.callerWaits = false
    self.isFavourite = false
    self.tags = []
    self.folder = folder
  }

  /// Moves to `state`, if that is a legal next one; otherwise changes nothing and answers false. Back
  /// to the queue leads only `wait(after:for:)`.
  @discardableResult
  public mutating func advance(to state: State) -> Bool {
    guard self.state.next.contains(state), state != .waiting || self.state == .draft else {
      return false
    }
    self.state = state
    resend = nil
    if !state.isJob { worker = nil }
    return true
  }

  /// Back to the queue, to be sent again, with the evidence that nothing was started. False, and
  /// nothing changed, where a request may be at work: then only a person may send it again.
  @discardableResult
  public mutating func wait(after attempt: RefusedAttempt, for resend: Resend) -> Bool {
    guard state != .draft, state.next.contains(.waiting) else { return false }
    state = .waiting
    refused.append(attempt)
    self.resend = resend
    (sent, sentAt, answer) = (nil, nil, nil)
    return true
  }

  /// Absolute path of an image's file.
  public func path(of image: GeneratedImage) -> String { "\(folder)/\(image.file)" }

  /// Absolute path of the record itself.
  public var recordPath: String { "\(folder)/generation.json" }

  /// Seconds from the request's leaving (else creation) to the end; nil while it is a job.
  public var duration: Double? {
    finishedAt.map { $0.timeIntervalSince(sentAt ?? createdAt) }
  }
}

extension Generation: Codable {
  private enum CodingKeys: String, CodingKey {
    case version, id, request, state, sent, refused, resend, answer, images, usage, cost, warnings,
      error
    case createdAt, sentAt, finishedAt, worker, callerWaits, isFavourite, tags
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let version = try values.decode(Int.self, forKey: .version)
    guard version <= Self.formatVersion else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: values,
        debugDescription: "format version \(version) is newer than this program knows")
    }
    id = try values.decode(GenerationID.self, forKey: .id)
    request = try values.decode(GenerationRequest.self, forKey: .request)
    state = try values.decode(State.self, forKey: .state)
    sent = try values.decodeIfPresent(SentRequest.self, forKey: .sent)
    refused = try values.decodeIfPresent([RefusedAttempt].self, forKey: .refused) ?? []
    resend = try values.decodeIfPresent(Resend.self, forKey: .resend)
    answer = try values.decodeIfPresent(ServiceAnswer.self, forKey: .answer)
    images = try values.decodeIfPresent([GeneratedImage].self, forKey: .images) ?? []
    usage = try values.decodeIfPresent(Usage.self, forKey: .usage)
    cost = try values.decodeIfPresent(Cost.self, forKey: .cost) ?? .unknown
    warnings = try values.decodeIfPresent([String].self, forKey: .warnings) ?? []
    error = try values.decodeIfPresent(StudioError.self, forKey: .error)
    createdAt = try values.decode(Date.self, forKey: .createdAt)
    sentAt = try values.decodeIfPresent(Date.self, forKey: .sentAt)
    finishedAt = try values.decodeIfPresent(Date.self, forKey: .finishedAt)
    worker = try values.decodeIfPresent(Worker.self, forKey: .worker)
    callerWaits = try values.decodeIfPresent(Bool.self, forKey: .callerWaits) ?? false
    isFavourite = try values.decodeIfPresent(Bool.self, forKey: .isFavourite) ?? false
    tags = try values.decodeIfPresent([String].self, forKey: .tags) ?? []
    folder = ""
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.formatVersion, forKey: .version)
    try values.encode(id, forKey: .id)
    try values.encode(request, forKey: .request)
    try values.encode(state, forKey: .state)
    try values.encodeIfPresent(sent, forKey: .sent)
    if !refused.isEmpty { try values.encode(refused, forKey: .refused) }
    try values.encodeIfPresent(resend, forKey: .resend)
    try values.encodeIfPresent(answer, forKey: .answer)
    try values.encode(images, forKey: .images)
    try values.encodeIfPresent(usage, forKey: .usage)
    try values.encode(cost, forKey: .cost)
    try values.encode(warnings, forKey: .warnings)
    try values.encodeIfPresent(error, forKey: .error)
    try values.encode(createdAt, forKey: .createdAt)
    try values.encodeIfPresent(sentAt, forKey: .sentAt)
    try values.encodeIfPresent(finishedAt, forKey: .finishedAt)
    try values.encodeIfPresent(worker, forKey: .worker)
    if callerWaits { try values.encode(true, forKey: .callerWaits) }
    if isFavourite { try values.encode(true, forKey: .isFavourite) }
    if !tags.isEmpty { try values.encode(tags, forKey: .tags) }
  }
}
