/// Decodes UTF-8 byte by byte, so that a scalar may arrive in pieces.
struct ScalarDecoder {
  /// What one byte led to.
  enum Step: Equatable {
    /// More bytes are needed.
    case pending
    /// A scalar is complete.
    case scalar(Unicode.Scalar)
    /// What was there is no UTF-8; the byte that showed it is to be looked at anew.
    case invalidBefore
    /// This byte begins no scalar.
    case invalid
  }

  private var value: UInt32 = 0
  private var missing = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  /// Whether a scalar has begun and is not complete.
  var isPending: Bool { missing > 0 }

  mutating func reset() { missing = 0 }

  mutating func feed(_ byte: UInt8) -> Step {
    missing > 0 ? feedContinuation(byte) : begin(with: byte)
  }

  private mutating func begin(with byte: UInt8) -> Step {
    allowed = 0x80...0xBF
    switch byte {
    case 0x00...0x7F: return .scalar(Unicode.Scalar(byte))
    case 0xC2...0xDF: (value, missing) = (UInt32(byte & 0x1F), 1)
    case 0xE0...0xEF:
      (value, missing) = (UInt32(byte & 0x0F), 2)
      if byte == 0xE0 { allowed = 0xA0...0xBF }
      if byte == 0xED { allowed = 0x80...0x9F }
    case 0xF0...0xF4:
      (value, missing) = (UInt32(byte & 0x07), 3)
      if byte == 0xF0 { allowed = 0x90...0xBF }
      if byte == 0xF4 { allowed = 0x80...0x8F }
    default: return .invalid
    }
    return .pending
  }

  private mutating func feedContinuation(_ byte: UInt8) -> Step {
    guard allowed.contains(byte) else {
      missing = 0
      return .invalidBefore
    }
    allowed = 0x80...0xBF
    value = value << 6 | UInt32(byte & 0x3F)
    missing -= 1
    guard missing == 0 else { return .pending }
    return Unicode.Scalar(value).map { .scalar($0) } ?? .invalid
  }
}
