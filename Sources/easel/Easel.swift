import ArgumentParser
import Glibc
import TerminalScreen

/// The beginning of the program.
///
/// `main` is no async function: a command that forks has to do so while there is one thread, and
/// the concurrency runtime starts more of them.
@main
enum Easel {
  static func main() {
    StandardStream.reserve()
    Allocator.prepare()
    do {
      guard CommandLine.arguments.count > 1 else { return try openScreen() }
      let command = try EaselCommand.parseAsRoot()
      try (command as? any ForkingCommand)?.fork()
      if let command = command as? any AsyncParsableCommand {
        run {
          var command = command
          try await command.run()
        }
      }
      var plain = command
      try plain.run()
      exit(ExitStatus.done.rawValue)
    } catch {
      end(with: error)
    }
  }

  /// Without arguments: reading a command line takes milliseconds even when there is nothing to
  /// read, and the first frame would wait for it.
  private static func openScreen() throws {
    let session = ScreenSession()
    try session.prepare()
    run { try await session.run() }
  }

  private static func run(_ work: sending @escaping () async throws -> Void) -> Never {
    Task {
      do {
        try await work()
        exit(ExitStatus.done.rawValue)
      } catch {
        end(with: error)
      }
    }
    MainLoop.run()
  }

  /// Says what happened and leaves with the status that belongs to it.
  private static func end(with error: any Error) -> Never {
    if let failure = Failure(error) {
      Messages.report(failure.studioError)
      exit(failure.status.rawValue)
    }
    let text = EaselCommand.fullMessage(for: error)
    let code = EaselCommand.exitCode(for: error)
    if code.isSuccess {
      Output.write(text)
    } else if !text.isEmpty {
      // It repeats what was typed.
      Messages.say(DisplayText(text + hint, lineBreaks: .kept))
    }
    exit(code.rawValue)
  }

  /// For a prompt that was taken for an option.
  private static var hint: String {
    let isPrompt = CommandLine.arguments.contains { $0.hasPrefix("-") && $0.contains(" ") }
    return isPrompt
      ? "\nA prompt that begins with “-” goes after “--”: easel generate -- \"-5 apples\"" : ""
  }
}

/// A command that goes on in a child process. `fork` runs before the program has a second thread.
protocol ForkingCommand: ParsableCommand {
  func fork() throws
}
