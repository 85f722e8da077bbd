import ArgumentParser
import Dispatch
import Glibc
import TerminalScreen

/// The beginning of the program.
///
/// `main` is no async function: a command that forks has to do so while there is one thread, and
/// the concurrency runtime starts more of them.
@main
enum Easel {
  static func main() {
    do {
      var command = try parse()
      try (command as? any ForkingCommand)?.fork()
      if let command = command as? any AsyncParsableCommand { run(command) }
      try command.run()
      exit(ExitStatus.done.rawValue)
    } catch {
      end(with: error)
    }
  }

  /// Without arguments the studio itself: reading the other commands' options takes milliseconds,
  /// and the first frame waits for it.
  private static func parse() throws -> any ParsableCommand {
    CommandLine.arguments.count > 1 ? try EaselCommand.parseAsRoot() : try ScreenCommand.parse([])
  }

  private static func run(_ command: sending any AsyncParsableCommand) -> Never {
    Task {
      do {
        var command = command
        try await command.run()
        exit(ExitStatus.done.rawValue)
      } catch {
        end(with: error)
      }
    }
    dispatchMain()
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
      Messages.say(DisplayText(text, lineBreaks: .kept))
    }
    exit(code.rawValue)
  }
}

/// A command that goes on in a child process. `fork` runs before the program has a second thread.
protocol ForkingCommand: ParsableCommand {
  func fork() throws
}
