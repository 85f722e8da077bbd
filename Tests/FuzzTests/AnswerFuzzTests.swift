import Foundation
import StudioCore
import Testing

@testable import StudioService

@Suite("Fuzz: answers of services", .timeLimit(Fuzz.timeLimit))
struct AnswerFuzzTests {
  private static let words = [
    "\"b64_json\":\"", "\"b64_json\" : ", "\"data\":[", "{\"data\":[{\"b64_json\":\"AAAA\"}]}",
    "data:image/png;base64,", "\\/", "\\u0041", "\\\"", "\\n", "\"url\":\"https://x/y\"",
    "\"usage\":{",
    "\"error\":{", "\"message\":\"", "\"code\":429", "\"inner_error\":{", "\"filtered\":true",
    "safety_violations=[", "\"revised_prompt\":", "AAAA", "=", "]", "}", "{", "[", ",", "\"",
    "null",
    "retry-after: 1e300\n", "retry-after-ms: inf\n", "retry-after: -1\n", "location: http://x\n",
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 99 Nov 99999999999 99:99:99 GMT", "429\n", "400\n",
    "apim-request-id: ", "\"moderation_details\":{\"categories\":[", "\u{1B}[31m", "\u{202E}",
  ]

  @Test("An answer's pictures and words are the same wherever it is cut, and those that are in it")
  func pictures() throws {
    var fuzz = Fuzz("answer", usually: 2000)
    fuzz.words = Self.words
    try fuzz.run { input, random in
      let whole = Self.read([input])
      try demand(
        Self.read(random.once(in: 8) ? input.singles : [input]) == whole,
        "another answer byte by byte")
      try demand(Self.read(input.pieces(&random)) == whole, "another answer in pieces")
      try demand(whole.skeleton.count <= input.count, "the skeleton is longer than the answer")
      if let skeleton = try? AnswerSkeleton(parsing: whole.skeleton) {
        _ = (skeleton.links, skeleton.usage, skeleton.revisedPrompt, skeleton.holdsError)
        try Self.checkPictures(input, whole)
        return "read \(whole.whole)"
      }
      return "\(whole.whole.prefix(4)) \(whole.isBetweenStrings)"
    }
  }

  @Test("Any refusal becomes an error in words that can be shown, and times that can be told")
  func refusals() throws {
    var fuzz = Fuzz("refusal", usually: 2000)
    fuzz.words = Self.words
    try fuzz.run { input, _ in
      let (status, headers, body) = Self.refusal(input)
      let azure = AzureErrors(
        status: status, headers: headers, wire: WireError(body),
        destination: Destination(provider: .azure, deployment: "d"), keyVariables: ["K"])
      let ollama = OllamaErrors.error(status: status, headers: headers, body: body, model: "m")
      for error in [azure.studioError, ollama] { try Self.check(error) }
      return "\(azure.studioError.code) \(ollama.code)"
    }
  }

  private struct Pictures: PictureSink {
    var all: [[UInt8]] = []
    var whole: [Bool] = []
    mutating func begin(picture number: Int, after text: [UInt8]) { all.append([]) }
    mutating func append(_ bytes: UnsafeRawBufferPointer) { all[all.count - 1] += bytes }
    mutating func end(isWhole: Bool) { whole.append(isWhole) }
  }

  private struct Reading: Equatable {
    var pictures: [[UInt8]]
    var whole: [Bool]
    var skeleton: [UInt8]
    var isBetweenStrings: Bool
  }

  private static func read(_ pieces: [[UInt8]]) -> Reading {
    var reader = ImagesResponseReader(sink: Pictures())
    for piece in pieces {
      // Nothing so short is too long, but for the number of pictures.
      do { try piece.withUnsafeBytes { try reader.read($0) } } catch { break }
    }
    return Reading(
      pictures: reader.sink.all, whole: reader.sink.whole, skeleton: reader.skeleton,
      isBetweenStrings: reader.isBetweenStrings)
  }

  /// An answer that is JSON as a whole holds the pictures that a reader of the whole finds in it.
  private static func checkPictures(_ input: [UInt8], _ reading: Reading) throws {
    guard let json = try? JSONValue(parsing: input) else { return }
    let texts = texts(in: json)
    try demand(texts.count == reading.whole.count, "\(reading.whole.count) pictures")
    for (text, (picture, isWhole)) in zip(texts, zip(reading.pictures, reading.whole)) where isWhole
    {
      let start =
        text.hasPrefix("data:") ? text.firstIndex(of: ",").map { text.index(after: $0) } : nil
      let plain = text[(start ?? text.startIndex)...].filter { !$0.isWhitespace && $0 != "=" }
        .replacing("-", with: "+").replacing("_", with: "/")
      let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
      try demand(Data(base64Encoded: padded) == Data(picture), "another picture than \(text)")
    }
  }

  /// Every `b64_json`, and the `image` of the whole, in the order of the text.
  private static func texts(in json: JSONValue, depth: Int = 0) -> [String] {
    switch json {
    case .array(let elements): elements.flatMap { texts(in: $0, depth: depth + 1) }
    case .object(let object):
      object.members.flatMap { member in
        let isPicture = member.name == "b64_json" || member.name == "image" && depth == 0
        if isPicture, case .string(let text) = member.value { return [text] }
        return texts(in: member.value, depth: depth + 1)
      }
    default: []
    }
  }

  /// A status, headers up to an empty line, and a body.
  private static func refusal(
    _ input: [UInt8]
  ) -> (Int, [(name: String, value: String)], [UInt8]) {
    let head = String(decoding: input, as: UTF8.self)
    let lines = head.split(separator: "\n", omittingEmptySubsequences: false)
    let fields = lines.dropFirst().prefix { !$0.isEmpty }.compactMap { line in
      line.firstIndex(of: ":").map {
        (name: String(line[..<$0]), value: line[$0...].dropFirst().drop { $0 == " " })
      }
    }
    let status = lines.first.flatMap { Int($0) } ?? 500
    let body = lines.dropFirst().drop { !$0.isEmpty }.dropFirst().joined(separator: "\n")
    return (status, fields.map { ($0.name, String($0.value)) }, Array(body.utf8))
  }

  private static func check(_ error: StudioError) throws {
    for text in [error.message, error.hint ?? "", error.reference ?? ""] {
      for scalar in text.unicodeScalars {
        let category = scalar.properties.generalCategory
        try demand(category != .control && category != .format, "a control in \(text)")
      }
      try demand(text.utf8.count < 8000, "an endless message")
    }
    _ = error.contract.json
    let data = try GenerationRecord.makeEncoder().encode(error)
    let again = try GenerationRecord.makeDecoder().decode(StudioError.self, from: data)
    let distance = (again.retryAt ?? .distantPast).timeIntervalSince(error.retryAt ?? .distantPast)
    try demand(abs(distance) <= 0.001, "the time to come back moved by \(distance) s")
  }
}
