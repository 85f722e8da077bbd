import StudioCore

extension StudioServer {
  /// Listens, tells where, and serves until the task is cancelled. Then it accepts nothing new,
  /// finishes what is running (for `options.finishing` at most) and returns.
  ///
  /// - Throws: `StudioError` when a port cannot be had; nothing is left listening then.
  public func run(
    onReady: @Sendable ([ListeningAddress]) async -> Void = { _ in }
  ) async throws {
    OpenFileLimit.raise(to: ports.count * options.limits.connections * 2 + 512)
    let stopping = Signal()
    let listeners = try await listen(stopping)
    await onReady(listeners.map(\.address))
    for listener in listeners { listener.onEnd { stopping.raise() } }
    await withTaskCancellationHandler {
      // Suspends, holding no thread, until somebody stops the server: serving happens elsewhere.
      await stopping.wait()
    } onCancel: {
      stopping.raise()
    }
    await stop(listeners)
  }

  private func listen(_ stopping: Signal) async throws(StudioError) -> [Listener] {
    var listeners: [Listener] = []
    do {
      for (planned, door) in ports {
        listeners += try await listen(planned, door, stopping)
      }
      return listeners
    } catch {
      stopping.raise()
      await stop(listeners)
      throw error
    }
  }

  /// On loopback the second address takes the port that the first one got.
  private func listen(
    _ planned: PlannedPort, _ door: any Door, _ stopping: Signal
  ) async throws(StudioError) -> [Listener] {
    let table = ConnectionTable(limit: options.limits.connections)
    var listeners: [Listener] = []
    for address in planned.addresses {
      let served = ServedPort(
        door: door, doorkeeper: Doorkeeper(options: options, address: address),
        crossOrigin: CrossOrigin(allowed: options.allowedOrigins),
        stopping: stopping, log: options.log)
      let channel = GuardedChannel(
        limits: options.limits, table: table, onRefusal: served.tell(of:as:)
      ) { try await served.serve($0, $1, $2) }
      let isOptional = address == "::1" && !listeners.isEmpty
      let listener = Listener(
        channel: channel, table: table, kind: planned.kind, host: address,
        port: listeners.first?.address.port ?? planned.port)
      do {
        listeners.append(try await listener.started())
      } catch {
        guard isOptional, error.isAboutAddress || planned.port == 0 else {
          await stop(listeners)
          throw error.error
        }
      }
    }
    return listeners
  }

  private func stop(_ listeners: [Listener]) async {
    let ended = Signal()
    let finishing = options.finishing
    let watch = Task {
      try? await Task.sleep(for: finishing)
      for listener in listeners { listener.cut() }
      try? await Task.sleep(for: .seconds(5))
      ended.raise()
    }
    Task {
      for listener in listeners { listener.stopAccepting() }
      for listener in listeners { await listener.end() }
      ended.raise()
    }
    // Suspends, holding no thread, until the last answer is given or `watch` has cut off the rest.
    await ended.wait()
    watch.cancel()
  }
}
