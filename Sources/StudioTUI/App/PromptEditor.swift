import Glibc
import Subprocess

/// Why the prompt could not be edited outside.
struct EditorFailure: Error, Equatable, Sendable {
  /// One sentence.
  var message: String
}

/// The user's own editor, `$VISUAL` or `$EDITOR`, on a private file.
struct PromptEditor: Sendable {
  /// As the shell understands it, with options.
  let command: String
  private let secretVariables: @Sendable () -> [String]

  /// What the editor gets of the environment: all but the variables that hold credentials.
  private var inherited: Environment {
    let removed = secretVariables().map { (Environment.Key(stringLiteral: $0), String?.none) }
    return .inherit.updating(Dictionary(removed) { first, _ in first })
  }

  init(
    environment: [String: String],
    secretVariables: @escaping @Sendable () -> [String] = { [] }
  ) {
    command =
      [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }
      .first { !$0.isEmpty } ?? "vi"
    self.secretVariables = secretVariables
  }

  /// Returns what the file holds after the editor has ended. The terminal must be given back before.
  func edit(_ text: String) async -> Result<String, EditorFailure> {
    guard let path = Self.write(text) else {
      return .failure(failure("no temporary file can be made"))
    }
    defer { unlink(path) }
    do {
      let end = try await Subprocess.run(
        .name("sh"),
        arguments: ["-c", "exec \(command) \"$1\" </dev/tty >/dev/tty 2>&1", "easel", path],
        environment: inherited, output: .discarded)
      guard end.terminationStatus.isSuccess else {
        return .failure(failure("it ended with an error"))
      }
      guard let edited = Self.read(path) else {
        return .failure(failure("its file cannot be read"))
      }
      return .success(edited)
    } catch {
      return .failure(failure("it cannot be started"))
    }
  }

  private func failure(_ reason: String) -> EditorFailure {
    EditorFailure(message: "The prompt is unchanged: \(command): \(reason). Set $EDITOR.")
  }

  /// A new file that only its owner can read (`mkstemps` makes it so).
  private static func write(_ text: String) -> String? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/easel-prompt-XXXXXX.txt".utf8CString)
    let file = mkstemps(&template, 4)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    var rest = Array((text + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return nil }
      rest = rest.dropFirst(count)
    }
    return path
  }

  /// The file's text without the line end that editors put last; nil beyond one megabyte.
  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    guard count < bytes.count, ferror(file) == 0 else { return nil }
    var text = String(decoding: bytes.prefix(count), as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
