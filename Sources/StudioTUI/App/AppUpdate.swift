import StudioCore
import TerminalScreen

extension AppState {
  /// What to ask for when the program starts, after the first frame.
  mutating func begin() -> [Effect] {
    [
      .loadDesk, .loadJobs, .loadLeftJobs, .loadPromptHistory,
      .loadRecent(after: localTime.queryDay(of: now)),
    ]
  }

  /// Whether an event can change what is on the screen. Progress comes ten times a second a job, and
  /// mostly says what cannot be seen.
  func isSeen(_ event: AppEvent) -> Bool {
    guard case .studio(.progress(let progress)) = event else { return true }
    return jobs.isSeen(
      progress, withAmount: place == .studio || shownGeneration?.id == progress.id)
  }

  /// Takes one event; what has to be done about it comes back as effects. No I/O, no waiting.
  mutating func update(_ event: AppEvent) -> [Effect] {
    switch event {
    case .input(let input): take(input) + complainOfLength()
    case .studio(let event): take(event)
    case .result(let result): take(result)
    case .tick: []
    case .alarm(.saveDraft): saveDraftNow()
    case .alarm(.drawing): drawingMomentPassed()
    case .graphics(let fitter, let status): take(fitter, status)
    }
  }

  /// Says that something was too long for the prompt, which has stayed as it was.
  mutating func complainOfLength() -> [Effect] {
    guard let length = desk.editor.takeRefusal() else { return [] }
    message = Message(
      kind: .problem,
      text: "Not taken: a prompt holds \(Format.count(TextEditor.longest)) bytes, and this would "
        + "make \(Format.count(length)).")
    return []
  }

  private mutating func take(_ input: InputEvent) -> [Effect] {
    switch input {
    case .key(let chord): return press(chord)
    case .paste(let text): return paste(text)
    case .mouse(let event): return take(event)
    case .resize(let size): self.size = size
    case .hangup: exit = .hangup
    case .terminate(let signal): exit = .terminated(signal: signal)
    case .focus(let hasFocus): return hasFocus ? [] : saveDraftNow()
    case .reply, .resumed: break
    }
    return []
  }

  /// A key: the top dialog first, then a focused text field, then the keymap.
  private mutating func press(_ chord: KeyChord) -> [Effect] {
    let command = keymap.command(for: chord, in: contexts)
    // Typing goes on below a warning; what is said in front of it does not use it up.
    if message == nil, shownMessage != nil, command != nil { warnings.pass() }
    message = nil
    if let command {
      if let reason = reasonAgainst(command) { return remark(reason) }
      return dialogs.isEmpty ? perform(command) : performInDialog(command)
    }
    if chord.modifiers.isEmpty, case .character(let scalar) = chord.key {
      return type(String(Character(scalar)))
    }
    return []
  }

  private mutating func paste(_ text: String) -> [Effect] {
    message = nil
    if dialogs.isEmpty, place == .studio, focus == .prompt {
      isEditing = true
      desk.editor.paste(text)
      return []
    }
    return type(text)
  }

  /// Where keys are looked up, the innermost context first.
  var contexts: [KeyContext] {
    if let dialog = dialogs.last { return contexts(in: dialog) }
    switch place {
    case .history:
      return history.isFiltering ? [.field, .dialog, .global] : [.history, .list, .global]
    case .viewer: return [.viewer, .global]
    case .studio: break
    }
    switch focus {
    case .prompt: return isEditing ? [.editor, .global] : [.global]
    case .settings:
      return settings.typing == nil ? [.settings, .global] : [.field, .dialog, .global]
    case .jobs: return [.jobs, .list, .global]
    case .preview: return [.viewer, .list, .global]
    }
  }

  private func contexts(in dialog: Dialog) -> [KeyContext] {
    switch dialog {
    case .picker, .palette, .prompts: [.field, .dialog, .global]
    case .help: [.help, .global]
    case .question: [.dialog, .global]
    }
  }

