/// One generation that Ollama is asked for, with every field checked.
struct OllamaJob: Sendable {
  var model: OllamaModel
  /// The model's name as sent, which answers repeat.
  var modelName: String
  var prompt: String
  var width = 0
  var height = 0
  var steps = 0
  /// Zero or less means a random one.
  var seed = 0

  var stepCount: Int { steps > 0 ? steps : model.steps }

  /// The model and size checks that both routes make after their own.
  func checked() throws(OllamaError) -> OllamaJob {
    if case .onlyEmbeds = model.behaviour {
      throw OllamaError(400, "\"\(modelName)\" does not support generate")
    }
    if width > 4096 || height > 4096 { throw OllamaError(400, OllamaError.tooLarge) }
    switch model.behaviour {
    case .isBusy: throw OllamaError(503, OllamaError.queueFull)
    case .needsMemory:
      throw OllamaError(
        500,
        "model requires 20.0 GiB but only 12.1 GiB are available (after 512 MiB overhead)")
    default: return self
    }
  }

  /// The installed model of this name.
  static func model(named name: String) throws(OllamaError) -> OllamaModel {
    guard OllamaModel.isValidName(name) else { throw OllamaError(400, "invalid model name") }
    if name.hasSuffix(":local:cloud") || name.hasSuffix(":cloud:local") {
      throw OllamaError(400, "use either :local or :cloud, not both: \"\(name)\"")
    }
    guard let model = OllamaModel.named(name) else {
      throw OllamaError(404, "model '\(name)' not found")
    }
    return model
  }
}

extension OllamaJob {
  /// Reads the body of `POST /v1/images/generations`.
  init(imagesBody bytes: [UInt8]) throws(OllamaError) {
    let fields = try GoFields(bytes, type: "ImageGenerationRequest")
    let prompt = try fields.string("prompt")
    let name = try fields.string("model")
    _ = try fields.integer("n", type: "int")
    let size = try fields.string("size")
    _ = try fields.string("response_format")
    let seed = try fields.integer("seed", type: "int64")
    guard !prompt.isEmpty else { throw OllamaError(400, "prompt is required") }
    guard !name.isEmpty else { throw OllamaError(400, "model is required") }
    let parsed = OllamaSize.parse(size) ?? (0, 0)
    self.init(
      model: try Self.model(named: name), modelName: name, prompt: prompt, width: parsed.width,
      height: parsed.height, seed: seed)
  }
}

/// Typed access to a body, failing with the words of Go's decoder.
struct GoFields: Sendable {
  private let value: WireJSON
  private let type: String

  init(_ bytes: [UInt8], type: String) throws(OllamaError) {
    do {
      value = try WireJSON.parse(bytes)
    } catch {
      throw OllamaError(400, error.message)
    }
    self.type = type
    switch value {
    case .object, .null: break
    default:
      throw OllamaError(
        400, "json: cannot unmarshal \(value.kind) into Go value of type openai.\(type)")
    }
  }

  func member(_ name: String) -> WireJSON? { value.member(ignoringCase: name) }

  func string(_ name: String) throws(OllamaError) -> String {
    switch member(name) {
    case nil, .null: return ""
    case .string(let text): return text
    case .some(let other): throw mismatch(other.kind, name, "string")
    }
  }

  func integer(_ name: String, type: String) throws(OllamaError) -> Int {
    switch member(name) {
    case nil, .null: return 0
    case .number(let spelling):
      guard let number = Int(spelling) else { throw mismatch("number \(spelling)", name, type) }
      return number
    case .some(let other): throw mismatch(other.kind, name, type)
    }
  }

  func flag(_ name: String) throws(OllamaError) -> Bool? {
    switch member(name) {
    case nil, .null: return nil
    case .bool(let value): return value
    case .some(let other): throw mismatch(other.kind, name, "bool")
    }
  }

  private func mismatch(_ kind: String, _ name: String, _ wanted: String) -> OllamaError {
    OllamaError(
      400,
      "json: cannot unmarshal \(kind) into Go struct field \(type).\(name) of type \(wanted)")
  }
}
