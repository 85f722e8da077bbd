import CapabilitySpecs
import StudioCore

/// A form whose fields are parts of a message (RFC 7578).
struct MultipartForm {
  private let boundary =
    "easel-" + String(UInt64.random(in: .min ... .max), radix: 36)
    + String(UInt64.random(in: .min ... .max), radix: 36)
  private var bytes: [UInt8] = []

  /// Parts that are one expression without a value are left out.
  init(_ parts: [RequestBody.Part], _ values: CallValues) throws(StudioError) {
    for part in parts {
      if let expression = part.value.soleExpression {
        guard let value = try values.value(of: expression) else { continue }
        append(part, value.plainText)
      } else {
        append(part, try values.text(part.value))
      }
    }
    bytes += Array("--\(boundary)--\r\n".utf8)
  }

  var body: CallBody {
    CallBody(mediaType: "multipart/form-data; boundary=\(boundary)", bytes)
  }

  private mutating func append(_ part: RequestBody.Part, _ value: String) {
    var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(part.name))\""
    if let name = part.filename { head += "; filename=\"\(Self.quoted(name))\"" }
    if let type = part.contentType { head += "\r\nContent-Type: \(Self.line(type))" }
    bytes += Array((head + "\r\n\r\n" + value + "\r\n").utf8)
  }

  private static func line(_ text: String) -> String {
    String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init))
  }

  /// As browsers do (HTML, section 4.10.21.8).
  private static func quoted(_ text: String) -> String {
    line(text).replacing("\"", with: "%22")
  }
}
