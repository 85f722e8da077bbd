import Glibc

/// Where capability documents come from.
public enum CapabilityCatalog {
  /// The documents inside the program: Ollama, then Azure OpenAI.
  public static func builtIn() throws(CapabilityError) -> [Capability] {
    try parsedBuiltIn().map(\.capability)
  }

  private static func parsedBuiltIn() throws(CapabilityError) -> [ParsedCapability] {
    var parsed: [ParsedCapability] = []
    for (bytes, source) in [
      (PackageResources.ollama_images_yaml, "ollama-images.yaml"),
      (PackageResources.azure_openai_images_yaml, "azure-openai-images.yaml"),
    ] {
      let yaml = String(decoding: bytes, as: UTF8.self)
      parsed.append(try CapabilityParser.parse(yaml, source: source))
    }
    return parsed
  }

  /// Everything that is to be served: what is built in, the folder's documents, and those named.
  ///
  /// A built-in document gives way to one that consumes a service of the same namespace.
  ///
  /// - Parameters:
  ///   - folder: where the user keeps documents, `*.yaml`; it need not exist.
  ///   - paths: further files.
  /// - Throws: what is wrong with any of the files, all together, and conflicts among documents.
  public static func documents(
    folder: String?, paths: [String]
  ) throws(CapabilityError) -> [ParsedCapability] {
    let own = try load(paths: (folder.map(Self.paths) ?? []) + paths)
    let taken = Set(own.flatMap(\.capability.consumes).map(\.namespace))
    let builtIn = try parsedBuiltIn().filter { parsed in
      !parsed.capability.consumes.contains { taken.contains($0.namespace) }
    }
    let conflicts = conflicts(among: (builtIn + own).map(\.capability))
    guard !conflicts.contains(where: \.preventsUse) else {
      throw CapabilityError(diagnostics: conflicts)
    }
    return builtIn + own
  }

  /// The documents in files, in this order; one that is named twice is read once.
  ///
  /// - Throws: what is wrong with any of them, all together.
  public static func load(paths: [String]) throws(CapabilityError) -> [ParsedCapability] {
    var parsed: [ParsedCapability] = []
    var found: [CapabilityDiagnostic] = []
    var seen: Set<String> = []
    for path in paths where seen.insert(path).inserted {
      do {
        parsed.append(try load(path: path))
      } catch {
        found += error.diagnostics
      }
    }
    guard found.isEmpty else { throw CapabilityError(diagnostics: found) }
    return parsed
  }

  /// The paths of a folder's documents, `*.yaml` and `*.yml`, by name; none if it does not exist.
  public static func paths(folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".yaml") || name.hasSuffix(".yml"), !name.hasPrefix(".") {
        names.append(name)
      }
    }
    return names.sorted().map { "\(folder)/\($0)" }
  }

  /// Reads the document in a file.
  ///
  /// Lines before the first that begins with `naftiko:` are skipped with a warning: documents saved
  /// from a web page have its title there. Line numbers stay those of the file.
  ///
  /// - Throws: `file.…` when the file cannot be read, otherwise what `CapabilityParser` throws.
  public static func load(path: String) throws(CapabilityError) -> ParsedCapability {
    let text = try DocumentFile.read(path: path, limit: YAMLReader.largestDocument)
    let (yaml, skipped) = withoutHeader(text)
    let header = CapabilityDiagnostic(
      mark: SourceMark(file: path, line: 1, column: 1), severity: .warning, code: "file.header",
      message: "\(skipped) lines before 'naftiko:' are skipped")
    guard skipped > 0 else { return try CapabilityParser.parse(yaml, source: path) }
    do {
      let parsed = try CapabilityParser.parse(yaml, source: path)
      return ParsedCapability(
        capability: parsed.capability, diagnostics: [header] + parsed.diagnostics)
    } catch {
      throw CapabilityError(diagnostics: [header] + error.diagnostics)
    }
  }

  /// The text with the lines before the document emptied, and their number. Nothing is skipped when
  /// what comes first is part of the document: comments, a marker, or another root key.
  private static func withoutHeader(_ text: String) -> (yaml: String, skipped: Int) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let first = lines.firstIndex(where: { $0.hasPrefix("naftiko:") }) else {
      return (text, 0)
    }
    let leading = lines[..<first]
    guard leading.contains(where: isForeign), !leading.contains(where: isRootKey) else {
      return (text, 0)
    }
    let blank = String(repeating: "\n", count: first)
    return (blank + lines[first...].joined(separator: "\n"), first)
  }

  private static func isRootKey(_ line: Substring) -> Bool {
    ["info:", "binds:", "consumes:", "capability:", "ikanos:"].contains { line.hasPrefix($0) }
  }

  private static func isForeign(_ line: Substring) -> Bool {
    let content = line.drop(while: \.isWhitespace)
    return !(content.isEmpty || ["#", "---", "%"].contains { content.hasPrefix($0) })
  }
}
