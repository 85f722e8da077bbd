/// The simulated Ollama: routes of version 0.14.3 to 0.32.5, and of those after the removal.
struct OllamaSimulator: SimulatedProvider {
  let version: String
  let shop: PaintShop
  let memory = OllamaMemory()

  init(version: String, shop: PaintShop) {
    self.version = version
    self.shop = shop
  }

  /// Image generation was removed in 0.32.6.
  var generatesImages: Bool { !isAtLeast(0, 32, 6) }

  /// Capabilities are in the list of models since 0.30.
  var listsCapabilities: Bool { isAtLeast(0, 30, 0) }

  func call(for request: SimulatedRequest) -> SimulatedCall {
    let body = try? WireJSON.parse(request.body)
    let isGeneration =
      request.method == "POST"
      && ["/v1/images/generations", "/api/generate"].contains(request.path)
    return SimulatedCall(
      service: .ollama, path: request.path, isGeneration: isGeneration,
      model: body?["model"]?.text, prompt: body?["prompt"]?.text)
  }

  func answer(to request: SimulatedRequest, fault: Fault?) async throws -> Answer {
    guard isAllowedHost(request.host) else { return Answer(status: 403, type: nil, text: "") }
    guard let route = OllamaRoute(path: request.path, generatesImages: generatesImages) else {
      return missing(request)
    }
    guard route.methods.contains(request.method) else {
      return Answer(status: 405, type: "text/plain", text: "405 method not allowed")
    }
    return try await answer(route, request, fault)
  }

  private func answer(
    _ route: OllamaRoute, _ request: SimulatedRequest, _ fault: Fault?
  ) async throws -> Answer {
    switch route {
    case .root: Answer(type: "text/plain; charset=utf-8", text: "Ollama is running")
    case .version: json(["version": .string(version)])
    case .tags: json(tags())
    case .show: show(request.body)
    case .models: json(modelList())
    case .model(let name): model(name)
    case .running: json(await running())
    case .images: try await images(request, fault)
    case .generate: try await generate(request, fault)
    }
  }

  func json(_ value: WireJSON) -> Answer {
    Answer(type: "application/json; charset=utf-8", text: value.line(.go))
  }

  /// Gin redirects a path with one slash too many to the route it knows.
  private func missing(_ request: SimulatedRequest) -> Answer {
    if request.path.hasSuffix("/") {
      let path = String(request.path.dropLast())
      if let route = OllamaRoute(path: path, generatesImages: generatesImages),
        route.methods.contains(request.method)
      {
        return Answer(
          status: request.method == "GET" ? 301 : 307, type: nil, headers: [("Location", path)],
          text: "")
      }
    }
    return Answer(status: 404, type: "text/plain", text: "404 page not found")
  }

  /// A server bound to loopback refuses names that may be a rebinding attack.
  private func isAllowedHost(_ authority: String) -> Bool {
    if authority.hasPrefix("[") { return true }
    let host = authority.split(separator: ":").first.map { $0.lowercased() } ?? ""
    if host.isEmpty || host == "localhost" { return true }
    if [".localhost", ".local", ".internal"].contains(where: host.hasSuffix) { return true }
    let numbers = host.split(separator: ".").compactMap { UInt8($0) }
    guard numbers.count == 4 else { return false }
    return numbers[0] == 127 || numbers[0] == 10 || numbers[0] == 192 && numbers[1] == 168
      || numbers[0] == 172 && (16...31).contains(numbers[1])
  }

  private func isAtLeast(_ wanted: Int...) -> Bool {
    let release = version.split(separator: "-").first ?? ""
    let numbers = release.split(separator: ".").map { Int($0) ?? 0 }
    let padded = numbers + Array(repeating: 0, count: max(0, 3 - numbers.count))
    return !padded.lexicographicallyPrecedes(wanted)
  }
}

/// The routes that are registered.
enum OllamaRoute: Equatable {
  case root, version, tags, show, models, running, images, generate
  case model(String)

  init?(path: String, generatesImages: Bool) {
    switch path {
    case "/": self = .root
    case "/api/version": self = .version
    case "/api/tags": self = .tags
    case "/api/show": self = .show
    case "/v1/models": self = .models
    case "/api/ps": self = .running
    case "/api/generate": self = .generate
    case "/v1/images/generations" where generatesImages: self = .images
    case _ where path.hasPrefix("/v1/models/") && !path.hasSuffix("/"):
      self = .model(PercentCoding.decoded(path.dropFirst("/v1/models/".count)))
    default: return nil
    }
  }

  var methods: [String] {
    switch self {
    case .root, .version, .tags: ["GET", "HEAD"]
    case .show, .images, .generate: ["POST"]
    case .models, .model, .running: ["GET"]
    }
  }
}

/// Which models are loaded, and whose turn it is: one generation a model at a time.
actor OllamaMemory {
  private var loaded: [String: WireTime] = [:]
  private var turnstiles: [String: Turnstile] = [:]

  /// Models in memory with the moment they are unloaded, the longest remaining first.
  var residents: [(name: String, until: WireTime)] {
    let now = WireTime.now().seconds
    return loaded.filter { $0.value.seconds > now }
      .sorted { ($0.value.seconds, $1.key) > ($1.value.seconds, $0.key) }
      .map { ($0.key, $0.value) }
  }

  /// Notes a use; true when the model had to be loaded first.
  func use(_ model: OllamaModel, keepAlive seconds: Int = 300) -> Bool {
    let now = WireTime.now()
    let wasLoaded = (loaded[model.name]?.seconds ?? 0) > now.seconds
    loaded[model.name] = now.adding(seconds: seconds)
    return !wasLoaded
  }

  func unload(_ model: OllamaModel) { loaded[model.name] = nil }

  func turnstile(for model: OllamaModel) -> Turnstile {
    if let known = turnstiles[model.name] { return known }
    let turnstile = Turnstile(width: 1)
    turnstiles[model.name] = turnstile
    return turnstile
  }
}
