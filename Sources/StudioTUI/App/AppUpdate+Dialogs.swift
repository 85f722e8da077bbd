import TerminalScreen
import StudioCore

extension AppState {
  mutating func replaceTop(_ dialog: Dialog) {
    guard !dialogs.isEmpty else { return }
    dialogs[dialogs.count - 1] = dialog
  }

  /// Does a command while a dialog has the keys. Esc closes it, and so does the key that opened it.
  mutating func performInDialog(_ command: Command) -> [Effect] {
    guard let dialog = dialogs.last else { return [] }
    if command == .back, !dialog.isTypingName { return close() }
    switch (dialog, command) {
    case (_, .redraw): return [.redraw]
    case (_, .themeNext), (_, .themePrevious): return perform(command)
    case (.picker, .pickerOpen), (.palette, .paletteOpen), (.prompts, .promptHistory),
      (.help, .helpOpen):
      return close()
    case (.question, .quit): return []
    case (_, .quit): return close() + perform(.quit)
    case (.picker(let picker), _): return performInPicker(picker, command)
    case (.palette(let list), _): return performInPalette(list, command)
    case (.prompts(let list), _): return performInPrompts(list, command)
    case (.help(let row), _): scrollHelp(from: row, command)
    case (.question(let question), _): return performInQuestion(question, command)
    }
    return []
  }

  private mutating func close() -> [Effect] {
    dialogs.removeLast()
    return []
  }

  mutating func typeInDialog(_ text: String) -> [Effect] {
    switch dialogs.last {
    case .picker(let picker): typeInPicker(picker, text)
    case .palette(let list): replaceTop(.palette(list.typed(text)))
    case .prompts(let list): replaceTop(.prompts(list.typed(text)))
    case .help, .question, nil: break
    }
    return []
  }

  // MARK: Palette and prompt history

  /// The commands that the palette's filter admits.
  func commands(for list: FilterList) -> [Command] {
    Command.allCases.filter {
      $0.isInPalette && list.admits("\($0.title) \($0.name)")
    }
  }

  /// The earlier prompts that the filter admits.
  func prompts(for list: FilterList) -> [String] { promptHistory.filter { list.admits($0) } }

  private mutating func performInPalette(_ list: FilterList, _ command: Command) -> [Effect] {
    let rows = commands(for: list)
    guard command == .listOpen else {
      replaceTop(.palette(list.performed(command, count: rows.count)))
      return []
    }
    guard rows.indices.contains(list.selected) else { return [] }
    dialogs.removeLast()
    let chosen = rows[list.selected]
    if let reason = reasonAgainst(chosen) { return remark(reason) }
    return perform(chosen)
  }

  private mutating func performInPrompts(_ list: FilterList, _ command: Command) -> [Effect] {
    let rows = prompts(for: list)
    guard command == .listOpen else {
      replaceTop(.prompts(list.performed(command, count: rows.count)))
      return []
    }
    guard rows.indices.contains(list.selected) else { return [] }
    dialogs.removeLast()
    desk.editor.replaceAll(with: rows[list.selected])
    goToStudio(.prompt)
    return []
  }

  // MARK: Help and questions

  private mutating func scrollHelp(from row: Int, _ command: Command) {
    let page = max(1, layout.helpBody.rows - 1)
    let last = max(0, HelpPage(self).lines.count - layout.helpBody.rows)
    let target =
      switch command {
      case .listDown: row + 1
      case .listUp: row - 1
      case .listPageDown: row + page
      case .listPageUp: row - page
      case .listFirst: 0
      case .listLast: last
      default: row
      }
    replaceTop(.help(firstRow: max(0, min(target, last))))
  }

  mutating func ask(_ subject: Question.Subject) {
    dialogs.append(.question(Question(subject: subject)))
  }

  private mutating func performInQuestion(_ question: Question, _ command: Command) -> [Effect] {
    var question = question
    let choices = text(of: question).choices
    let selected = min(question.selected, choices.count - 1)
    switch command {
    case .listDown: question.selected = (selected + 1) % choices.count
    case .listUp: question.selected = (selected + choices.count - 1) % choices.count
    case .listOpen:
      dialogs.removeLast()
      return act(choices[selected].action)
    default: break
    }
    replaceTop(.question(question))
    return []
  }

  private mutating func act(_ action: Question.Action) -> [Effect] {
    switch action {
    case .stay: break
    case .quit: exit = .quit
    case .cancel(let id): return [.cancel(id)]
    case .dismiss(let id): jobs.dismiss(id)
    case .resume(let ids): return sendHeld(ids)
    case .cancelAll(let ids): return ids.map { .cancel($0) }
    case .sendAgain(let generation): return sendAgain(generation)
    }
    return []
  }
}

extension Dialog {
  /// Whether Esc ends the typing of a name and not the dialog.
  fileprivate var isTypingName: Bool {
    if case .picker(let picker) = self { picker.naming != nil } else { false }
  }
}

extension FilterList {
  fileprivate func typed(_ text: String) -> FilterList {
    var list = self
    list.filter.insert(text)
    list.selected = 0
    return list
  }

  fileprivate func performed(_ command: Command, count: Int) -> FilterList {
    var list = self
    switch command {
    case .listDown: list.move(by: 1, count: count)
    case .listUp: list.move(by: -1, count: count)
    case .listPageDown: list.move(by: 10, count: count)
    case .listPageUp: list.move(by: -10, count: count)
    default: if list.filter.perform(command) { list.selected = 0 }
    }
    return list
  }
}
