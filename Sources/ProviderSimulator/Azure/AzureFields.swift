/// Typed access to the parameters of a body, with the service's wording for wrong values.
struct AzureFields {
  let body: WireJSON

  func has(_ name: String) -> Bool { body[name] != nil }

  /// One of a few words; nil when absent.
  func choice(_ name: String, _ supported: [String]) throws(AzureError) -> String? {
    switch body[name] {
    case nil, .null: return nil
    case .string(let value) where supported.contains(value): return value
    case .string(let value): throw .invalidValue(value, name, supported: supported)
    case .some(let other): throw wrongType(name, other, "a string")
    }
  }

  /// A whole number in a range; nil when absent.
  func integer(_ name: String, _ range: ClosedRange<Int>) throws(AzureError) -> Int? {
    switch body[name] {
    case nil, .null: return nil
    case .number(let spelling):
      guard let value = Int(spelling) else {
        throw .invalid(
          "Invalid type for '\(name)': expected an integer, but got a decimal number instead.",
          name, code: "invalid_type")
      }
      try check(value, name, range)
      return value
    case .some(let other): throw wrongType(name, other, "an integer")
    }
  }

  func flag(_ name: String) throws(AzureError) -> Bool? {
    switch body[name] {
    case nil, .null: return nil
    case .bool(let value): return value
    case .some(let other): throw wrongType(name, other, "a boolean")
    }
  }

  /// `n`: dall-e-3 makes one picture only.
  func count(_ deployment: AzureDeployment) throws(AzureError) -> Int {
    guard deployment.family == .dallE3 else { return try integer("n", 1...10) ?? 1 }
    let count = try integer("n", 1...10) ?? 1
    guard count == 1 else {
      throw .invalid("You must provide n=1 for this model.", "n", code: "invalid_value")
    }
    return count
  }

  /// Width and height; `auto` paints a square.
  func size(_ deployment: AzureDeployment) throws(AzureError) -> (Int, Int) {
    if deployment.family == .gptImage2 { return try freeSize() }
    let supported =
      deployment.family == .dallE3
      ? ["1024x1024", "1792x1024", "1024x1792"]
      : ["1024x1024", "1024x1536", "1536x1024", "auto"]
    guard let choice = try choice("size", supported) else { return (1024, 1024) }
    return Self.pair(choice) ?? (1024, 1024)
  }

  /// Any size within the limits of gpt-image-2.
  private func freeSize() throws(AzureError) -> (Int, Int) {
    guard let text = body["size"]?.text, text != "auto" else {
      if let other = body["size"], other.text == nil, other != .null {
        throw wrongType("size", other, "a string")
      }
      return (1024, 1024)
    }
    guard let (width, height) = Self.pair(text) else { throw sizeError(text, "use WIDTHxHEIGHT") }
    if width % 16 != 0 || height % 16 != 0 {
      throw sizeError(text, "width and height must both be divisible by 16")
    }
    if max(width, height) > 3840 {
      throw sizeError(text, "the longest edge must be less than or equal to 3840 pixels")
    }
    if max(width, height) > 3 * min(width, height) {
      throw sizeError(text, "the aspect ratio must not exceed 3:1")
    }
    guard (655_360...8_294_400).contains(width * height) else {
      throw sizeError(text, "the total number of pixels must be from 655360 to 8294400")
    }
    return (width, height)
  }

  private func sizeError(_ size: String, _ reason: String) -> AzureError {
    .invalid("Invalid size '\(size)': \(reason).", "size", code: "invalid_value")
  }

  private func check(
    _ value: Int, _ name: String, _ range: ClosedRange<Int>
  ) throws(AzureError) {
    if value > range.upperBound {
      throw .invalid(
        "Invalid '\(name)': integer above maximum value. Expected a value <= "
          + "\(range.upperBound), but got \(value) instead.",
        name, code: "integer_above_max_value")
    }
    if value < range.lowerBound {
      throw .invalid(
        "Invalid '\(name)': integer below minimum value. Expected a value >= "
          + "\(range.lowerBound), but got \(value) instead.",
        name, code: "integer_below_min_value")
    }
  }

  private func wrongType(_ name: String, _ value: WireJSON, _ wanted: String) -> AzureError {
    .invalid(
      "Invalid type for '\(name)': expected \(wanted), but got \(value.kind) instead.", name,
      code: "invalid_type")
  }

  private static func pair(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      width > 0, height > 0
    else { return nil }
    return (width, height)
  }
}
