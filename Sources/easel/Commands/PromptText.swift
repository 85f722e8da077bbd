import ArgumentParser
import Glibc
import StudioCore

/// Where a prompt comes from: the argument, or stdin for `-` or when something is piped in.
enum PromptText {
  /// - Throws: a usage error when there is neither; `invalid-request` for text that is none.
  static func read(argument: String?) throws -> String {
    if let argument, argument != "-" { return argument }
    guard argument == "-" || isatty(STDIN_FILENO) == 0 else {
      throw ValidationError("There is no prompt: give it as an argument, or pipe it in.")
    }
    let bytes = try readInput()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw StudioError(.invalidRequest, "The prompt on stdin is not UTF-8 text.")
    }
    // The line end is the shell's, not the prompt's.
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  private static func readInput() throws(StudioError) -> [UInt8] {
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = piece.withUnsafeMutableBytes {
        Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw StudioError(
          .inputOutput, "The prompt cannot be read: \(String(cString: strerror(errno))).")
      }
      if count == 0 { return text }
      text += piece[..<count]
      // The line end is not counted.
      guard text.count <= GenerationRequest.longestPrompt + 1 else {
        throw StudioError(.invalidRequest, "The prompt on stdin is longer than a megabyte.")
      }
    }
  }
}
