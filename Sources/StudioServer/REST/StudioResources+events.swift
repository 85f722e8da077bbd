import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import StudioCore

extension StudioResources {
  /// Events of the studio as server-sent events, until the caller leaves or the server stops.
  func events(_ routed: RoutedRequest) throws -> Response {
    let fields: HTTPFields = [.contentType: "text/event-stream"]
    guard routed.request.method != .head else { return Response(status: .ok, headers: fields) }
    // Held by the body: an answer that is never begun leaves too.
    guard let place = listeners.enter() else {
      throw DoorError(
        429, "too_many_listeners", "Too many listen to events already.",
        headers: [("Retry-After", "10")])
    }
    // From now on: who has the answer's head may act upon it, and must hear what comes of that.
    let events = studio.events()
    return Response(
      status: .ok, headers: fields,
      body: ResponseBody { writer in
        defer { withExtendedLifetime(place) {} }
        try await routed.context.whileCallerWaits {
          try await writer.write(ByteBuffer(string: ": welcome\n\n"))
          for await text in EventText.stream(events, until: routed.context.stopping) {
            try await writer.write(ByteBuffer(string: text))
          }
        }
        try await writer.finish(nil)
      })
  }
}

/// Studio events as texts of an event stream.
enum EventText {
  private static let silence: Duration = .seconds(15)
  /// A reader that is slower than this many events is told to read the history anew.
  private static let most = 256

  /// Ends with the events, or when `stopping` is raised. A comment comes each 15 s.
  static func stream(
    _ events: AsyncStream<StudioEvent>, until stopping: Signal
  ) -> AsyncStream<String> {
    AsyncStream(bufferingPolicy: .bufferingNewest(most)) { continuation in
      let telling = Task {
        for await event in events { tell(text(of: event), continuation) }
        continuation.finish()
      }
      let breathing = Task {
        while (try? await Task.sleep(for: silence)) != nil {
          tell(": still here\n\n", continuation)
        }
      }
      let id = stopping.onRaise { continuation.finish() }
      continuation.onTermination = { _ in
        telling.cancel()
        breathing.cancel()
        stopping.forget(id)
      }
    }
  }

  /// Where the buffer is full the oldest goes, and the reader is told that something is missing.
  private static func tell(_ text: String, _ continuation: AsyncStream<String>.Continuation) {
    if case .dropped = continuation.yield(text) {
      _ = continuation.yield(self.text(of: .historyChanged))
    }
  }

  static func text(of event: StudioEvent) -> String {
    switch event {
    case .changed(let generation):
      "event: generation\ndata: \(StudioResources.json(generation).json)\n\n"
    case .progress(let progress): "event: progress\ndata: \(json(progress).json)\n\n"
    case .historyChanged: "event: history\ndata: {}\n\n"
    }
  }

  private static func json(_ progress: JobProgress) -> JSONValue {
    [
      "id": .string(progress.id.rawValue), "state": .string(progress.state.rawValue),
      "bytesReceived": .number(progress.bytesReceived),
      "bytesExpected": progress.bytesExpected.map { .number($0) } ?? .null,
      "stepsDone": progress.steps.map { .number($0.done) } ?? .null,
      "stepsTotal": progress.steps.map { .number($0.total) } ?? .null,
    ]
  }
}
