import TerminalScreen
import StudioCore

extension AppState {
  mutating func performInPrompt(_ command: Command) -> [Effect] {
    switch command {
    case .leaveEditor: isEditing = false
    case .back: break
    case .imageNext: return stepPreview(1)
    case .imagePrevious: return stepPreview(-1)
    case .viewerOpen: openViewer()
    default: _ = desk.editor.perform(command)
    }
    return []
  }

  /// The request that is on the desk.
  func request(id: String = "") -> GenerationRequest? {
    desk.destination.map {
      GenerationRequest(
        requestID: id, prompt: desk.editor.text, destination: $0,
        parameters: wishedParameters)
    }
  }

  private static let chooseFirst = "Choose first who makes the picture; your prompt waits."

  /// What should be known about the request on the desk. What is merely not there yet is no problem
  /// before somebody tried to generate.
  var problems: [RequestProblem] {
    guard let request = request(), let table else { return [] }
    return RequestValidation.problems(in: request, table: table)
      .filter { desk.wasRefused || !isMerelyMissing($0.field, in: request) }
      + [standing.problem(of: request.destination, pickerKey: pickerKey)].compactMap(\.self)
  }

  private var pickerKey: String {
    keymap.chords(for: .pickerOpen, in: [.global]).first?.description ?? "The picker"
  }

  private func isMerelyMissing(
    _ field: RequestProblem.Field, in request: GenerationRequest
  ) -> Bool {
    switch field {
    case .prompt: request.prompt.isEmpty
    case .destination: !request.destination.isComplete
    case .parameter: false
    }
  }

  /// Submits what is on the desk, unless it is known to be refused.
  mutating func generate() -> [Effect] {
    guard let request = request(id: nextRequestID()) else {
      return remark("The studio is still being opened.")
    }
    if submitting.contains(where: { $0.isSameWish(as: request) }) {
      return remark("This is being submitted already.")
    }
    guard request.destination.isComplete else { return openPicker() + remark(Self.chooseFirst) }
    desk.wasRefused = true
    guard let problem = problems.first(where: { $0.severity == .error }) else {
      desk.wasRefused = false
      return submit(request)
    }
    show(problem)
    return []
  }

  mutating func submit(_ request: GenerationRequest) -> [Effect] {
    submitting.append(request)
    preview.follow()
    promptHistory.removeAll { $0 == request.prompt }
    promptHistory.insert(request.prompt, at: 0)
    return [.submit(request)] + saveDraftNow()
  }

  /// No other request has it, in this run or another.
  mutating func nextRequestID() -> String {
    requestCount += 1
    return "\(requestPrefix)-\(requestCount)"
  }

  private mutating func show(_ problem: RequestProblem) {
    message = Message(kind: .problem, text: problem.message)
    switch problem.field {
    case .prompt, .destination: goToStudio(.prompt)
    case .parameter(let name):
      goToStudio(.settings)
      settings.selected = settingRows.firstIndex { $0.name == name } ?? 0
    }
  }

  /// Recalls what is shown, wherever that is.
  mutating func recallShown(prompt: Bool, settings: Bool) {
    if let shown = shownGeneration { recall(shown, prompt: prompt, settings: settings) }
  }

  /// Puts a generation's prompt, and if wanted all of its wish, on the desk. Undo brings back what
  /// was there.
  mutating func recall(_ generation: Generation, prompt: Bool, settings: Bool) {
    let request = generation.request
    if settings {
      desk.recalled.append(
        .init(
          prompt: prompt ? request.prompt : desk.editor.text, oldDestination: desk.destination,
          oldParameters: desk.parameters))
      desk.destination = request.destination
      desk.parameters = request.parameters
    }
    if prompt { desk.editor.replaceAll(with: request.prompt) }
    goToStudio(.prompt)
    let what = prompt ? (settings ? "Everything" : "The prompt") : "The settings"
    tell("\(what) recalled. \(undoKey) brings back what was here.")
  }

  private var undoKey: String {
    keymap.chords(for: .promptUndo, in: [.editor, .global]).first?.description ?? "Undo"
  }

  /// Takes back the last change of the prompt, and with it what a recall did to the rest.
  mutating func undo() -> [Effect] {
    goToStudio(.prompt)
    if let recall = desk.recalled.last, recall.prompt == desk.editor.text {
      desk.recalled.removeLast()
      desk.destination = recall.oldDestination
      desk.parameters = recall.oldParameters
    }
    _ = desk.editor.perform(.promptUndo)
    return []
  }

  // MARK: The draft

  var draft: Draft {
    let text = desk.editor.text
    let before = text.utf8.prefix(desk.editor.cursor)
    return Draft(
      prompt: text, cursor: String(before)?.count ?? text.count, destination: desk.destination,
      parameters: desk.parameters, theme: themeName)
  }

  /// Saves the draft if it changed; at once.
  mutating func saveDraftNow() -> [Effect] {
    draftKeeping.isAlarmSet = false
    guard desk.isLoaded, draft != draftKeeping.saved else { return [] }
    draftKeeping.saved = draft
    return [.saveDraft(draft)]
  }

  /// Puts the draft of the last time on the desk. What was typed before it came stays.
  mutating func open(_ draft: Draft, standard: Destination) {
    guard !desk.isLoaded else { return }
    let typed = desk.editor.text
    if !draft.prompt.isEmpty {
      desk.editor = TextEditor(draft.prompt)
      desk.editor.moveCursor(toOffset: String(draft.prompt.prefix(draft.cursor)).utf8.count)
      desk.editor.insert(typed)
    }
    desk.destination = desk.destination ?? draft.destination ?? standard
    desk.parameters = draft.parameters
    if themeName == nil, let name = draft.theme { use(theme: name) }
    desk.isLoaded = true
    draftKeeping.saved = self.draft
  }
}

extension GenerationRequest {
  /// Whether two requests ask for the same thing.
  fileprivate func isSameWish(as other: GenerationRequest) -> Bool {
    prompt == other.prompt && destination == other.destination && parameters == other.parameters
  }
}
