import StudioCore
import TerminalScreen

/// What is said of jobs that wait and that nobody works on, and what to do about them.
struct LeftJobsText {
  let lines: [DisplayText]

  init(_ left: LeftJobs) {
    lines =
      (left.here.isEmpty ? [] : [Self.words(left.here)])
      + (left.elsewhere.isEmpty ? [] : [Self.words(elsewhere: left.elsewhere)])
  }

  func say() { for line in lines { Messages.say(line) } }

  private static func words(_ left: [Generation]) -> DisplayText {
    let (jobs, them) = left.count == 1 ? ("1 job waits", "it") : ("\(left.count) jobs wait", "them")
    return DisplayText(
      "\(jobs) and nobody works on \(them): the Easel that took \(them) on has ended, and no picture "
        + "was begun. `easel` asks whether to send \(them), `easel cancel` ends \(them).")
  }

  private static func words(elsewhere left: [Generation]) -> DisplayText {
    let jobs = left.count == 1 ? "1 job that waits was" : "\(left.count) jobs that wait were"
    let them = left.count == 1 ? "it" : "them"
    let hosts = Set(left.compactMap(\.worker?.host)).sorted().joined(separator: ", ")
    return DisplayText(
      "\(jobs) asked for on \(hosts), and may be under way there. If no Easel runs there any more: "
        + "`easel` sends \(them) when told so, `easel cancel` ends \(them).")
  }
}
