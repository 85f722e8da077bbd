import StudioServer
import TerminalScreen

/// One line on stderr for each request that the server answered.
enum RequestLog {
  @Sendable static func write(_ line: ServerLogLine) {
    let milliseconds = Int((line.duration / .milliseconds(1)).rounded())
    let end = line.wasAbandoned ? " (the caller went away)" : ""
    let generation = line.generation.map { " \($0)" } ?? ""
    Messages.say(
      DisplayText(
        "\(line.door) \(line.method) \(line.path) \(line.status) \(line.bytes) B "
          + "\(milliseconds) ms \(line.requestID)\(generation)\(end)"))
  }
}
