import StudioCore

/// A call that wants an answer.
struct MCPRequest: Sendable {
  var id: MessageID
  var method: String
  var params: JSONObject

  var meta: JSONObject? { params["_meta"]?.object }

  /// What progress is to be told under; nil when none is wanted.
  var progressToken: JSONValue? { MessageID(meta?["progressToken"])?.value }

  /// The revision that a modern request states.
  var statedRevision: JSONValue? { meta?[MetaName.revision] }
}

/// Names in `_meta`.
enum MetaName {
  static let revision = "io.modelcontextprotocol/protocolVersion"
  static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
  static let serverInfo = "io.modelcontextprotocol/serverInfo"
  static let subscription = "io.modelcontextprotocol/subscriptionId"
  /// Ours: names the wish, so that asking again after a broken connection is not paid twice.
  static let requestID = "io.easel/requestId"
}

/// One JSON-RPC 2.0 message as it comes in.
enum MCPMessage: Sendable {
  case request(MCPRequest)
  case notification(method: String, params: JSONObject)
  /// An answer to something we asked. We ask nothing.
  case response
  /// What is none, with the id if there was one.
  case invalid(MessageID?, MCPError)

  init(reading bytes: some Sequence<UInt8>) {
    do {
      self.init(try JSONValue(parsing: bytes))
    } catch {
      self = .invalid(nil, .unreadable("The message is not JSON: \(error)."))
    }
  }

  init(_ value: JSONValue) {
    guard let object = value.object else {
      let isBatch = if case .array = value { true } else { false }
      self = .invalid(
        nil,
        .invalidRequest(isBatch ? "Batches are not served." : "A message is a JSON object."))
      return
    }
    let id = MessageID(object["id"])
    do {
      self = try Self.read(object, id)
    } catch {
      self = .invalid(id, error)
    }
  }

  private static func read(
    _ object: JSONObject, _ id: MessageID?
  ) throws(MCPError) -> MCPMessage {
    guard object["jsonrpc"] == "2.0" else { throw .invalidRequest("jsonrpc must be \"2.0\".") }
    if object["id"] != nil, id == nil {
      throw .invalidRequest("An id is a string or a whole number.")
    }
    guard let method = object["method"] else {
      guard id != nil, object["result"] != nil || object["error"] != nil else {
        throw .invalidRequest("A message has a method.")
      }
      return .response
    }
    guard case .string(let method) = method else {
      throw .invalidRequest("A method is a string.")
    }
    let params = object["params"] ?? .object(JSONObject())
    guard let params = params.object else { throw .invalidRequest("params must be an object.") }
    guard let id else { return .notification(method: method, params: params) }
    return .request(MCPRequest(id: id, method: method, params: params))
  }

  /// A message from us that wants no answer.
  static func notification(_ method: String, _ params: JSONObject? = nil) -> JSONValue {
    var message: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
    message["params"] = params.map { .object($0) }
    return .object(message)
  }

  static func answer(_ id: MessageID, _ result: JSONObject) -> JSONValue {
    ["jsonrpc": "2.0", "id": id.value, "result": .object(result)]
  }
}
