import StudioCore
import CapabilitySpecs

/// A document with what this machine knows of its variables.
struct CapabilityDocument {
  static let version = 1

  /// A variable of a credential.
  struct Key {
    let name: String
    let isSet: Bool
  }

  let parsed: ParsedCapability
  let plan: CapabilityPlan
  private let environment: [String: String]

  init(parsed: ParsedCapability, environment: [String: String]) {
    self.parsed = parsed
    self.environment = environment
    plan = CapabilityPlan(parsed.capability)
  }

  /// The file's name without its folders.
  var name: String {
    parsed.capability.source.split(separator: "/").last.map(String.init) ?? ""
  }

  func answers(to wanted: String) -> Bool {
    [name, parsed.capability.info.label].contains(wanted) || name == "\(wanted).yaml"
      || parsed.capability.consumes.contains { $0.namespace == wanted }
  }

  /// The variables that can hold the credentials of what a line calls, each once. Never their values.
  func keys(of line: CapabilityPlan.Line) -> [Key] {
    let values = try? BoundValues(of: parsed.capability, environment: environment)
    let service = parsed.capability.consumes.first { line.operation.hasPrefix("\($0.namespace).") }
    return (service.map(parsed.capability.variables) ?? []).map { binding, key in
      Key(name: key.source, isSet: values?.isSet(key, in: binding) == true)
    }
  }

  /// What was corrected, or is tolerated.
  var remarks: [CapabilityDiagnostic] { parsed.diagnostics.filter { $0.severity != .note } }

  var json: JSONValue {
    [
      "version": .number(Self.version),
      "file": .string(parsed.capability.source),
      "label": .string(parsed.capability.info.label),
      "description": .string(parsed.capability.info.description),
      "services": .array(parsed.capability.consumes.map { .string($0.namespace) }),
      "entrances": .array(plan.lines.map { json($0) }),
      "findings": .array(parsed.diagnostics.map { CapabilityWords.json($0) }),
    ]
  }

  private func json(_ line: CapabilityPlan.Line) -> JSONValue {
    [
      "interface": .string(line.interface),
      "kind": .string(CapabilityWords.kind(of: line)),
      "port": line.port.map { .number($0) } ?? .null,
      "name": .string(CapabilityWords.entrance(of: line)),
      "parameters": .array(line.parameters.map { json($0) }),
      "operation": .string(line.operation),
      "method": .string(line.method.rawValue),
      "address": .string(line.address),
      "arguments": .array(line.arguments.map { .string($0) }),
      "keys": .array(
        keys(of: line).map { ["name": .string($0.name), "set": .bool($0.isSet)] }),
    ]
  }

  private func json(_ parameter: CapabilityPlan.Parameter) -> JSONValue {
    [
      "name": .string(parameter.name),
      "in": .string(orNull: parameter.location?.rawValue),
      "type": .string(parameter.type.rawValue),
      "required": .bool(parameter.isRequired),
    ]
  }
}
