import CapabilitySpecs
import StudioCore

/// The arguments of a tool, as a schema and as a reader of what comes.
struct ToolForm: Sendable {
  let fields: [ToolField]
  /// True where the service's whole request body goes through: then fields fill what `body` lacks.
  let takesBody: Bool
  private let exposed: ExposedTool
  private let destination: Destination?
  private let table: ParameterTable?

  init(_ exposed: ExposedTool, destination: Destination?, table: ParameterTable?) {
    self.exposed = exposed
    self.destination = destination
    self.table = table
    let references = Self.references(of: exposed)
    let declared = exposed.tool.inputParameters.map { Self.field(of: $0, table) }
    let names = Set(declared.map(\.name))
    takesBody = references.contains("body") && !names.contains("body")
    let synthetic =
      takesBody && exposed.makesImages
      ? Self.pictureFields(exposed, destination, table)
      : Self.impliedFields(exposed, references)
    fields = declared + synthetic.filter { !names.contains($0.name) }
  }

  /// Names of the caller's parameters that `with` speaks of.
  private static func references(of exposed: ExposedTool) -> [String] {
    (exposed.tool.call?.arguments ?? []).compactMap { argument in
      if case .reference(let reference) = argument.value { reference.name } else { nil }
    }
  }

  private static func field(
    of declared: ExposedParameter, _ table: ParameterTable?
  ) -> ToolField {
    let rule = table?.rules.first { ToolField.wireName(of: $0.name) == declared.name }
    let kind: ToolField.Kind =
      switch declared.type {
      case .string:
        if case .choice(let words)? = rule?.values { .words(words) } else { .text }
      case .number: .number
      case .integer:
        if case .integer(let range)? = rule?.values { .integer(range) } else { .integer(nil) }
      case .boolean: .boolean
      case .array: .list
      case .object: .object
      case .binary: .text
      }
    return ToolField(
      name: declared.name, kind: kind, summary: declared.summary, isRequired: declared.isRequired,
      parameter: rule?.name)
  }

  /// What a document without declared parameters implies: what `with` speaks of, and the variables
  /// of the address.
  private static func impliedFields(
    _ exposed: ExposedTool, _ references: [String]
  ) -> [ToolField] {
    let given = Set((exposed.tool.call?.arguments ?? []).map(\.name))
    let places = exposed.placeholders.filter { !given.contains($0) }
    var names: [String] = []
    for name in places + references where !names.contains(name) { names.append(name) }
    return names.map { name in
      name == "body"
        ? ToolField(name: name, kind: .object, summary: "The request body.")
        : ToolField(
          name: name, kind: .scalar, isRequired: exposed.placeholders.contains(name))
    }
  }

  private static func pictureFields(
    _ exposed: ExposedTool, _ destination: Destination?, _ table: ParameterTable?
  ) -> [ToolField] {
    var fields = [
      ToolField(name: "prompt", kind: .text, summary: "What to draw.", isRequired: true)
    ]
    if let table {
      // The answer to a tool is no stream.
      fields += table.rules.filter { $0.isSupported && $0.name != .partials }.map {
        ToolField($0, most: table.imagesPerRequest)
      }
    }
    let known = destination?.deployment ?? destination?.model
    let otherwise = known.map { "; \($0) if not given." } ?? "."
    if exposed.namesDeployment {
      fields.append(
        ToolField(
          name: "deployment", kind: .text, summary: "The deployment that draws" + otherwise))
      fields.append(
        ToolField(
          name: "api-version", kind: .text,
          summary: "The version of the service's API; the configured one if not given."))
    } else {
      fields.append(
        ToolField(name: "model", kind: .text, summary: "The model that draws" + otherwise))
    }
    fields.append(
      ToolField(
        name: "body", kind: .object,
        summary: "The service's raw request body, for what has no argument of its own; the other "
          + "arguments fill what it lacks."))
    return fields
  }

