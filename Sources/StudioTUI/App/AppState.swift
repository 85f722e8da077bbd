import StudioCore
import TerminalScreen

import struct FoundationEssentials.Date

/// Everything the screen knows: one value. `update` changes it, `AppView` draws it.
struct AppState: Sendable {
  // What does not change while the program runs.
  let parameterTable: @Sendable (Destination) -> ParameterTable
  let themes: Themes
  let keymap: Keymap
  let localTime: LocalTime
  let requestPrefix: String
  /// What becomes of jobs that still waited when their process ended.
  let resume: ResumeRule

  // The terminal.
  var size: GridSize
  /// How pictures are made ready for it.
  private(set) var fitter: PictureFitter
  /// How it shows them, for the person to read.
  private(set) var graphics: GraphicsStatus
  /// What was said last about something in the way of pixels.
  var toldRemedy: String?
  private(set) var themeName: String?
  /// As far as the terminal can show it.
  private(set) var theme: Theme
  /// Set by the loop before each batch of events.
  var now: Date

  // Where the person is.
  var place = Place.studio
  var focus = Pane.prompt
  /// Whether letters go into the prompt; Esc leaves it.
  var isEditing = true
  var dialogs: [Dialog] = []
  var message: Message?
  /// Said while there is no message, until a key that is no text.
  var warnings: WarningQueue
  /// Said while nothing was ever made.
  let notices: [String]
  /// Set when the loop should end.
  var exit: ExitReason?

  // The desk: what is about to be generated.
  var desk = Desk() {
    didSet { if tabled != desk.destination { lookUpTable() } }
  }
  /// What may be set at the desk's destination.
  private(set) var table: ParameterTable?
  /// The destination that `table` was looked up for.
  private var tabled: Destination?
  var settings = SettingsPane()
  var estimate = EstimateLine()
  var promptHistory: [String] = []
  var draftKeeping = DraftKeeping()
  /// Requests on their way into the store.
  var submitting: [GenerationRequest] = []
  var requestCount = 0

  // What was made and is being made.
  var jobs = JobList()
  var spending = Spending()
  var preview = Preview()
  var drawings = DrawingCache()
  var drawingWait = DrawingWait()
  var history = HistoryPane()
  var viewer = ViewerPane()
  /// Destinations as they were last told; kept when the picker closes.
  var offers: [Offer] = []
  var isAskingOffers = false
  var wereOffersAsked = false

  init(
    options: StudioOptions, size: GridSize, fitter: PictureFitter, graphics: GraphicsStatus,
    parameterTable: @escaping @Sendable (Destination) -> ParameterTable
  ) {
    self.parameterTable = parameterTable
    themes = options.themes
    keymap = options.keymap
    localTime = options.localTime
    requestPrefix = options.requestPrefix
    resume = options.resume
    themeName = options.themeName
    theme = options.themes.wanted(options.themeName).reduced(to: fitter.depth)
    notices = options.notices
    warnings = WarningQueue(options.warnings)
    now = options.clock()
    self.size = size
    self.fitter = fitter
    self.graphics = graphics
  }

  var colorDepth: ColorDepth { fitter.depth }
  /// What the last line says, if anything.
  var shownMessage: Message? {
    message ?? shownWarning.map { Message(kind: .remark, text: $0) }
  }
  /// A warning waits while the studio says why nothing can be sent: it could lie over that.
  private var shownWarning: String? {
    guard let warning = warnings.current else { return nil }
    return place == .studio && dialogs.isEmpty && !standing.isConfigured ? nil : warning
  }
  var isUnicode: Bool { fitter.isUnicode }

  private mutating func lookUpTable() {
    tabled = desk.destination
    table = tabled.map(parameterTable)
  }

  mutating func use(theme name: String) {
    themeName = name
    theme = themes.wanted(name).reduced(to: colorDepth)
  }

  /// From now on pictures are shown in this way; the terminal may have turned out to know more
  /// colours, too.
  mutating func use(_ fitter: PictureFitter, _ status: GraphicsStatus) {
    let isDeeper = fitter.depth != self.fitter.depth
    self.fitter = fitter
    graphics = status
    if isDeeper { theme = themes.wanted(themeName).reduced(to: fitter.depth) }
  }

  /// Whether clocks on the screen go on: then the loop ticks once a second.
  var hasRunningClock: Bool { jobs.running > 0 || jobs.hasCountdown }
}

extension Themes {
  /// The theme of this name, else the standard one.
  fileprivate func wanted(_ name: String?) -> Theme { name.flatMap { named($0) } ?? standard }
}

/// The large pictures that the screen shows one of.
enum Place: Hashable, Sendable {
  case studio, history
  /// One picture on the whole screen.
  case viewer
}

/// The panes of the studio, in the order of Tab.
enum Pane: CaseIterable, Hashable, Sendable {
  case prompt, settings, jobs, preview
}

/// Why the screen ended.
public enum ExitReason: Hashable, Sendable {
  case quit
  /// The terminal is gone.
  case hangup
  case terminated(signal: Int32)
}

/// One line for the person, shown until the next key.
struct Message: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case done, remark, problem
  }

  var kind: Kind
  var text: String
}

/// What is about to be generated.
struct Desk: Sendable {
  var editor = TextEditor()
  /// The first row of the wrapped prompt that is seen.
  var firstRow = 0
  var destination: Destination?
  var parameters = Parameters()
  /// Whether the draft was put here; before, nothing may be saved over it.
  var isLoaded = false
  /// What each recall took away, to be put back by undo.
  var recalled: [Recall] = []
  /// Whether an empty prompt was refused: from then on it is marked.
  var wasRefused = false

  struct Recall: Sendable {
    /// The prompt that the recall put into the editor.
    var prompt: String
    var oldDestination: Destination?
    var oldParameters: Parameters
  }
}

/// When the draft was saved.
struct DraftKeeping: Sendable {
  var saved = Draft()
  var isAlarmSet = false
}

/// The expected price and time of what is on the desk.
struct EstimateLine: Sendable {
  struct Question: Hashable, Sendable {
    var destination: Destination
    var parameters: Parameters
  }

  var asked: Question?
  var answer: Estimate?
}

/// What was spent today.
struct Spending: Sendable {
  private var costs: [GenerationID: Cost] = [:]

  mutating func note(_ generation: Generation) {
    if generation.state == .saved || generation.state == .unknown {
      costs[generation.id] = generation.cost
    }
  }

  mutating func forget(where isOld: (GenerationID) -> Bool) {
    costs = costs.filter { !isOld($0.key) }
  }

  var amount: Double { costs.values.reduce(0) { $0 + ($1.amount ?? 0) } }
  /// Whether every cost in it was told by the service.
  var isActual: Bool { costs.values.allSatisfy { $0.basis == .actual } }
}
