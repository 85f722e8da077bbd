import StudioCore
import TerminalScreen

/// Work that `update` asks for; `EffectRunner` does it and its result comes back as an event.
enum Effect: Hashable, Sendable {
  /// The draft and the destination to begin with.
  case loadDesk
  case loadPromptHistory
  case loadJobs
  /// Jobs that wait, and whose process is gone.
  case loadLeftJobs
  /// The newest generations, for the first preview and today's spending.
  case loadRecent(after: String)
  case watchOffers
  case estimate(GenerationRequest)
  case submit(GenerationRequest)
  case cancel(GenerationID)
  /// Sends what `loadLeftJobs` told of.
  case resume([GenerationID])
  case readHistory(HistoryRead)
  /// These drawings and no others, the most wanted first.
  case draw([DrawingRequest])
  /// Another way of showing pictures.
  case showPictures(GraphicsChoice, Transfer)
  case saveDraft(Draft)
  case wake(Alarm, after: Duration)
  /// The prompt in the user's own editor.
  case edit(String)
  case redraw
  /// Stops the program as a shell's Ctrl-Z does.
  case suspend
  /// Puts a text on the terminal's clipboard.
  case copy(String)
}

/// One stretch of the history that is wanted.
struct HistoryRead: Hashable, Sendable {
  var query: HistoryQuery
  var offset: Int
  var limit: Int
  /// Counts up whenever what was read before is out of date.
  var epoch: Int
}