  var inputSchema: JSONObject {
    var properties = JSONObject()
    for field in fields { properties[field.name] = .object(field.schema) }
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    var schema: JSONObject = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { schema["required"] = .array(required) }
    schema["additionalProperties"] = false
    return schema
  }
}

// Reading what comes.
extension ToolForm {
  /// Names that place a call and are no part of its body.
  private static let places = ["deployment", "deployment-id", "api-version", "body"]

  /// The arguments as the document's `with` wants them, and what is remarkable about them.
  func read(
    _ given: JSONObject
  ) throws(ToolProblem) -> (caller: CallerParameters, remarks: [String]) {
    var named: [String: JSONValue] = [:]
    for member in given.members where member.value != .null {
      let field = try field(named: member.name)
      named[member.name] = try field.value(of: member.value)
    }
    var caller = CallerParameters(named: named)
    if takesBody { caller.body = body(of: given, named) }
    try checkPresence(caller)
    let remarks = try exposed.makesImages ? problems(of: caller) : []
    if takesBody, let body = caller.body { caller.named["body"] = body }
    return (caller, remarks)
  }

  private func field(named name: String) throws(ToolProblem) -> ToolField {
    if let field = fields.first(where: { $0.name == name }) { return field }
    if takesBody, exposed.namesDeployment, name == "deployment-id" {
      return ToolField(name: name, kind: .text)
    }
    let known = fields.map { "`\($0.name)`" }.joined(separator: ", ")
    throw ToolProblem(
      "There is no argument `\(PlainText.clean(name, limit: 60))`. There are: \(known)."
        + (takesBody ? " Whatever else the service understands goes into `body`." : ""))
  }

  /// The raw body with what it lacks filled in, in the order of the arguments.
  private func body(of given: JSONObject, _ named: [String: JSONValue]) -> JSONValue? {
    guard exposed.makesImages else { return named["body"] }
    var body = named["body"]?.object ?? JSONObject()
    for member in given.members where !Self.places.contains(member.name) {
      guard let value = named[member.name], body[member.name] == nil else { continue }
      body[member.name] = value
    }
    return .object(body)
  }

  private func checkPresence(_ caller: CallerParameters) throws(ToolProblem) {
    for field in fields where field.isRequired {
      let value = caller.named[field.name] ?? caller.body?[field.name]
      guard value == nil else { continue }
      throw ToolProblem(
        field.name == "prompt"
          ? "The argument `prompt` is missing: say what to draw."
          : "The argument `\(field.name)` is missing.")
    }
  }

  /// What the studio knows to be wrong with a wish for pictures; mere doubts are remarks.
  private func problems(of caller: CallerParameters) throws(ToolProblem) -> [String] {
    guard let prompt = caller.named["prompt"] ?? caller.body?["prompt"] else { return [] }
    guard case .string(let prompt) = prompt else {
      throw ToolProblem("The argument `prompt` must be a text.")
    }
    guard var destination, let table else {
      if prompt.contains(where: { !$0.isWhitespace }) { return [] }
      throw ToolProblem("The prompt is empty: describe the picture.")
    }
    destination.deployment =
      (caller.named["deployment"] ?? caller.named["deployment-id"])?.text ?? destination.deployment
    let request = GenerationRequest(
      requestID: "", prompt: prompt, destination: destination, parameters: parameters(of: caller))
    let problems = RequestValidation.problems(in: request, table: table).filter {
      $0.field != .destination
    }
    let errors = problems.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw ToolProblem(errors.map(\.message).joined(separator: " "))
    }
    return problems.map(\.message)
  }

  /// Those that came as arguments of their own: a raw body is the caller's own affair.
  private func parameters(of caller: CallerParameters) -> Parameters {
    var parameters = Parameters()
    for field in fields {
      guard let name = field.parameter, let value = caller.named[field.name] else { continue }
      parameters[name] = value.int.map { .number($0) } ?? value.text.map { .text($0) }
    }
    return parameters
  }
}
