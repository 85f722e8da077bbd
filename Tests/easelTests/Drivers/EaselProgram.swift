import Foundation
import Subprocess

/// The built program, as its users run it.
struct EaselProgram: Sendable {
  /// What a run left behind.
  struct Run: Sendable {
    var status: Int32
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// The records of `--json`.
    func records() throws -> [Record] {
      try lines.map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
    }
  }

  /// It lies beside the test bundle.
  static let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "easel").path

  /// Options for a picture that is painted quickly.
  static let small = [
    "--provider", "ollama", "--model", "x/z-image-turbo", "--size", "64x64",
  ]

  let home: TestHome
  var environment: [String: String] = [:]

  /// Runs it to its end with these arguments and nothing but the home's environment.
  func run(_ arguments: String..., input: String? = nil) async throws -> Run {
    try await run(arguments, input: input)
  }

  func run(_ arguments: [String], input: String? = nil) async throws -> Run {
    try await run(command(arguments), input: input)
  }

  /// Runs it with a shell's redirections.
  func run(throughShell line: String) async throws -> Run {
    try await run(command(["-c", "\"\(Self.path)\" \(line)"], program: "/bin/sh"))
  }

  private func run(_ command: Arguments, input: String? = nil) async throws -> Run {
    let result = try await Subprocess.run(
      .name("env"), arguments: command, input: .string(input ?? ""),
      output: .bytes(limit: 4 << 20), error: .bytes(limit: 4 << 20))
    return Run(
      status: result.terminationStatus.number,
      output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self))
  }

  /// Runs it while `body` does what it wants with the process; ends it afterwards.
  ///
  /// - Parameter log: a file for what it says on stderr; nil: nobody reads that.
  func whileRunning<Result: Sendable>(
    _ arguments: [String], errorsTo log: String? = nil,
    _ body: (_ lines: AsyncThrowingStream<String, any Error>, _ process: pid_t) async throws ->
      Result
  ) async throws -> (Result, Int32) {
    let outcome = try await Subprocess.run(
      .name("env"), arguments: log.map { command(arguments, errorsTo: $0) } ?? command(arguments),
      input: .none, output: .sequence,
      error: .discarded
    ) { execution in
      let (lines, continuation) = AsyncThrowingStream.makeStream(of: String.self)
      let output = execution.standardOutput
      let reader = Task {
        do {
          for try await line in output.strings() { continuation.yield(line) }
          continuation.finish()
        } catch { continuation.finish(throwing: error) }
      }
      let process = execution.processIdentifier.value
      let result: Swift.Result<Result, any Error>
      do { result = .success(try await body(lines, process)) } catch { result = .failure(error) }
      kill(process, SIGTERM)
      reader.cancel()
      // The pipe is closed when this returns, and its number may be another one's at once: whoever
      // still read then would wait on that one, and hold a thread that all tests share.
      await reader.value
      return result
    }
    return (try outcome.closureResult.get(), outcome.terminationStatus.number)
  }

  private func command(_ arguments: [String], errorsTo log: String) -> Arguments {
    command(
      ["-c", "exec \"$0\" \"$@\" 2>\"\(log)\"", Self.path] + arguments, program: "/bin/sh")
  }

  /// `env` replaces itself by the program, with only these variables.
  private func command(_ arguments: [String], program: String = Self.path) -> Arguments {
    let variables = home.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
    return Arguments(["-i"] + variables.sorted() + [program] + arguments)
  }
}

extension TerminationStatus {
  /// As a shell tells it.
  fileprivate var number: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let code): 128 + code
    }
  }
}
