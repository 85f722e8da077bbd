/// A heading of the help page; commands stand under one each, in the order of their cases.
public enum CommandGroup: String, CaseIterable, Sendable {
  case prompt = "Prompt"
  case text = "Text"
  case settings = "Settings"
  case lists = "Lists"
  case jobs = "Jobs"
  case history = "History"
  case view = "View"
  case studio = "Studio"

  /// The heading.
  public var title: String { rawValue }

  /// Its commands, in order.
  public var commands: [Command] { Command.allCases.filter { $0.group == self } }
}
