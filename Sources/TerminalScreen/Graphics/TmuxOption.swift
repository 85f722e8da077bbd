internal import Glibc

/// What the tmux around this process is set to. No sequence asks for it: where nothing is let through,
/// a question to the terminal outside simply stays without an answer.
enum TmuxOption {
  /// Whether the pane lets sequences through to the terminal outside; nil when tmux does not say, as
  /// one older than 3.3, which always does. Waits for `tmux show-options`, some milliseconds.
  static func letsThrough() -> Bool? {
    guard let answer = popen("tmux show-options -Apqv allow-passthrough 2>/dev/null", "re")
    else { return nil }
    defer { pclose(answer) }
    var line = [CChar](repeating: 0, count: 16)
    guard fgets(&line, Int32(line.count), answer) != nil else { return nil }
    let word = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    return word.elementsEqual("off".utf8) ? false : true
  }
}
