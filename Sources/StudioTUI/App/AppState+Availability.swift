import StudioCore

extension AppState {
  /// Whether this studio can do it at all; help and palette leave the others out.
  func isOffered(_ command: Command) -> Bool {
    switch command {
    case .jobKeep, .queuePause, .historyGallery, .historyVary, .historyFavourite, .historyTag,
      .historyTrash, .historyRestore, .historyExport, .historyOpenElsewhere, .viewerZoomIn,
      .viewerZoomOut, .viewerZoomFit, .viewerPanLeft, .viewerPanRight, .viewerPanUp,
      .viewerPanDown, .viewerCompare, .doctorOpen:
      false
    default: true
    }
  }

  /// Why a command does nothing here and now; nil where it works.
  func reasonAgainst(_ command: Command) -> String? {
    guard isOffered(command) else { return "\(command.title): not available on this screen." }
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
