import StudioCore

/// The body of a request with its media type.
struct CallBody: Sendable {
  var mediaType: String
  var bytes: [UInt8]
  /// The value of a JSON body.
  var json: JSONValue?

  init(mediaType: String, _ bytes: [UInt8]) {
    self.mediaType = mediaType
    self.bytes = bytes
  }

  init(_ json: JSONValue) {
    self.json = json
    mediaType = "application/json"
    bytes = Array(json.json.utf8)
  }
}
