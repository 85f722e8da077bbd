/// What can be asked about models.
extension OllamaSimulator {
  private static let modifiedAt = "2026-02-01T09:00:00.123456789-08:00"
  private static let created = 1_769_965_200

  func tags() -> WireJSON {
    ["models": .array(OllamaModel.all.filter(\.isListed).map(tag))]
  }

  private func tag(_ model: OllamaModel) -> WireJSON {
    var members: [WireJSON.Member] = [
      .init(name: "name", value: .string(model.name)),
      .init(name: "model", value: .string(model.name)),
      .init(name: "modified_at", value: .string(Self.modifiedAt)),
      .init(name: "size", value: .int(model.fileSize)),
      .init(name: "digest", value: .string(model.digest)),
      .init(name: "details", value: details(model, isSparse: model.isImageModel)),
    ]
    if listsCapabilities {
      members.append(.init(name: "capabilities", value: capabilities(model)))
    }
    return .object(members)
  }

  private func capabilities(_ model: OllamaModel) -> WireJSON {
    .array(model.capabilities.map { .string($0) })
  }

  /// The list of models knows less about image models than `/api/show` does.
  private func details(_ model: OllamaModel, isSparse: Bool) -> WireJSON {
    [
      "parent_model": "", "format": .string(model.isImageModel ? "safetensors" : "gguf"),
      "family": .string(isSparse ? "" : model.family), "families": nil,
      "parameter_size": .string(isSparse ? "" : model.parameterSize),
      "quantization_level": .string(
        isSparse ? model.quantization.lowercased() : model.quantization),
    ]
  }

  func show(_ body: [UInt8]) -> Answer {
    do {
      return json(try description(body))
    } catch let error as OllamaError {
      return error.nativeAnswer
    } catch {
      return OllamaError(400, "missing request body").nativeAnswer
    }
  }

  private func description(_ body: [UInt8]) throws -> WireJSON {
    let request = try WireJSON.parse(body)
    let name = request["model"]?.text ?? request["name"]?.text ?? ""
    guard !name.isEmpty else { throw OllamaError(400, "model is required") }
    guard let model = OllamaModel.named(name) else {
      throw OllamaError(404, "model '\(name)' not found")
    }
    return [
      "modelfile": .string("# Modelfile of \(model.name)\nFROM \(model.name)\n"),
      "template": "", "details": details(model, isSparse: false), "model_info": [:],
      "capabilities": capabilities(model), "modified_at": .string(Self.modifiedAt),
      "requires": "0.14.0",
    ]
  }

  func modelList() -> WireJSON {
    ["object": "list", "data": .array(OllamaModel.all.filter(\.isListed).map(listed))]
  }

  func model(_ name: String) -> Answer {
    guard let model = OllamaModel.named(name) else {
      return OllamaError(404, "model '\(name)' not found").openAIAnswer
    }
    return json(listed(model))
  }

  private func listed(_ model: OllamaModel) -> WireJSON {
    [
      "id": .string(model.name), "object": "model", "created": .int(Self.created),
      "owned_by": .string(model.owner),
    ]
  }

  func running() async -> WireJSON {
    let residents = await memory.residents
    return [
      "models": .array(
        residents.compactMap { resident in
          OllamaModel.named(resident.name).map { describe($0, until: resident.until) }
        })
    ]
  }

  private func describe(_ model: OllamaModel, until end: WireTime) -> WireJSON {
    [
      "name": .string(model.name), "model": .string(model.name), "size": .int(model.fileSize),
      "digest": .string(model.digest), "details": details(model, isSparse: model.isImageModel),
      "expires_at": .string(end.rfc3339Nano), "size_vram": .int(model.fileSize),
      "context_length": .int(model.isImageModel ? 0 : 4096),
    ]
  }
}
