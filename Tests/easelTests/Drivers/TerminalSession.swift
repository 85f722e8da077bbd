import Foundation
import Glibc
import Subprocess
import Testing

/// A shell in a real terminal (tmux), 110 by 34, for programs that draw on it.
struct TerminalSession: Sendable {
  /// The server's name; its socket lies in the home.
  private let socket = "easel"
  private let home: TestHome

  private init(home: TestHome) { self.home = home }

  /// Starts a shell with the home's environment, and ends it when `body` has ended.
  static func run(
    _ home: TestHome, environment: [String: String] = [:],
    _ body: (TerminalSession) async throws -> Void
  ) async throws {
    let session = TerminalSession(home: home)
    do {
      try await session.start(environment)
      try await body(session)
    } catch {
      _ = try? await session.tmux(["kill-server"])
      throw error
    }
    try await session.tmux(["kill-server"])
  }

  private func start(_ environment: [String: String]) async throws {
    let variables = home.environment.merging(environment) { $1 }
      .merging(["PS1": "shell> ", "TERM": "tmux-256color"]) { $1 }
      .map { "\($0)=\($1)" }.sorted()
    let size = ["-x", "110", "-y", "34"]
    try await tmux(
      ["-f", "/dev/null", "new-session", "-d"] + size + ["-c", home.root, "env", "-i"] + variables
        + ["sh", "-i"])
    try await waitFor("shell>")
  }

  @discardableResult
  private func tmux(_ arguments: [String]) async throws -> String {
    let result = try await Subprocess.run(
      .name("env"),
      arguments: Arguments(
        ["-u", "TMUX", "LC_ALL=C.UTF-8", "TMUX_TMPDIR=\(home.root)", "tmux", "-L", socket]
          + arguments),
      output: .string(limit: 1 << 20), error: .discarded)
    return result.standardOutput
  }

  /// Presses keys by tmux's names.
  func press(_ keys: String...) async throws { try await tmux(["send-keys"] + keys) }

  /// Types text.
  func type(_ text: String) async throws { try await tmux(["send-keys", "-l", text]) }

  /// Types a line for the shell.
  func enter(_ line: String) async throws {
    try await type(line)
    try await press("Enter")
  }

  /// Writes down byte for byte what programs send from here on.
  func record(to path: String) async throws { try await tmux(["pipe-pane", "cat > '\(path)'"]) }

  /// What the terminal shows.
  func text() async throws -> String { try await tmux(["capture-pane", "-p"]) }

  func waitFor(
    _ text: String, within limit: Duration = .seconds(60),
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    var shown = ""
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
      shown = try await self.text()
      if shown.contains(text) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("“\(text)” did not appear:\n\(shown)", sourceLocation: sourceLocation)
    throw CancellationError()
  }

  /// Whether the alternate screen is on, the cursor visible, the mouse asked for.
  func modes() async throws -> String {
    try await tmux(["display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The processes of the shell's descendants, the deepest last.
  func descendants() async throws -> [pid_t] {
    let shell = try await tmux(["display-message", "-p", "#{pane_pid}"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    var found: [pid_t] = []
    var parents: Set<pid_t> = [pid_t(shell) ?? 0]
    let all = Self.processes()
    while case let children = all.filter({ parents.contains($0.parent) }), !children.isEmpty {
      found += children.map(\.id)
      parents = Set(children.map(\.id))
    }
    return found
  }

  private static func processes() -> [(id: pid_t, parent: pid_t)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(pid_t.init).compactMap { id in
      guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
        let end = text.lastIndex(of: ")")
      else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ")
      return pid_t(fields[1]).map { (id, $0) }
    }
  }
}
