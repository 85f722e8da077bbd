/// A named user intention: keys, palette, help and configuration files all name these and no others.
///
/// The raw value is the name in a keymap file; it never changes meaning between versions.
public enum Command: String, CaseIterable, Sendable {
  // Prompt
  case promptGenerate = "prompt.generate"
  case promptNewline = "prompt.newline"
  case promptUndo = "prompt.undo"
  case promptRedo = "prompt.redo"
  case promptClear = "prompt.clear"
  case promptHistory = "prompt.history"
  case promptEditor = "prompt.external-editor"
  case focusPrompt = "focus.prompt"
  case leaveEditor = "prompt.leave"

  // Text
  case textLeft = "text.left"
  case textRight = "text.right"
  case textWordLeft = "text.word-left"
  case textWordRight = "text.word-right"
  case textLineStart = "text.line-start"
  case textLineEnd = "text.line-end"
  case textUp = "text.up"
  case textDown = "text.down"
  case textStart = "text.start"
  case textEnd = "text.end"
  case textDeleteBack = "text.delete-back"
  case textDeleteForward = "text.delete-forward"
  case textDeleteWordBack = "text.delete-word-back"
  case textDeleteWordForward = "text.delete-word-forward"
  case textDeleteToLineStart = "text.delete-to-line-start"
  case textDeleteToLineEnd = "text.delete-to-line-end"
  case textYank = "text.yank"
  case textTranspose = "text.transpose"

  // Settings
  case focusSettings = "focus.settings"
  case settingIncrease = "setting.increase"
  case settingDecrease = "setting.decrease"
  case settingEdit = "setting.edit"
  case settingReset = "setting.reset"

  // Lists
  case listDown = "list.down"
  case listUp = "list.up"
  case listPageDown = "list.page-down"
  case listPageUp = "list.page-up"
  case listFirst = "list.first"
  case listLast = "list.last"
  case listFilter = "list.filter"
  case listOpen = "list.open"

  // Jobs
  case focusJobs = "focus.jobs"
  case jobShow = "job.show"
  case jobCancel = "job.cancel"
  case jobRetry = "job.retry"
  case jobRecall = "job.recall"

  // History
  case historyOpen = "history.open"
  case historyGallery = "history.gallery"
  case historyRecall = "history.recall"
  case historyRecallPrompt = "history.recall-prompt"
  case historyRecallSettings = "history.recall-settings"
  case historyCopyPath = "history.copy-path"

  // View
  case imageNext = "image.next"
  case imagePrevious = "image.previous"
  case viewerOpen = "viewer.open"
  case viewerDetails = "viewer.details"
  case viewerZoomIn = "viewer.zoom-in"
  case viewerZoomOut = "viewer.zoom-out"
  case viewerFit = "viewer.fit"
  case viewerActual = "viewer.actual-pixels"
  case viewerLeft = "viewer.left"
  case viewerRight = "viewer.right"
  case viewerUp = "viewer.up"
  case viewerDown = "viewer.down"
  case viewerMark = "viewer.mark"
  case viewerCompare = "viewer.compare"
  case viewerFlicker = "viewer.flicker"
  case graphicsNext = "graphics.next"
  case graphicsTransfer = "graphics.transfer"

  // Studio
  case focusNext = "focus.next"
  case focusPrevious = "focus.previous"
  case pickerOpen = "picker.open"
  case paletteOpen = "palette.open"
  case helpOpen = "help.open"
  case themeNext = "theme.next"
  case themePrevious = "theme.previous"
  case back = "view.back"
  case redraw = "screen.redraw"
  case suspend = "screen.suspend"
  case quit = "studio.quit"

  /// The name in keymap files.
  public var name: String { rawValue }

  /// What it does, as a short order: `Choose the destination`.
  public var title: String { wording.title }

  /// What it does, as one sentence.
  public var summary: String { wording.summary }

  /// Where help lists it.
  public var group: CommandGroup { wording.group }

  /// Whether the palette offers it; moving about in text and lists makes sense by key only.
  public var isInPalette: Bool {
    let moves: [Command] = [.back, .viewerLeft, .viewerRight, .viewerUp, .viewerDown]
    return group != .text && group != .lists && !moves.contains(self)
  }
}
