import CapabilitySpecs
import StudioCore

/// What becomes of a consumed answer on its way to the caller, as `outputParameters` say.
///
/// The answer of an images operation (`POST …/images/generations`) always passes untouched, whatever
/// shape the document gives it: its bytes may be tens of megabytes that are on the disk already, and
/// a member that the document does not know must reach the caller too. So does every answer of an
/// operation without `outputParameters`, or with `$` alone. Any other answer is read into memory, at
/// most `limit` bytes, and built anew. Refusals (status 400 and above) are never mapped.
struct AnswerMapping: Sendable {
  /// The longest answer that is mapped: 8 MiB.
  static let limit = 8 << 20

  private indirect enum Shape: Sendable {
    case fixed(JSONValue)
    case value(JSONPath)
    case object(JSONPath, [(name: String, shape: Shape)])
    case list(JSONPath, of: Shape)
  }

  private let shapes: [Shape]
  /// True when the bytes pass as they are.
  let isIdentity: Bool

  /// - Throws: `bad-configuration` for a JSONPath or value that is not understood, by file and line.
  init(_ outputs: [OutputMapping], of operation: ConsumedOperation) throws(StudioError) {
    var shapes: [Shape] = []
    for output in outputs { shapes.append(try Self.shape(output)) }
    self.shapes = shapes
    isIdentity =
      operation.makesImages || operation.responseFormat != .json || shapes.isEmpty
      || Self.isWhole(shapes[0])
  }

  private static func isWhole(_ shape: Shape) -> Bool {
    if case .value(let path) = shape { path.isRoot } else { false }
  }

  private static func shape(_ output: OutputMapping) throws(StudioError) -> Shape {
    if let template = output.value {
      guard template.expressions.isEmpty else {
        throw StudioError(
          .badConfiguration, "\(output.mark) gives an output a template, which is not supported.")
      }
      return .fixed(literal(template.source, output.type))
    }
    let path = try path(output.mapping ?? "$", at: output.mark)
    switch output.content {
    case .whole: return .value(path)
    case .items(let element): return .list(path, of: try shape(element))
    case .properties(let properties):
      var members: [(String, Shape)] = []
      for property in properties { members.append((property.name, try shape(property.shape))) }
      return .object(path, members)
    }
  }

  private static func path(_ text: String, at mark: SourceMark) throws(StudioError) -> JSONPath {
    do {
      return try JSONPath(text)
    } catch {
      throw StudioError(.badConfiguration, "\(mark): \(error.description).")
    }
  }

  private static func literal(_ text: String, _ type: ParameterType) -> JSONValue {
    switch type {
    case .number, .integer: Double(text) == nil ? .string(text) : .number(text)
    case .boolean: text == "true" ? true : text == "false" ? false : .string(text)
    default: .string(text)
    }
  }

  /// The answer as the caller gets it: the first output that is there; `null` when none is.
  func map(_ answer: JSONValue) -> JSONValue {
    for shape in shapes {
      if let value = Self.build(shape, from: answer), value != .null { return value }
    }
    return .null
  }

  private static func build(_ shape: Shape, from value: JSONValue) -> JSONValue? {
    switch shape {
    case .fixed(let fixed): return fixed
    case .value(let path): return path.value(in: value)
    case .object(let path, let members):
      guard let inner = path.value(in: value) else { return nil }
      return .object(
        JSONObject(
          members.map {
            JSONObject.Member(name: $0.name, value: build($0.shape, from: inner) ?? .null)
          }))
    case .list(let path, let element):
      guard case .array(let elements)? = path.value(in: value) else { return nil }
      return .array(elements.map { build(element, from: $0) ?? .null })
    }
  }
}

extension ConsumedOperation {
  /// Whether it is an images operation: what it makes is a generation of the studio.
  var makesImages: Bool { method == .post && path.hasSuffix("/images/generations") }
}
