import Glibc

/// A file of values that a bind names.
enum BoundFile {
  /// The single values at the root of a YAML or JSON file, as texts.
  ///
  /// - Parameter document: The path of the capability document. A relative path counts from its folder
  ///   if the file is there, else from the working directory.
  static func read(
    path: String, besides document: String
  ) throws(CapabilityError) -> [String: String] {
    let found = place(of: path, besides: document)
    let text = try DocumentFile.read(path: found, limit: YAMLReader.largestDocument)
    let root = try YAMLReader.read(text, file: found)
    guard case .mapping(let members) = root.content else {
      throw CapabilityError("file.values", "the root must map keys to values", at: root.mark)
    }
    var values: [String: String] = [:]
    for member in members {
      guard case .scalar(let text, _) = member.value.content, !member.value.isNull else { continue }
      values[member.key] = text
    }
    return values
  }

  private static func place(of path: String, besides document: String) -> String {
    guard !path.hasPrefix("/"), let slash = document.lastIndex(of: "/") else { return path }
    let beside = String(document[...slash]) + path
    return access(beside, F_OK) == 0 ? beside : path
  }
}
