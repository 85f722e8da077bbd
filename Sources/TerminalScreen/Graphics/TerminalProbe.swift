/// Asks a terminal what it can, without ever waiting: takes answers as they come, whole or late, and
/// knows at each moment what follows from them.
///
/// Inside tmux the terminal outside is asked too, through tmux: its answers come after those of tmux
/// itself, as each one's device attributes end its answers.
struct TerminalProbe {
  /// How long an answer may take before the program stops counting on it: 1 s, 3 s over SSH.
  let patience: Duration
  /// More than three tmux inside each other are not looked through.
  private static let deepest = 3

  private let environment: TerminalEnvironment
  /// Whether tmux is known to let nothing through: what is outside of it is then not asked.
  private let isShutIn: Bool
  /// What was told by whom, the nearest first.
  private var facts: [TerminalFacts] = []
  private var hasBegun = false
  private var hasWaited = false

  init(environment: TerminalEnvironment, isShutIn: Bool = false) {
    self.environment = environment
    self.isShutIn = isShutIn
    patience = environment.isRemote ? .seconds(3) : .seconds(1)
  }

  /// The first questions.
  mutating func begin() -> [UInt8] {
    guard mayAsk else { return [] }
    hasBegun = true
    hasWaited = false
    facts = [TerminalFacts()]
    guard isTmuxByName else { return TerminalQueries.all }
    return TerminalQueries.multiplexer + goOutside()
  }

  /// Asks for the size of a cell anew, when everything was answered before.
  mutating func askForSize() -> [UInt8] {
    guard hasBegun, !isOpen, !facts.isEmpty else { return [] }
    facts[facts.count - 1].isComplete = false
    return TerminalQueries.geometry
  }

  /// Takes an answer.
  /// - Returns: Nil when the answer is to none of its questions; otherwise what to ask next.
  mutating func take(_ reply: TerminalReply) -> [UInt8]? {
    guard hasBegun, let current = facts.firstIndex(where: { !$0.isComplete }) ?? facts.indices.last
    else { return nil }
    guard facts[current].take(reply) else { return nil }
    let isTmux = facts[current].identity?.brand == .tmux
    guard facts[current].isComplete, isTmux, current == facts.count - 1,
      facts.count <= Self.deepest
    else { return [] }
    return goOutside()
  }

  /// The time for answers is over: what has not come is taken not to come, though it may.
  mutating func giveUp() { hasWaited = true }

  /// Some terminals print what they do not know.
  private var mayAsk: Bool {
    TerminalModes.isCapable(environment.term) && environment["TERM_PROGRAM"] != "Apple_Terminal"
  }

  private var isTmuxByName: Bool {
    environment["TMUX"] != nil || environment.term.hasPrefix("tmux")
  }

  private mutating func goOutside() -> [UInt8] {
    facts.append(TerminalFacts())
    guard !isShutIn else { return [] }
    return Passthrough(depth: facts.count - 1).wrapped(TerminalQueries.outside)
  }

  /// Whether a question is open.
  var isOpen: Bool {
    hasBegun && facts.prefix(isShutIn ? 1 : facts.count).contains { !$0.isComplete }
  }

  /// Whether the terminal itself has answered, and only one that lies outside of it has not.
  var isWaitingOutside: Bool { isOpen && facts.first?.isComplete == true }

  /// Whether the answers say all there is to be said, or nobody waits for any.
  var isDecided: Bool { hasBegun ? !isOpen || hasWaited : !mayAsk }

  /// What follows from the answers so far.
  var result: ProbeResult {
    let depth = max(0, facts.count - 1)
    let inner = facts.first ?? TerminalFacts()
    var outer = facts.last ?? TerminalFacts()
    if depth == 0, outer.identity == nil {
      outer.identity = TerminalIdentity(environment: environment)
    }
    let isInTmux = depth > 0
    return ProbeResult(
      facts: outer, passthrough: Passthrough(depth: depth),
      isInScreen: !isInTmux && (environment["STY"] != nil || environment["ZELLIJ"] != nil),
      isAsked: mayAsk, hasWaited: hasWaited,
      cell: outer.cell ?? inner.cell, area: inner.area,
      hasTruecolor: inner.hasTruecolor || outer.hasTruecolor,
      hasSynchronizedUpdate: inner.hasSynchronizedUpdate,
      remedy: isInTmux && hasWaited && !outer.isComplete ? Self.remedy : nil)
  }

  /// What lets sequences through tmux, in the pane at hand.
  private static let remedy = "tmux set -p allow-passthrough on"
}
