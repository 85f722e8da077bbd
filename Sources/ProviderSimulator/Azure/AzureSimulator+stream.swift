/// `"stream": true`: server-sent events with previews from coarse to fine.
extension AzureSimulator {
  func stream(
    _ wish: AzureRequest, _ connection: Connection, _ ticket: LedgerTicket, _ call: AzureCall
  ) -> Answer {
    var isComplete = true
    if case .failMidway = call.fault { isComplete = false }
    return Answer(
      type: "text/event-stream",
      body: .stream { writer in
        for _ in 0..<wish.count {
          let seed = shop.seed()
          try await sendPreviews(wish, seed, connection, to: &writer)
          if case .failMidway(let message) = call.fault {
            return try await writer.write(Self.errorEvent(message))
          }
          let picture = try await shop.paint(order(wish, seed: seed), for: ticket)
          try await writer.write(completed(wish, picture))
        }
        if wish.deployment.saysDone { try await writer.write("data: [DONE]\n\n") }
      },
      ticket: isComplete ? ticket : nil)
  }

  private func sendPreviews(
    _ wish: AzureRequest, _ seed: UInt64, _ connection: Connection,
    to writer: inout AnswerWriter
  ) async throws {
    let share = shop.options.pace.picture / Double(wish.partialImages + 1)
    for index in 0..<wish.partialImages {
      try await connection.pause(seconds: share)
      let picture = try await shop.paint(order(wish, seed: seed, detail: 48 << index))
      let rest = member("partial_image_index", .int(index))
      try await writer.write(
        event("image_generation.partial_image", wish, background: "auto", picture, rest))
    }
    try await connection.pause(seconds: share)
  }

  private func completed(_ wish: AzureRequest, _ picture: SimulatedPicture) -> [AnswerPart] {
    let usage = AzureUsage(wish, images: 1, partials: wish.partialImages).json
    return event(
      "image_generation.completed", wish, background: wish.background, picture,
      member("usage", usage))
  }

  private func member(_ name: String, _ value: WireJSON) -> String {
    "\"\(name)\":\(value.line())"
  }

  private func event(
    _ name: String, _ wish: AzureRequest, background: String, _ picture: SimulatedPicture,
    _ rest: String
  ) -> [AnswerPart] {
    let facts: WireJSON = [
      "created_at": .int(WireTime.now().seconds), "size": .string(wish.size),
      "quality": .string(wish.quality), "background": .string(background),
      "output_format": .string(wish.outputFormat),
    ]
    return [
      .text("event: \(name)\ndata: {\"type\":\"\(name)\",\"b64_json\":\""), .base64(picture),
      .text("\"," + facts.line().dropFirst().dropLast() + ",\(rest)}\n\n"),
    ]
  }

  private static func errorEvent(_ message: String) -> String {
    let body: WireJSON = [
      "error": [
        "message": .string(message), "type": "server_error", "param": nil, "code": nil,
      ]
    ]
    return "event: error\ndata: \(body.line())\n\n"
  }
}
