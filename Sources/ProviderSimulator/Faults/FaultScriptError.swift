/// Why a script is not understood.
public struct FaultScriptError: Error, Hashable, Sendable {
  /// `rules[0].fault.kind`; empty for the script as a whole. Outside text.
  public var place: String
  /// Half a sentence: `is not known; a rule has service, model, …`.
  public var reason: String

  init(place: String, reason: String) { (self.place, self.reason) = (place, reason) }

  init(_ path: [any CodingKey], _ reason: String) {
    let text = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
    place = text.hasPrefix(".") ? String(text.dropFirst()) : text
    self.reason = reason
  }

  init(_ error: any Error) {
    switch error {
    case let error as FaultScriptError: self = error
    case DecodingError.keyNotFound(let key, let context):
      self.init(context.codingPath + [key], "is missing")
    case DecodingError.typeMismatch(let type, let context):
      self.init(context.codingPath, "is not \(Self.words(for: type))")
    case DecodingError.valueNotFound(let type, let context):
      self.init(context.codingPath, "is null, not \(Self.words(for: type))")
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
      self.init([], "is not JSON, or holds a number that is too large or no whole one")
    case DecodingError.dataCorrupted(let context):
      self.init(context.codingPath, "cannot be what it is")
    default: self.init([], "cannot be read")
    }
  }

  private static func words(for type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    case is Bool.Type: "true or false"
    case is [Any].Type: "a list"
    default: "an object"
    }
  }
}

extension Decoder {
  /// Refuses what nobody would read: a mistyped key must not make a rule mean something else.
  ///
  /// - Parameter what: What has the keys, such as `a rule`.
  func refuseKeys(except known: [String], of what: String) throws {
    let names = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
    guard let unknown = names.first(where: { !known.contains($0) }) else { return }
    let list = known.isEmpty ? "no keys" : known.joined(separator: ", ")
    throw FaultScriptError(codingPath + [AnyKey(unknown)], "is not known; \(what) has \(list)")
  }
}

/// A key of whatever name.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
