/// Where capability documents come from.
public enum CapabilityCatalog {
  /// The documents inside the program: Ollama, then Azure OpenAI.
  public static func builtIn() throws(CapabilityError) -> [Capability] {
    var capabilities: [Capability] = []
    for (bytes, source) in [
      (PackageResources.ollama_images_yaml, "ollama-images.yaml"),
      (PackageResources.azure_openai_images_yaml, "azure-openai-images.yaml"),
    ] {
      let yaml = String(decoding: bytes, as: UTF8.self)
      capabilities.append(try CapabilityParser.parse(yaml, source: source).capability)
    }
    return capabilities
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
