import StudioCore

// News of resources: subscriptions of a legacy session, streams of the modern era.
extension MCPCore {
  private static let mostURIs = 256

  func subscribe(_ params: JSONObject, _ context: MCPContext) throws(MCPError) -> JSONObject {
    try context.session?.subscribe(to: Self.uri(in: params, context))
    return JSONObject()
  }

  func unsubscribe(_ params: JSONObject, _ context: MCPContext) throws(MCPError) -> JSONObject {
    try context.session?.unsubscribe(from: Self.uri(in: params, context))
    return JSONObject()
  }

  private static func uri(
    in params: JSONObject, _ context: MCPContext
  ) throws(MCPError) -> String {
    guard case .string(let uri)? = params["uri"] else {
      throw .invalidParams("uri must be the address of a resource.")
    }
    guard StudioURI(uri) != nil else { throw .noResource(uri, in: context.revision) }
    return uri
  }

  /// Sends a legacy session what it watches, until the stream of news is cancelled.
  func tellNews(to session: MCPSession, _ send: @Sendable (JSONValue) -> Void) async {
    for await event in studio.events() {
      let news = ResourceNews(event)
      for message in news?.messages(list: true, uris: session.subscriptions) ?? [] {
        send(message)
      }
    }
  }

  /// Answers `subscriptions/listen`: first with what is honoured, then with news, and with a result
  /// only when the server stops.
  func listen(_ request: MCPRequest, _ context: MCPContext) async throws -> JSONObject {
    let wish = try Self.wish(request.params)
    let meta: JSONObject = [MetaName.subscription: request.id.value]
    let (events, feed) = AsyncStream.makeStream(
      of: StudioEvent.self, bufferingPolicy: .bufferingNewest(1024))
    guard let place = streams.enter() else { throw MCPError.broken("Too many streams are open.") }
    defer { withExtendedLifetime(place) {} }
    let stop = context.stopping.onRaise { feed.finish() }
    defer { context.stopping.forget(stop) }
    let source = studio.events()
    let pump = Task { for await event in source { feed.yield(event) } }
    defer { pump.cancel() }
    context.notify(
      MCPMessage.notification(
        "notifications/subscriptions/acknowledged",
        ["_meta": .object(meta), "notifications": .object(wish.honoured)]))
    for await event in events {
      let messages = ResourceNews(event)?.messages(list: wish.list, uris: wish.uris, meta: meta)
      for message in messages ?? [] { context.notify(message) }
    }
    try Task.checkCancellation()
    return ["_meta": .object(meta)]
  }

  private struct Wish {
    var list = false
    var uris: Set<String> = []

    /// As much of what was wished for as is served.
    var honoured: JSONObject {
      var honoured = JSONObject()
      if list { honoured["resourcesListChanged"] = true }
      if !uris.isEmpty {
        honoured["resourceSubscriptions"] = .array(uris.sorted().map { .string($0) })
      }
      return honoured
    }
  }

  private static func wish(_ params: JSONObject) throws(MCPError) -> Wish {
    guard let filter = params["notifications"]?.object else {
      throw .invalidParams("notifications must be an object that says what to tell.")
    }
    for name in ["resourcesListChanged", "toolsListChanged", "promptsListChanged"] {
      guard filter[name] == nil || filter[name]?.bool != nil else {
        throw .invalidParams("\(name) must be true or false.")
      }
    }
    var wish = Wish(list: filter["resourcesListChanged"]?.bool ?? false)
    if let uris = filter["resourceSubscriptions"] {
      guard case .array(let uris) = uris, uris.count <= mostURIs else {
        throw .invalidParams("resourceSubscriptions must be a list of at most \(mostURIs).")
      }
      for uri in uris {
        guard case .string(let text) = uri else {
          throw .invalidParams("resourceSubscriptions must be a list of addresses.")
        }
        if StudioURI(text) != nil { wish.uris.insert(text) }
      }
    }
    return wish
  }
}
