import StudioCore
import TerminalScreen

/// The last line: what was just said, else the few keys that matter here.
struct FooterView {
  let state: AppState

  /// What was said lies over the lines above where it needs more than one; the next key takes it away.
  private static let mostRows = 4

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    if let message = state.shownMessage { return draw(message, into: &buffer, above: rect.maxRow) }
    buffer.fill(rect, style: state.theme[.statusBar])
    KeyHints(hints: HintList(state: state).hints).draw(
      into: &buffer, rect: rect.inset(rows: 0, columns: 1), theme: state.theme)
  }

  private func draw(_ message: Message, into buffer: inout CellBuffer, above end: Int) {
    let mark = Self.mark(of: message)
    let rows = Self.rows(of: message, columns: buffer.size.columns)
    let area = Rect(row: end - rows, column: 0, rows: rows, columns: buffer.size.columns)
    buffer.fill(area, style: state.theme[.statusBar])
    let inside = area.inset(rows: 0, columns: 1)
    mark.draw(into: &buffer, rect: inside, theme: state.theme)
    buffer.paragraph(
      message.text, in: inside.splitLeft(mark.columns).rest,
      style: state.theme[message.kind == .remark ? .warning : .text])
  }

  private static func mark(of message: Message) -> StyledLine {
    message.kind == .problem ? StyledLine("\(Glyphs.failed) ", .failure) : StyledLine()
  }

  /// How many rows a message takes on a screen of so many columns.
  static func rows(of message: Message, columns: Int) -> Int {
    let room = columns - 2 - mark(of: message).columns
    let lines = DisplayText(message.text, lineBreaks: .kept).wrapped(columns: room).count
    return min(max(1, lines), mostRows)
  }
}

/// Which keys matter where the person is; the most important first, help last.
struct HintList {
  let state: AppState

  var hints: [KeyHints.Hint] {
    (wanted + (state.dialogs.isEmpty ? [(.helpOpen, "help")] : [])).compactMap { command, label in
      KeyHints.Hint(
        command, DisplayText(label), keymap: state.keymap, contexts: state.contexts)
    }
  }

  private var wanted: [(Command, String)] {
    if let dialog = state.dialogs.last { return wanted(in: dialog) }
    switch state.place {
    case .history: return wantedInHistory
    case .viewer: return wantedInViewer
    case .studio: return wantedInStudio
    }
  }

  private var wantedInStudio: [(Command, String)] {
    switch state.focus {
    case .prompt where state.isEditing:
      [
        (.promptGenerate, "generate"), (.promptNewline, "new line"), (.focusNext, "next pane"),
        (.pickerOpen, "destination"), (.historyOpen, "history"),
      ]
    case .prompt:
      [
        (.focusPrompt, "write"), (.focusNext, "next pane"), (.pickerOpen, "destination"),
        (.historyOpen, "history"), (.viewerOpen, "view"), (.quit, "quit"),
      ]
    case .settings where state.settings.typing != nil: [(.listOpen, "set"), (.back, "leave it")]
    case .settings:
      [
        (.settingDecrease, "previous"), (.settingIncrease, "next"), (.settingEdit, "type"),
        (.settingReset, "default"), (.focusNext, "next pane"),
      ]
    case .jobs: wantedInJobs
    case .preview where state.preview.image == nil: wantedInCard
    case .preview:
      [
        (.viewerLeft, "previous"), (.viewerRight, "next"), (.listOpen, "full screen"),
        (.historyRecall, "recall"), (.focusNext, "next pane"),
      ]
    }
  }

  /// A generation without a picture, or nothing at all.
  private var wantedInCard: [(Command, String)] {
    guard let shown = state.preview.generation else {
      return [(.focusPrompt, "write"), (.focusNext, "next pane"), (.historyOpen, "history")]
    }
    return (shown.state.isJob ? [] : [(.jobRetry, "send again")]) + [
      (.historyRecall, "recall"), (.focusNext, "next pane"), (.historyOpen, "history"),
    ]
  }

  private var wantedInJobs: [(Command, String)] {
    guard let job = state.jobs.selection else {
      return [(.focusNext, "next pane"), (.historyOpen, "history")]
    }
    if job.state.isJob {
      let isHeld = state.jobs.isHeld(job.id)
      return (isHeld ? [(.jobRetry, "send")] : []) + [
        (.listDown, "next"), (.jobCancel, "cancel"), (.focusNext, "next pane"),
      ]
    }
    return [
      (.jobShow, job.state == .unknown ? "decide" : "show"), (.jobRetry, "send again"),
      (.jobRecall, "recall"), (.jobCancel, "off the list"), (.focusNext, "next pane"),
    ]
  }

  private var wantedInViewer: [(Command, String)] {
    if let comparison = state.viewer.comparison {
      return [
        (.viewerFlicker, comparison == .beside ? "one by one" : "the other one"),
        (.viewerCompare, comparison == .beside ? "one picture" : "side by side"),
        (.viewerZoomIn, "zoom"), (.imageNext, "next"), (.back, "one picture"),
      ]
    }
    guard state.viewer.look.scale == nil else {
      return [
        (.viewerLeft, "move"), (.viewerZoomIn, "in"), (.viewerZoomOut, "out"),
        (.viewerFit, "whole picture"), (.viewerActual, "actual pixels"), (.back, "back"),
      ]
    }
    let details: String =
      switch state.viewer.details {
      case .line: "details"
      case .panel: "picture only"
      case .none: "line below"
      }
    return [
      (.viewerLeft, "previous"), (.viewerRight, "next"), (.viewerZoomIn, "zoom"),
      (.viewerDetails, details),
      state.viewer.marked == nil ? (.viewerMark, "mark") : (.viewerCompare, "compare"),
      (.historyRecall, "recall"), (.back, "back"),
    ]
  }

  private var wantedInHistory: [(Command, String)] {
    if state.history.isFiltering { return [(.listOpen, "done"), (.back, "no filter")] }
    return wantedOfSelection + [
      (.historyGallery, state.history.isGallery ? "list" : "gallery"),
      (.listFilter, "filter"), (.historyRecall, "recall"), (.historyRecallPrompt, "prompt only"),
      (.historyCopyPath, "copy path"), (.back, "back"),
    ]
  }

  /// What is most likely done with the selected generation.
  private var wantedOfSelection: [(Command, String)] {
    if state.historyImagePath != nil { return [(.viewerOpen, "view")] }
    return state.shownGeneration?.state.isJob == false ? [(.jobRetry, "send again")] : []
  }

  private func wanted(in dialog: Dialog) -> [(Command, String)] {
    switch dialog {
    case .picker(let picker) where picker.naming != nil:
      [(.listOpen, "use this name"), (.back, "back")]
    case .picker: [(.listOpen, "choose"), (.listDown, "next"), (.back, "close")]
    case .palette: [(.listOpen, "do it"), (.listDown, "next"), (.back, "close")]
    case .prompts: [(.listOpen, "use"), (.listDown, "next"), (.back, "close")]
    case .help: [(.listDown, "down"), (.listPageDown, "page"), (.back, "close")]
    case .question: [(.listOpen, "choose"), (.listDown, "next"), (.back, "stay")]
    }
  }
}
