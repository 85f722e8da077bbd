/// An address with placeholders, `{name}` or `{{name}}`.
///
/// A value never changes the shape of the address: in a path it is encoded as one segment, and in the
/// host, which decides who receives the credentials, only a plain host label is let through.
public struct URITemplate: Sendable, Equatable {
  enum Segment: Sendable, Equatable {
    case literal(String)
    case placeholder(String, inHost: Bool)
  }

  /// The template as it is written.
  public let source: String
  let segments: [Segment]
  private let isMalformed: Bool

  /// Reads a template. Unbalanced braces are reported when it is expanded.
  public init(_ source: String) {
    self.source = source
    let read = Self.read(source)
    segments = read ?? []
    isMalformed = read == nil
  }

  /// The names of all placeholders, in order, each once.
  public var placeholders: [String] { names { _ in true } }

  /// The names of the placeholders in the scheme, host or port. Their values must come from
  /// configuration, never from a request.
  public var hostPlaceholders: [String] { names { $0 } }

  /// The address with every placeholder filled.
  ///
  /// Values in the path or query are percent-encoded except for the unreserved characters of RFC 3986.
  /// Throws when a value is missing or empty, is not allowed where it stands, or when the path would
  /// hold a dot segment.
  public func expanded(with values: [String: String]) throws(URITemplateError) -> String {
    if isMalformed { throw .malformed }
    var result = ""
    for segment in segments {
      switch segment {
      case .literal(let text): result += text
      case .placeholder(let name, let inHost):
        guard let value = values[name], !value.isEmpty else { throw .missing(name: name) }
        if inHost, !Self.isHostLabel(value) { throw .notAHostLabel(name: name) }
        result += inHost ? value : Self.encoded(value)
      }
    }
    if Self.holdsDotSegment(result) { throw .dotSegment }
    return result
  }

  /// Percent-encodes everything but ASCII letters, digits and `-._~`.
  public static func encoded(_ value: String) -> String {
    var result = ""
    for byte in value.utf8 {
      if Identifier.isAlphanumeric(byte) || "-._~".utf8.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  /// Whether a value is one label of a host name:
  /// `^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`.
  public static func isHostLabel(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    guard (1...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
      return false
    }
    return Identifier.isAlphanumeric(first) && Identifier.isAlphanumeric(last)
      && bytes.allSatisfy { Identifier.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  private func names(where include: (_ inHost: Bool) -> Bool) -> [String] {
    var found: [String] = []
    for case .placeholder(let name, let inHost) in segments
    where include(inHost) && !found.contains(name) {
      found.append(name)
    }
    return found
  }

  private static func holdsDotSegment(_ address: String) -> Bool {
    let path = address.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    return path.split(separator: UInt8(ascii: "/")).contains {
      $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }
  }
}
