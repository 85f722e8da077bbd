/// What a service answers, before any fault is applied to it.
struct Answer: Sendable {
  /// How the body comes to be.
  enum Body: Sendable {
    /// Known now: sent with `Content-Length`.
    case fixed([AnswerPart])
    /// Made while it is sent: headers first, then pieces, chunked.
    case stream(@Sendable (inout AnswerWriter) async throws -> Void)
  }

  var status: Int
  var headers: [(name: String, value: String)] = []
  var body: Body
  /// The generation that this answer delivers, if it delivers one.
  var ticket: LedgerTicket?

  init(
    status: Int = 200, type: String?, headers: [(name: String, value: String)] = [], body: Body,
    ticket: LedgerTicket? = nil
  ) {
    self.status = status
    self.headers = (type.map { [("Content-Type", $0)] } ?? []) + headers
    self.body = body
    self.ticket = ticket
  }

  /// A short answer that is known as a whole.
  init(
    status: Int = 200, type: String?, headers: [(name: String, value: String)] = [],
    text: String
  ) {
    self.init(status: status, type: type, headers: headers, body: .fixed([.text(text)]))
  }
}

/// A piece of a body.
enum AnswerPart: Sendable {
  case text(String)
  case bytes(SimulatedPicture)
  case base64(SimulatedPicture)

  /// Bytes on the wire.
  var count: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .bytes(let picture): picture.count
    case .base64(let picture): Base64Stream.length(of: picture.count)
    }
  }
}

/// The file of a picture, in memory or made piece by piece.
enum SimulatedPicture: Sendable {
  case file([UInt8])
  case payload(PayloadPicture)

  /// Bytes of the file.
  var count: Int {
    switch self {
    case .file(let bytes): bytes.count
    case .payload(let payload): payload.count
    }
  }

  /// SHA-256 of the file, in hexadecimal.
  var sha256: String {
    switch self {
    case .file(let bytes): SHA256Digest.hexadecimal(of: bytes)
    case .payload(let payload): payload.sha256
    }
  }

  /// Pieces of at most 192 KiB, in order.
  func forEachPiece(_ use: (ArraySlice<UInt8>) async throws -> Void) async throws {
    switch self {
    case .file(let bytes):
      for start in stride(from: 0, to: bytes.count, by: 196_608) {
        try await use(bytes[start..<min(start + 196_608, bytes.count)])
      }
    case .payload(let payload):
      for index in 0..<payload.pieceCount { try await use(payload.piece(index)[...]) }
    }
  }
}
