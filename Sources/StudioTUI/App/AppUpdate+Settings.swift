import StudioCore

extension AppState {
  /// The rows of the settings pane: the destination's table, then what is set beside it.
  var settingRows: [SettingRow] {
    guard table != nil else { return [] }
    let rules = rules
    let problems = problems
    let known = rules.map { row($0.name, $0, problems) }
    let strange = desk.parameters.all.map(\.name).filter { name in
      !rules.contains { $0.name == name }
    }
    return known + strange.map { row($0, nil, problems) }
  }

  /// The destination's rules as they are for what is on the desk: several pictures at once are watched
  /// only by those who say so.
  private var rules: [ParameterRule] {
    (table?.rules ?? []).map { rule in
      var rule = rule
      if desk.parameters.count > 1 || !rule.isSupported { rule.watchedValue = nil }
      return rule
    }
  }

  /// What is set, and what is asked for besides because a person watches.
  var wishedParameters: Parameters {
    rules.reduce(into: desk.parameters) { wished, rule in
      wished[rule.name] = wished[rule.name] ?? rule.watchedValue
    }
  }

  private func row(
    _ name: ParameterName, _ rule: ParameterRule?, _ problems: [RequestProblem]
  ) -> SettingRow {
    SettingRow(
      name: name, rule: rule, value: desk.parameters[name],
      problem: problems.first { $0.field == .parameter(name) })
  }

  private var selectedSetting: SettingRow? {
    let rows = settingRows
    return rows.indices.contains(settings.selected) ? rows[settings.selected] : rows.first
  }

  mutating func performInSettings(_ command: Command) -> [Effect] {
    if settings.typing != nil { return performInTyping(command) }
    switch command {
    case .listDown: selectSetting(settings.selected + 1)
    case .listUp: selectSetting(settings.selected - 1)
    case .listFirst: selectSetting(0)
    case .listLast: selectSetting(settingRows.count - 1)
    case .settingIncrease: return stepSetting(1)
    case .settingDecrease: return stepSetting(-1)
    case .settingEdit: return editSetting("")
    case .settingReset: if let name = selectedSetting?.name { desk.parameters[name] = nil }
    case .back: goToStudio(.prompt)
    case .imageNext: return stepPreview(1)
    case .imagePrevious: return stepPreview(-1)
    case .viewerOpen: openViewer()
    default: break
    }
    return []
  }

  mutating func selectSetting(_ row: Int) {
    settings.selected = max(0, min(row, settingRows.count - 1))
  }

  private mutating func stepSetting(_ step: Int) -> [Effect] {
    guard let row = selectedSetting else { return [] }
    if let reason = row.reason { return remark("\(row.name.label): \(reason).") }
    if let rule = row.rule { desk.parameters[row.name] = rule.value(step, from: row.value) }
    return []
  }

  /// Begins to type a value; text that was typed to begin with replaces the old value.
  private mutating func editSetting(_ text: String) -> [Effect] {
    guard let row = selectedSetting else { return [] }
    if let reason = row.reason { return remark("\(row.name.label): \(reason).") }
    settings.typing = LineField(text.isEmpty ? row.value?.description ?? "" : text)
    return []
  }

  mutating func typeInSetting(_ text: String) -> [Effect] {
    guard settings.typing == nil else {
      settings.typing?.insert(text)
      return []
    }
    return editSetting(text)
  }

  private mutating func performInTyping(_ command: Command) -> [Effect] {
    switch command {
    case .listOpen: commitTyping()
    case .listDown, .focusNext:
      commitTyping()
      selectSetting(settings.selected + 1)
    case .listUp, .focusPrevious:
      commitTyping()
      selectSetting(settings.selected - 1)
    case .back: settings.typing = nil
    default: _ = settings.typing?.perform(command)
    }
    return []
  }

  private mutating func commitTyping() {
    guard let text = settings.typing?.text, let row = selectedSetting else { return }
    settings.typing = nil
    desk.parameters[row.name] = row.rule?.value(typed: text)
    let problem = settingRows.first { $0.name == row.name }?.problem
    if let problem {
      message = Message(
        kind: problem.severity == .error ? .problem : .remark, text: problem.message)
    }
  }
}
