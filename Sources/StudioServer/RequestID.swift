/// Names for requests that nobody can guess.
enum RequestID {
  /// `req_` and 128 random bits in hexadecimal.
  static func new() -> String {
    var random = SystemRandomNumberGenerator()
    return "req_" + hexadecimal(random.next()) + hexadecimal(random.next())
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
