import StudioCore

/// What an event of the studio means for who watches resources.
struct ResourceNews: Sendable {
  /// Other pictures are listed than before.
  private let isListChanged: Bool
  /// nil: any resource may have changed.
  private let generation: GenerationID?

  init?(_ event: StudioEvent) {
    switch event {
    case .changed(let generation):
      isListChanged = !generation.state.isJob
      self.generation = generation.id
    case .historyChanged:
      isListChanged = true
      generation = nil
    case .progress: return nil
    }
  }

  /// The messages for a watcher of the list, of `uris`, or of both.
  func messages(list: Bool, uris: Set<String>, meta: JSONObject? = nil) -> [JSONValue] {
    var messages: [JSONValue] = []
    if list, isListChanged {
      messages.append(
        MCPMessage.notification(
          "notifications/resources/list_changed", meta.map { ["_meta": .object($0)] }))
    }
    for uri in uris.filter(concerns).sorted() {
      var params: JSONObject = ["uri": .string(uri)]
      params["_meta"] = meta.map { .object($0) }
      messages.append(MCPMessage.notification("notifications/resources/updated", params))
    }
    return messages
  }

  /// Picture files never change; records and the history do.
  private func concerns(_ uri: String) -> Bool {
    switch StudioURI(uri) {
    case .history: true
    case .generation(let id): generation == nil || generation == id
    case .image, nil: false
    }
  }
}
