import CapabilitySpecs
import StudioCore

extension CallRequest {
  /// The body: the document's template, else the parameters `in: body`.
  ///
  /// A whole `body` from the caller is the base where the document itself does not speak of one:
  /// its members that nobody here knows go to the service, those of the document over it.
  func body() throws(StudioError) -> CallBody? {
    let whole = isBodyNamed ? nil : values.argument("body")
    switch called.operation.body {
    case nil: return try parameterBody(whole)
    case .json(let template):
      return merged(whole, try json(template)).map { CallBody($0) }
    case .raw(let template):
      let text = try values.text(template, coding: Self.withinJSONString)
      return CallBody(mediaType: "application/json", Array(text.utf8))
    case .text(let kind, let template):
      return CallBody(mediaType: Self.mediaType(kind), Array(try values.text(template).utf8))
    case .form(let fields): return try form(fields)
    case .multipart(let parts): return try MultipartForm(parts, values).body
    }
  }

  /// True where the document says itself what becomes of an argument of that name.
  private var isBodyNamed: Bool {
    called.parameters.contains { $0.name == "body" }
      || called.operation.body?.templates.contains {
        $0.expressions.contains(TemplateExpression(name: "body"))
      } == true
  }

  /// One parameter is the body itself, several are its members.
  private func parameterBody(_ whole: JSONValue?) throws(StudioError) -> CallBody? {
    let parameters = called.parameters.filter { $0.location == .body }
    if parameters.count == 1, whole == nil {
      return try values.value(of: parameters[0]).map { CallBody($0) }
    }
    var members = JSONObject()
    for parameter in parameters { members[parameter.name] = try values.value(of: parameter) }
    guard whole != nil || !members.isEmpty else { return nil }
    return merged(whole, .object(members)).map { CallBody($0) }
  }

  private func merged(_ whole: JSONValue?, _ members: JSONValue?) -> JSONValue? {
    guard let whole else { return members }
    guard case .object(var object) = whole, let members = members?.object else { return whole }
    for member in members.members { object[member.name] = member.value }
    return .object(object)
  }

  // MARK: JSON

  /// nil for a text that is one expression without a value.
  private func json(_ value: DocumentValue) throws(StudioError) -> JSONValue? {
    switch value {
    case .null: return .null
    case .boolean(let bool): return .bool(bool)
    case .number(let text): return .number(text)
    case .text(let text): return try json(text)
    case .list(let list):
      var elements: [JSONValue] = []
      for value in list {
        if let element = try json(value) { elements.append(element) }
      }
      return .array(elements)
    case .object(let members):
      var object = JSONObject()
      for member in members { object[member.name] = try json(member.value) }
      return .object(object)
    }
  }

  private func json(_ text: String) throws(StudioError) -> JSONValue? {
    let template = try Self.template(text)
    if let expression = template.soleExpression { return try values.value(of: expression) }
    return .string(try values.text(template))
  }

  /// The document was checked when it was read.
  private static func template(_ text: String) throws(StudioError) -> MustacheTemplate {
    do { return try MustacheTemplate(text) } catch { throw CallValues.unusable(error.description) }
  }

  /// As it stands between the quotes that the document's author wrote.
  private static func withinJSONString(_ text: String) -> String {
    JSONValue.string(text).withinQuotes
  }

  // MARK: Other kinds

  private static func mediaType(_ kind: String) -> String {
    switch kind {
    case "xml": "application/xml"
    case "sparql": "application/sparql-query"
    default: "text/plain; charset=utf-8"
    }
  }

  private func form(_ value: DocumentValue) throws(StudioError) -> CallBody {
    CallBody(
      mediaType: "application/x-www-form-urlencoded", Array(try formText(value).utf8))
  }

  private func formText(_ value: DocumentValue) throws(StudioError) -> String {
    switch value {
    case .text(let text):
      return try values.text(try Self.template(text), coding: URITemplate.encoded)
    case .object(let members):
      var pairs: [String] = []
      for member in members {
        guard let value = try json(member.value) else { continue }
        pairs.append(
          URITemplate.encoded(member.name) + "=" + URITemplate.encoded(value.plainText))
      }
      return pairs.joined(separator: "&")
    default: throw CallValues.unusable("a form's data must be fields or text")
    }
  }
}
