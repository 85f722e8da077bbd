import StudioCore

extension AppState {
  /// Why a command does nothing here and now; nil where it works.
  func reasonAgainst(_ command: Command) -> String? {
    switch command {
    case .historyRecall, .historyRecallPrompt, .historyRecallSettings:
      return recallSource == nil ? "There is nothing to recall here: choose a picture (F3)." : nil
    case .jobShow, .jobCancel, .jobRetry, .jobRecall:
      return jobs.selection == nil ? "There are no jobs." : nil
    case .listFilter: return place == .history ? nil : "Only the history has a filter (F3)."
    default: return nil
    }
  }

  private var recallSource: Generation? {
    switch place {
    case .studio: preview.generation
    case .history: history.window.selection
    case .viewer: viewedGeneration
    }
  }
}
