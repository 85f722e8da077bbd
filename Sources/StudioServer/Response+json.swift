import HTTPTypes
import Hummingbird
import NIOCore
import StudioCore

extension Response {
  init(json: JSONValue, status: Int = 200) {
    self.init(
      status: HTTPResponse.Status(code: status), headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: json.json)))
  }
}

extension HTTPFields {
  /// Sets a field by a name that is known to be one.
  mutating func set(_ name: String, _ value: String) {
    guard let name = HTTPField.Name(name) else { return }
    self[name] = value
  }
}
