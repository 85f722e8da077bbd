import Hummingbird
import NIOCore

/// Writes the body of an answer and lets the faults that concern bodies happen on the way.
struct AnswerWriter {
  private var out: any ResponseBodyWriter
  private let connection: Connection
  private let fault: Fault?
  /// Bytes of the body written so far.
  private(set) var sent = 0

  init(_ out: any ResponseBodyWriter, connection: Connection, fault: Fault?) {
    self.out = out
    self.connection = connection
    self.fault = fault
  }

  mutating func write(_ text: String) async throws { try await write(Array(text.utf8)[...]) }

  mutating func write(_ part: AnswerPart) async throws {
    switch part {
    case .text(let text): try await write(text)
    case .bytes(let picture):
      try await picture.forEachPiece { try await write($0) }
    case .base64(let picture):
      var encoder = Base64Stream()
      try await picture.forEachPiece { try await write(encoder.encode($0)[...]) }
      try await write(encoder.finish()[...])
    }
  }

  mutating func write(_ parts: [AnswerPart]) async throws {
    for part in parts { try await write(part) }
  }

  /// Ends the body; a fault that needs bytes it never got happens now.
  mutating func finish() async throws {
    switch fault {
    case .truncate, .reset(afterBytes: .some): try await breakOff()
    case .wrongLength: try await breakOff()
    default: try await out.finish(nil)
    }
  }

  private mutating func write(_ bytes: ArraySlice<UInt8>) async throws {
    switch fault {
    case .stall(let mark, let seconds) where crosses(mark, bytes):
      let before = mark - sent
      try await send(bytes.prefix(before))
      try await connection.pause(seconds: seconds)
      try await send(bytes.dropFirst(before))
    case .truncate(let mark) where crosses(mark, bytes),
      .reset(afterBytes: .some(let mark)) where crosses(mark, bytes):
      try await send(bytes.prefix(mark - sent))
      try await breakOff()
    case .drip(let count, let seconds):
      try await drip(bytes, pieces: max(1, count), seconds: seconds)
    default: try await send(bytes)
    }
  }

  private mutating func drip(
    _ bytes: ArraySlice<UInt8>, pieces count: Int, seconds: Double
  ) async throws {
    var rest = bytes
    while !rest.isEmpty {
      try await send(rest.prefix(count))
      rest = rest.dropFirst(count)
      try await connection.pause(seconds: seconds)
    }
  }

  private func crosses(_ mark: Int, _ bytes: ArraySlice<UInt8>) -> Bool {
    sent <= mark && mark < sent + bytes.count
  }

  private mutating func send(_ bytes: ArraySlice<UInt8>) async throws {
    guard !bytes.isEmpty else { return }
    try await out.write(ByteBuffer(bytes: bytes))
    sent += bytes.count
  }

  private func breakOff() async throws {
    _ = try await connection.drain()
    if case .reset = fault { try await connection.reset() }
    throw ClientLeft()
  }
}
