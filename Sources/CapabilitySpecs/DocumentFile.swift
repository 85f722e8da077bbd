import Glibc

/// Reads small text files.
enum DocumentFile {
  /// The text of a regular file of at most `limit` bytes.
  static func read(path: String, limit: Int) throws(CapabilityError) -> String {
    let start = SourceMark(file: path, line: 1, column: 1)
    // Non-blocking, so that a pipe in the place of a file cannot hold the program up.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw CapabilityError("file.unreadable", String(cString: strerror(errno)), at: start)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw CapabilityError("file.unreadable", "not a regular file", at: start)
    }
    guard let bytes = bytes(of: descriptor, limit: limit) else {
      throw CapabilityError("file.unreadable", String(cString: strerror(errno)), at: start)
    }
    guard bytes.count <= limit else {
      throw CapabilityError(
        "yaml.too-large", "the document is larger than \(limit) bytes", at: start)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CapabilityError("yaml.encoding", "the document is not UTF-8 text", at: start)
    }
    return text
  }

  /// All bytes, or `limit` + 1 of a longer file; nil when reading fails.
  private static func bytes(of descriptor: Int32, limit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while result.count <= limit {
      let count = Glibc.read(descriptor, &chunk, min(chunk.count, limit + 1 - result.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      result += chunk[..<count]
    }
    return result
  }
}
