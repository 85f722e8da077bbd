import Glibc

/// Writes a file of its own, hands over its path, removes it.
func withTemporaryFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
  var template = Array("/tmp/pictures-XXXXXX".utf8CString)
  let descriptor = mkstemp(&template)
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { unlink(path) }
  var written = 0
  while descriptor >= 0, written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { break }
    written += count
  }
  close(descriptor)
  precondition(written == bytes.count, "the temporary file could not be written")
  try body(path)
}
