import CapabilitySpecs
import StudioCore

/// The OpenAPI 3.1 description of a REST port: the studio's own routes and the capabilities'.
struct OpenAPIDocument {
  let capabilities: [CapabilityRoute]
  let version: String
  let needsToken: Bool

  var json: JSONValue {
    var document: JSONObject = [
      "openapi": "3.1.0",
      "info": [
        "title": "Easel", "version": .string(version),
        "description": "Makes pictures, and keeps every one of them.",
      ],
      "paths": paths,
    ]
    var components: JSONObject = ["schemas": Schemas.all]
    if needsToken {
      components["securitySchemes"] = ["token": ["type": "http", "scheme": "bearer"]]
      document["security"] = [["token": []]]
    }
    document["components"] = .object(components)
    return .object(document)
  }

  private var paths: JSONValue {
    var paths = JSONObject()
    for route in StudioRoute.all {
      add(operation(route), method: route.method, to: route.path, in: &paths)
    }
    for route in capabilities {
      add(
        operation(route), method: route.operation.method.rawValue.lowercased(),
        to: route.path.text, in: &paths)
    }
    return .object(paths)
  }

  private func add(
    _ operation: JSONObject, method: String, to path: String, in paths: inout JSONObject
  ) {
    var methods = paths[path]?.object ?? JSONObject()
    methods[method] = .object(operation)
    paths[path] = .object(methods)
  }

  // MARK: The studio's own

  private func operation(_ route: StudioRoute) -> JSONObject {
    var operation: JSONObject = [
      "operationId": .string(route.name), "summary": .string(route.summary),
      "tags": ["studio"],
    ]
    if !route.parameters.isEmpty {
      operation["parameters"] = .array(route.parameters.map(\.json))
    }
    if let body = route.body {
      operation["requestBody"] = [
        "required": true,
        "content": ["application/json": ["schema": DocumentedAnswer.reference(body)]],
      ]
    }
    operation["responses"] = responses(route.answers)
    if route.isOpen, needsToken { operation["security"] = [] }
    return operation
  }

  private func responses(_ answers: [DocumentedAnswer]) -> JSONValue {
    var responses = JSONObject()
    for answer in answers + [.problem(400, "The request is not well formed.")] {
      responses[String(answer.status)] = answer.json
    }
    responses["default"] = DocumentedAnswer.problem(0, "Refused, or failed.").json
    return .object(responses)
  }

  // MARK: The capabilities'

  private func operation(_ route: CapabilityRoute) -> JSONObject {
    var operation: JSONObject = [
      "operationId": .string("\(route.call.namespace).\(route.call.operation)"),
      "summary": .string(route.summary ?? "An operation of \(route.call.namespace)."),
      "tags": [.string(route.call.namespace)],
    ]
    let parameters = parameters(of: route)
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if route.needsBody {
      operation["requestBody"] = [
        "required": true, "content": ["application/json": ["schema": body(of: route)]],
      ]
    }
    operation["responses"] = [
      "default": ["description": "What the service answers, or the error that kept it from it."]
    ]
    return operation
  }

  private func parameters(of route: CapabilityRoute) -> [JSONValue] {
    var described = route.declared.parameters.filter { $0.location != .body && $0.value == nil }
      .compactMap { parameter in
        parameter.location.map {
          self.parameter(
            parameter.name, $0.rawValue, parameter.summary,
            schema: schema(parameter.type, pattern: parameter.pattern))
        }
      }
    for case .variable(let name) in route.path.segments
    where !route.declared.parameters.contains(where: { $0.name == name && $0.location == .path }) {
      described.append(parameter(name, "path", "", schema: schema(.string, pattern: nil)))
    }
    return described
  }

  /// A value in the path is one segment: it holds no slash, and is no dot segment.
  private func parameter(
    _ name: String, _ place: String, _ summary: String, schema: JSONValue
  ) -> JSONValue {
    var schema = schema.object ?? JSONObject()
    if place == "path", schema["type"] == "string", schema["pattern"] == nil {
      schema["pattern"] = "^[A-Za-z0-9_-][A-Za-z0-9._~:@ -]*$"
    }
    return [
      "name": .string(name), "in": .string(place), "description": .string(summary),
      "required": .bool(place == "path"), "schema": .object(schema),
    ]
  }

  /// Members that nobody declared are welcome: they reach the service.
  private func body(of route: CapabilityRoute) -> JSONValue {
    var members = JSONObject()
    for parameter in route.declared.members {
      members[parameter.name] = [
        "anyOf": [schema(parameter.type, pattern: parameter.pattern), ["type": "null"]],
        "description": .string(parameter.summary),
      ]
    }
    guard route.consumed.makesImages || !members.isEmpty else { return [:] }
    var schema: JSONObject = ["type": "object"]
    if route.consumed.makesImages { demand(of: route, members: &members, in: &schema) }
    if !members.isEmpty { schema["properties"] = .object(members) }
    return .object(schema)
  }

  /// What every images operation wants; the model, where the address does not name what it calls.
  private func demand(
    of route: CapabilityRoute, members: inout JSONObject, in schema: inout JSONObject
  ) {
    let isNamed = !URITemplate(route.consumed.path).placeholders.isEmpty
    let wanted = isNamed ? ["prompt"] : ["model", "prompt"]
    for name in wanted { members[name] = ["type": "string", "minLength": 1] }
    schema["required"] = .array(wanted.map { .string($0) })
  }

  private func schema(_ type: ParameterType, pattern: String?) -> JSONValue {
    var schema: JSONObject = ["type": .string(type == .binary ? "string" : type.rawValue)]
    schema["pattern"] = pattern.map { .string($0) }
    return .object(schema)
  }
}
