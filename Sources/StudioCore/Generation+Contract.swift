import FoundationEssentials

extension Generation {
  /// Version of the shape of `contract`.
  public static let contractVersion = 1

  /// A generation as scripts and other programs see it: the one stable shape of the command line's
  /// `--json` and of the doors. Within a version fields are only added; all of them are always
  /// there, null where nothing is known. Texts of the outside are in it as they are.
  public var contract: JSONValue {
    let destination = request.destination
    return [
      "version": .number(Self.contractVersion),
      "id": .string(id.rawValue),
      "state": .string(state.rawValue),
      "provider": .string(destination.provider.rawValue),
      "resource": .string(orNull: destination.resource),
      "deployment": .string(orNull: destination.deployment),
      "host": .string(orNull: destination.host),
      "model": .string(orNull: destination.modelOrDeployment),
      "prompt": .string(request.prompt),
      "parameters": request.parameters.contract,
      "images": .array(images.map { contract(of: $0) }),
      "record": .string(recordPath),
      "createdAt": .string(createdAt.contract),
      "duration": .number(orNull: duration, decimals: 1),
      "cost": cost.contract,
      "warnings": .array(warnings.map { .string($0) }),
      "resend": resend?.contract ?? .null,
      "error": error?.contract ?? .null,
    ]
  }

  private func contract(of image: GeneratedImage) -> JSONValue {
    [
      "path": .string(path(of: image)),
      "mediaType": .string(image.mediaType),
      "width": image.width.map { .number($0) } ?? .null,
      "height": image.height.map { .number($0) } ?? .null,
      "bytes": .number(image.bytes),
      "sha256": .string(image.sha256),
    ]
  }
}

extension Parameters {
  /// Names and values; what is not set is not there.
  public var contract: JSONValue {
    .object(
      JSONObject(
        all.map { name, value in
          let json: JSONValue =
            switch value {
            case .text(let text): .string(text)
            case .number(let number): .number(number)
            }
          return JSONObject.Member(name: name.rawValue, value: json)
        }))
  }
}

extension Cost {
  public var contract: JSONValue {
    [
      "amount": .number(orNull: amount, decimals: 6), "currency": .string(currency),
      "basis": .string(basis.rawValue),
    ]
  }
}

extension Resend {
  public var contract: JSONValue {
    ["at": .string(at.contract), "number": .number(number), "limit": .number(limit)]
  }
}

extension StudioError {
  public var contract: JSONValue {
    [
      "code": .string(code.rawValue), "message": .string(message),
      "hint": .string(orNull: hint), "retryable": .bool(isRetryable),
      "mayHaveBeenBilled": .bool(mayHaveBeenBilled),
      "retryAt": .string(orNull: retryAt?.contract), "reference": .string(orNull: reference),
    ]
  }
}

extension Offer {
  /// A destination as scripts and other programs see it.
  public var contract: JSONValue {
    let readiness = readinessWords
    return [
      "version": .number(Generation.contractVersion),
      "provider": .string(destination.provider.rawValue),
      "resource": .string(orNull: destination.resource),
      "deployment": .string(orNull: destination.deployment),
      "host": .string(orNull: destination.host),
      "model": .string(orNull: destination.model),
      "readiness": .string(readiness.word),
      "usable": .bool(isUsable),
      "reason": .string(orNull: readiness.reason),
      "hint": .string(orNull: readiness.hint),
      "note": .string(orNull: note),
    ]
  }

  /// A stable word for scripts, the reason, and what to do.
  public var readinessWords: (word: String, reason: String?, hint: String?) {
    switch readiness {
    case .checking: ("checking", nil, nil)
    case .ready: ("ready", nil, nil)
    case .untested(let reason): ("untested", reason, nil)
    case .unavailable(let reason, let hint): ("unavailable", reason, hint)
    }
  }
}

extension Date {
  /// ISO 8601 in UTC, whole seconds: `2026-11-21T09:15:00Z`.
  fileprivate var contract: String { formatted(.iso8601) }
}

extension JSONValue {
  /// A string, or null.
  public static func string(orNull text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// A number rounded to so many decimals, or null.
  public static func number(orNull number: Double?, decimals: Int) -> JSONValue {
    guard let number, number.isFinite, abs(number) < 1e15 else { return .null }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    return .number(String((number * scale).rounded() / scale))
  }
}
