import StudioCore

extension AppState {
  mutating func openPicker() -> [Effect] {
    var picker = Picker()
    // An incomplete one is the row where a name is typed: better the first that is ready.
    picker.selected = desk.destination?.isComplete == true ? desk.destination : nil
    dialogs.append(.picker(picker))
    return askOffers()
  }

  mutating func take(_ offers: [Offer]) { self.offers = offers }

  /// The destinations that the picker's filter admits.
  func offers(for picker: Picker) -> [Offer] {
    offers.filter {
      picker.list.admits(($0.destination.path + [$0.note ?? ""]).joined(separator: " "))
    }
  }

  /// The place of the picker's selection among the rows.
  func selectedRow(of picker: Picker) -> Int {
    let rows = offers(for: picker)
    return rows.firstIndex { $0.destination == picker.selected }
      ?? rows.firstIndex { $0.isUsable } ?? 0
  }

  mutating func performInPicker(_ picker: Picker, _ command: Command) -> [Effect] {
    var picker = picker
    if picker.naming != nil { return name(picker, command) }
    switch command {
    case .listDown: move(&picker, by: 1)
    case .listUp: move(&picker, by: -1)
    case .listPageDown: move(&picker, by: 10)
    case .listPageUp: move(&picker, by: -10)
    case .listOpen: return choose(picker)
    default: _ = picker.list.filter.perform(command)
    }
    replaceTop(.picker(picker))
    return []
  }

  mutating func typeInPicker(_ picker: Picker, _ text: String) {
    var picker = picker
    if picker.naming != nil { picker.naming?.insert(text) } else { picker.list.filter.insert(text) }
    replaceTop(.picker(picker))
  }

  private func move(_ picker: inout Picker, by step: Int) {
    let rows = offers(for: picker)
    guard !rows.isEmpty else { return }
    let row = max(0, min(rows.count - 1, selectedRow(of: picker) + step))
    picker.selected = rows[row].destination
  }

  /// Takes the selected destination, or lets its missing name be typed.
  private mutating func choose(_ picker: Picker) -> [Effect] {
    let rows = offers(for: picker)
    let row = selectedRow(of: picker)
    guard rows.indices.contains(row) else { return remark("No destination matches the filter.") }
    let offer = rows[row]
    if case .unavailable(let reason, let hint) = offer.readiness {
      return remark(([reason] + [hint].compactMap { $0 }).map(\.asSentence).joined(separator: " "))
    }
    guard offer.destination.isComplete else {
      var picker = picker
      picker.selected = offer.destination
      picker.naming = LineField()
      replaceTop(.picker(picker))
      return []
    }
    return pick(offer.destination)
  }

  private mutating func name(_ picker: Picker, _ command: Command) -> [Effect] {
    var picker = picker
    switch command {
    case .back:
      picker.naming = nil
      replaceTop(.picker(picker))
    case .listOpen:
      let name = (picker.naming?.text ?? "").trimmed
      guard !name.isEmpty, let place = picker.selected else {
        return remark("Type the name, then Enter; Esc goes back.")
      }
      return pick(place.named(name))
    default:
      _ = picker.naming?.perform(command)
      replaceTop(.picker(picker))
    }
    return []
  }

  private mutating func pick(_ destination: Destination) -> [Effect] {
    desk.destination = destination
    settings = SettingsPane()
    dialogs.removeLast()
    tell("Destination: \(destination.path.joined(separator: " › "))")
    return []
  }
}

extension Destination {
  /// The same place with the name that was typed: Azure calls it a deployment.
  fileprivate func named(_ name: String) -> Destination {
    var named = self
    if resource != nil { named.deployment = name } else { named.model = name }
    return named
  }
}

extension String {
  /// Without spaces at the ends.
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// With a capital letter in front and a full stop behind.
  var asSentence: String {
    guard let first, let last else { return self }
    return first.uppercased() + dropFirst() + (".!?:".contains(last) ? "" : ".")
  }
}
