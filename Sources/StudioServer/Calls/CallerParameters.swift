import StudioCore

/// What a caller of an exposed operation or tool gave, before the document says what becomes of it.
struct CallerParameters: Sendable {
  /// Values of the placeholders of the exposed path, decoded.
  var path: [String: String] = [:]
  /// Pairs of the query in order, decoded.
  var query: [(name: String, value: String)] = []
  /// Header fields; only those that a document declares are ever looked at.
  var headers: [(name: String, value: String)] = []
  /// Cookies; only those that a document declares are ever looked at.
  var cookies: [(name: String, value: String)] = []
  /// The whole request body; nil without one.
  var body: JSONValue?
  /// Declared parameters by name with their declared types: a tool's arguments, or what
  /// `DeclaredParameters` read from a REST request.
  var named: [String: JSONValue] = [:]

  init(body: JSONValue? = nil, named: [String: JSONValue] = [:]) {
    self.body = body
    self.named = named
  }

  /// The value that a reference of `with` means; nil when the caller did not supply it. `body` is
  /// the whole body unless a parameter of that name was declared and given.
  func value(_ name: String) -> JSONValue? {
    if let value = named[name] { return value }
    if name == "body" { return body }
    return place(name) ?? body?[name]
  }

  /// A value that says where a call goes: a path variable, or a query parameter.
  func place(_ name: String) -> JSONValue? {
    if let text = path[name] { return .string(text) }
    return query.first { $0.name == name }.map { .string($0.value) }
  }
}
