/// A model that the simulated Ollama has installed, and how it behaves.
struct OllamaModel: Sendable {
  /// What becomes of a generation.
  enum Behaviour: Sendable, Equatable {
    case paints
    /// Loads for seconds before it paints.
    case loadsSlowly
    /// Paints nothing but noise, in a file of this many megabytes.
    case payload(megabytes: Int)
    case answersText
    case onlyEmbeds
    /// The runner dies after the first steps.
    case dies
    /// The runner ends well without a picture.
    case forgetsImage
    case needsMemory
    case isBusy
  }

  /// The name without its registry defaults, always with a tag.
  var name: String
  var behaviour: Behaviour = .paints
  /// Pipeline class, for image models.
  var family = "ZImagePipeline"
  var capabilities = ["image"]
  var steps = 9
  var roundsToSixteen = false
  var fileSize = 12_345_678_901
  var parameterSize = "10.3B"
  var quantization = "FP8"
  /// Whether discovery lists it; the others exist for whoever names them.
  var isListed = false

  var isImageModel: Bool { capabilities.contains("image") }

  /// 64 hexadecimal digits, always the same for one name.
  var digest: String { SHA256Digest.hexadecimal(of: Array(name.utf8)) }

  /// The namespace, which `/v1/models` calls the owner.
  var owner: String {
    let parts = name.split(separator: "/")
    return parts.count > 1 ? String(parts[0]) : "library"
  }
}

extension OllamaModel {
  /// Everything that is installed.
  static let all: [OllamaModel] = [
    OllamaModel(name: "x/z-image-turbo:latest", isListed: true),
    OllamaModel(
      name: "x/flux2-klein:4b", family: "Flux2KleinPipeline", capabilities: ["image", "vision"],
      steps: 4, roundsToSixteen: true, fileSize: 5_700_000_000, parameterSize: "4.0B",
      isListed: true),
    OllamaModel(
      name: "llama3.2:latest", behaviour: .answersText, family: "llama",
      capabilities: ["completion", "tools"], fileSize: 2_019_393_189, parameterSize: "3.2B",
      quantization: "Q4_K_M", isListed: true),
    OllamaModel(
      name: "nomic-embed-text:latest", behaviour: .onlyEmbeds, family: "nomic-bert",
      capabilities: ["embedding"], fileSize: 274_302_450, parameterSize: "137M",
      quantization: "F16"),
    OllamaModel(name: "x/slow:latest", behaviour: .loadsSlowly),
    OllamaModel(name: "x/broken:latest", behaviour: .dies),
    OllamaModel(name: "x/imageless:latest", behaviour: .forgetsImage),
    OllamaModel(name: "x/huge:latest", behaviour: .needsMemory),
    OllamaModel(name: "x/busy:latest", behaviour: .isBusy),
  ]

  /// The installed model that `name` means, without regard to case.
  static func named(_ name: String) -> OllamaModel? {
    let wanted = displayName(name).lowercased()
    if let megabytes = payloadMegabytes(wanted) {
      return OllamaModel(name: wanted, behaviour: .payload(megabytes: megabytes), steps: 4)
    }
    return all.first { $0.name.lowercased() == wanted }
  }

  /// Drops the defaults of a name's grammar `[host/][namespace/]model[:tag]` and adds the tag.
  private static func displayName(_ name: String) -> String {
    var short = Substring(name)
    for suffix in [":local"] where short.hasSuffix(suffix) { short = short.dropLast(suffix.count) }
    for prefix in ["registry.ollama.ai/", "library/"] where short.hasPrefix(prefix) {
      short = short.dropFirst(prefix.count)
    }
    return short.split(separator: "/").last?.contains(":") == true
      ? String(short) : "\(short):latest"
  }

  /// `x/payload-48mb` means a file of about 48 MB; up to 512.
  private static func payloadMegabytes(_ name: String) -> Int? {
    let (head, tail) = ("x/payload-", "mb:latest")
    guard name.hasPrefix(head), name.hasSuffix(tail) else { return nil }
    return Int(name.dropFirst(head.count).dropLast(tail.count)).flatMap {
      (1...512).contains($0) ? $0 : nil
    }
  }

  /// Whether `name` follows the grammar of model names.
  static func isValidName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), name.utf8.count <= 350 else { return false }
    return parts.allSatisfy { part in
      guard let first = part.unicodeScalars.first, isNameScalar(first), first != ":" else {
        return false
      }
      return part.unicodeScalars.allSatisfy {
        isNameScalar($0) || "-.:".unicodeScalars.contains($0)
      }
    }
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      || scalar == "_"
  }
}
