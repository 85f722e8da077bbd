import StudioCore

extension AppState {
  /// Why a command does nothing here and now; nil where it works.
  func reasonAgainst(_ command: Command) -> String? {
    switch command {
    case .historyRecall, .historyRecallPrompt, .historyRecallSettings:
      return shownGeneration == nil
        ? "There is nothing to recall here: choose a picture (F3)." : nil
    case .jobRetry:
      guard let shownGeneration else { return "There is nothing to send again here." }
      return shownGeneration.state.isJob && !jobs.isHeld(shownGeneration.id)
        ? "It is still being made." : nil
    case .jobShow, .jobCancel, .jobRecall:
      return jobs.selection == nil ? "There are no jobs." : nil
    case .historyGallery: return place == .history ? nil : "Only the history has a gallery (F3)."
    case .listFilter: return place == .history ? nil : "Only the history has a filter (F3)."
    case .viewerCompare, .viewerFlicker: return reasonAgainstComparing
    default: return nil
    }
  }

  /// The generation that commands are about here.
  var shownGeneration: Generation? {
    switch place {
    case .studio: focus == .jobs ? jobs.selection : preview.generation
    case .history: history.window.selection
    case .viewer: viewedPicture?.generation
    }
  }
}
