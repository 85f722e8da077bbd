import StudioCore

/// An error of our own, with the status that it ends the program with.
struct Failure {
  let studioError: StudioError
  let status: ExitStatus

  /// nil for errors of the argument parser, which describes them itself.
  init?(_ error: any Error) {
    switch error {
    case let known as StudioError:
      studioError = known
    case let findings as UserFiles.Findings:
      for line in findings.lines { Messages.say(line) }
      studioError = StudioError(
        .badConfiguration, "Easel did not start, as a file of yours has mistakes.",
        hint: "Correct it, or move it away.")
    default: return nil
    }
    status = ExitStatus(studioError)
  }
}