  /// Does a command where no dialog is open.
  mutating func perform(_ command: Command) -> [Effect] {
    if let effects = performAnywhere(command) { return effects }
    switch place {
    case .history: return performInHistory(command)
    case .viewer: return performInViewer(command)
    case .studio: break
    }
    switch focus {
    case .prompt: return performInPrompt(command)
    case .settings: return performInSettings(command)
    case .jobs: return performInJobs(command)
    case .preview: return performInPreview(command)
    }
  }

  /// Commands that mean the same everywhere; nil for others.
  private mutating func performAnywhere(_ command: Command) -> [Effect]? {
    switch command {
    case .promptGenerate where place == .studio: return generate()
    case .promptUndo: return undo()
    case .promptEditor: return [.edit(desk.editor.text)]
    case .promptHistory: dialogs.append(.prompts(FilterList()))
    case .focusPrompt: goToStudio(.prompt)
    case .focusSettings: goToStudio(.settings)
    case .focusJobs: goToStudio(.jobs)
    case .jobRetry: return retry()
    case .historyRecall: recallShown(prompt: true, settings: true)
    case .historyRecallPrompt: recallShown(prompt: true, settings: false)
    case .historyRecallSettings: recallShown(prompt: false, settings: true)
    case .focusNext where place == .studio: moveFocus(by: 1)
    case .focusPrevious where place == .studio: moveFocus(by: -1)
    case .helpOpen: dialogs.append(.help(firstRow: 0))
    case .paletteOpen: dialogs.append(.palette(FilterList()))
    case .pickerOpen: return openPicker()
    case .historyOpen: return toggleHistory()
    case .themeNext: changeTheme(by: 1)
    case .themePrevious: changeTheme(by: -1)
    case .viewerMark: return markPicture()
    case .viewerCompare, .viewerFlicker: return compare(command)
    case .graphicsNext: return [.showPictures(graphics.nextChoice, graphics.transfer)]
    case .graphicsTransfer: return [.showPictures(graphics.choice, graphics.transfer.next)]
    case .redraw: return [.redraw]
    case .suspend: return saveDraftNow() + [.suspend]
    case .quit: return quit()
    default: return nil
    }
    return []
  }

  /// Typed text, wherever it belongs now.
  mutating func type(_ text: String) -> [Effect] {
    if !dialogs.isEmpty { return typeInDialog(text) }
    if place == .history, history.isFiltering { return typeInFilter(text) }
    guard place == .studio else { return [] }
    if focus == .settings { return typeInSetting(text) }
    if focus == .prompt, isEditing { desk.editor.insert(text) }
    return []
  }

  mutating func goToStudio(_ pane: Pane) {
    place = .studio
    focus = pane
    settings.typing = nil
    isEditing = pane == .prompt
    if pane == .jobs { matchJobsAndPreview() }
  }

  private mutating func moveFocus(by step: Int) {
    let panes = Pane.allCases
    let index = panes.firstIndex(of: focus) ?? 0
    goToStudio(panes[(index + step + panes.count) % panes.count])
  }

  private mutating func changeTheme(by step: Int) {
    use(theme: themes.theme(after: themeName ?? themes.standard.name, by: step).name)
    tell("Theme: \(theme.name)")
  }

  /// Quits, after asking if something is not finished.
  private mutating func quit() -> [Effect] {
    if unfinished > 0 { ask(.quit) } else { exit = .quit }
    return []
  }
}

extension AppState {
  mutating func tell(_ text: String) { message = Message(kind: .done, text: text) }

  mutating func remark(_ text: String) -> [Effect] {
    message = Message(kind: .remark, text: text)
    return []
  }

  mutating func complain(_ error: StudioError) {
    message = Message(
      kind: .problem,
      text: ([error.message] + [error.hint].compactMap { $0 }).joined(separator: " "))
  }
}
