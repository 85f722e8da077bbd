import NIOCore
import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

extension JobRunner {
  func receive(_ answer: HTTPAnswer) async throws -> Reply {
    isServiceLocal = answer.isFromLoopback
    generation.answer = ServiceAnswer(
      status: answer.status,
      requestID: answer.header("apim-request-id") ?? answer.header("x-request-id"),
      region: answer.header("x-ms-region"))
    guard (200..<300).contains(answer.status) else {
      return .refusal(
        ServiceRefusal(
          status: answer.status, headers: answer.headers, body: await head(of: answer.body)))
    }
    passDespiteDisk(to: .receiving)
    return .contents(try await read(answer))
  }

  /// Reads to the end, whatever the disk says: what it refuses is made good afterwards.
  private func read(_ answer: HTTPAnswer) async throws -> AnswerContents {
    let expected = answer.header("content-length").flatMap(Int.init)
    kept = KeptAnswer(job, rescue: rescue)
    openDelivery(answer)
    var reader = AnswerReader(
      job: job, isEventStream: answer.isEventStream, partials: outlet == nil ? .shown : .dropped)
    var failure: (any Error)?
    do {
      for try await chunk in answer.body {
        try keep(chunk, &reader)
        let before = partials.newest
        publish(reader.takeEvents())
        release(upTo: reader.settledOffset)
        progress(
          reader.byteCount, expected, reader.steps, isUrgent: partials.newest != before)
      }
    } catch {
      failure = error
    }
    reader.finish()
    var contents = reader.contents()
    contents.serviceTime = departure.elapsed
    guard let failure else { return contents }
    // Whole pictures are kept, whatever happened after them.
    let isFruitless =
      contents.pictures.isEmpty && contents.refusals.numbers.isEmpty
      && published.images.isEmpty && published.refusals.numbers.isEmpty
    if isFruitless { throw failure }
    if contents.isEventStream { contents.skeleton = nil }
    return contents
  }

  /// Bytes go to disk as they came before anything is made of them.
  private func keep(_ chunk: ByteBuffer, _ reader: inout AnswerReader) throws {
    try chunk.withUnsafeReadableBytes { bytes in
      kept?.append(bytes)
      try reader.read(bytes)
    }
  }

  private func openDelivery(_ answer: HTTPAnswer) {
    guard let outlet, let path = kept?.pieces.pieces.first?.path,
      let file = try? OpenFile(path, O_RDONLY)
    else { return }
    delivery = AnswerDelivery(
      outlet, AnswerSpool(file), status: answer.status,
      headers: AnswerOutlet.visible(answer.headers, hiding: secrets))
    if answer.isEventStream { delivery?.begin() }
  }

  /// Those who called for the answer see what is in the one file that they read.
  private func release(upTo offset: Int) {
    if kept?.refusal == nil { delivery?.spool.release(upTo: offset) }
  }

  /// An event that completes a picture goes on when the picture is durable.
  private func publish(_ events: [EventAnswer.Ended]) {
    for event in events {
      if let partial = event.partial { partials.take(partial.part) }
      if !event.pictures.isEmpty {
        published = published + PicturePublisher(job: job).publish(event.pictures)
        generation.images = published.images
      }
      release(upTo: event.offset)
    }
  }

  /// Makes the pictures that the disk refused once more, from the bytes that are kept.
  func readAgain(_ numbers: Set<Int>) -> [PictureFiles.Picture] {
    guard let kept, !numbers.isEmpty else { return [] }
    var reader = AnswerReader(job: job, isEventStream: nil) { numbers.contains($0) }
    // As far as it can be read.
    try? kept.pieces.read(into: &reader)
    reader.finish()
    return reader.contents().pictures
  }

  /// It matters less what a refusal says than its status, which is known.
  private func head(of body: any AsyncSequence<ByteBuffer, any Error> & Sendable) async -> [UInt8] {
    await ServiceRefusal.head(
      of: body, limit: outlet == nil ? Self.usualRefusal : AnswerOutlet.longestRefusal + 1)
  }

  /// Bytes of a refusal in which what it means is looked for.
  private static let usualRefusal = 256 << 10
}
