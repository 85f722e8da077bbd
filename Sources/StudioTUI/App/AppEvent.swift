import StudioCore
import TerminalScreen

/// Everything that can happen to the screen, in one queue: what a person did, what the studio
/// told, what an effect brought back, and time.
enum AppEvent: Sendable {
  case input(InputEvent)
  case studio(StudioEvent)
  /// A second has passed while a job runs.
  case tick
  case alarm(Alarm)
  /// Pictures are shown in another way from now on.
  case graphics(PictureFitter, GraphicsStatus)
  case result(EffectResult)
}

/// What a timer was set for.
enum Alarm: Hashable, Sendable {
  case saveDraft
  /// The selection stood still for a moment, or its drawing takes long.
  case drawing
}

/// What an effect brings back.
enum EffectResult: Sendable {
  case desk(Draft, Destination)
  case promptHistory([String])
  case jobs(Result<[Generation], StudioError>)
  case leftJobs(Result<LeftJobs, StudioError>)
  /// What came of taking these on.
  case resumed([GenerationID], Result<Resumption, StudioError>)
  /// The newest picture there is, today's spending, and outcomes that are still open.
  case recent(HistoryPage)
  case offers([Offer])
  case offersEnded
  case estimate(Estimate, for: GenerationRequest)
  case submitted(GenerationRequest, Result<[Generation], StudioError>)
  case cancelled(GenerationID, Result<Void, StudioError>)
  case history(HistoryRead, Result<HistoryPage, StudioError>)
  case drawing(DrawingRequest, DrawingState)
  case edited(Result<String, EditorFailure>)
}
