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
    try pass(to: .receiving)
    return .contents(try await read(answer))
  }

  private func read(_ answer: HTTPAnswer) async throws -> AnswerContents {
    let expected = answer.header("content-length").flatMap(Int.init)
    let part = try job.openAnswer()
    if let outlet {
      let spool = AnswerSpool(try OpenFile(part.path, O_RDONLY))
      delivery = AnswerDelivery(
        outlet, spool, status: answer.status, headers: AnswerOutlet.visible(answer.headers))
    }
    if answer.isEventStream { delivery?.begin() }
    var reader = AnswerReader(job: job, isEventStream: answer.isEventStream)
    var failure: (any Error)?
    do {
      for try await chunk in answer.body {
        try keep(chunk, part, &reader)
        try publish(reader.takeEvents())
        delivery?.spool.release(upTo: reader.settledOffset)
        try Task.checkCancellation()
        progress(reader.byteCount, expected)
      }
    } catch {
      failure = error
    }
    var contents = reader.contents()
    contents.serviceTime = departure.elapsed
    holdsPictureBytes = contents.mayHoldPictures
    // Whole pictures are kept, whatever happened after them.
    if let failure {
      if contents.pictures.isEmpty, published.images.isEmpty { throw failure }
      if contents.isEventStream { contents.skeleton = nil }
    }
    return contents
  }

  /// An event that completes a picture goes on when the picture is durable.
  private func publish(_ events: [EventAnswer.Ended]) throws {
    for event in events {
      if !event.pictures.isEmpty {
        published = try published + PicturePublisher(job: job).publish(event.pictures)
        generation.images = published.images
      }
      delivery?.spool.release(upTo: event.offset)
    }
  }

  /// Bytes go to disk as they came before anything is made of them.
  private func keep(_ chunk: ByteBuffer, _ part: PartFile, _ reader: inout AnswerReader) throws {
    try chunk.withUnsafeReadableBytes { bytes in
      try part.append(bytes)
      try reader.read(bytes)
    }
  }

  /// The first 256 KiB of a refusal. What it says matters less than its status, which is known: a
  /// connection that breaks here takes nothing back.
  private func head(of body: any AsyncSequence<ByteBuffer, any Error> & Sendable) async -> [UInt8] {
    let limit = 256 << 10
    var head: [UInt8] = []
    do {
      for try await chunk in body {
        head.append(contentsOf: chunk.readableBytesView.prefix(limit - head.count))
        if head.count >= limit { break }
      }
    } catch {}
    return head
  }

  /// A refusal is the caller's answer; a redirection is not.
  func pass(_ refusal: ServiceRefusal) {
    guard let outlet, refusal.status >= 400 else { return }
    let headers = AnswerOutlet.visible(refusal.headers).map {
      (name: $0.name, value: hidingSecrets(in: $0.value))
    }
    let body = Array(hidingSecrets(in: String(decoding: refusal.body, as: UTF8.self)).utf8)
    outlet.refuse(
      AnswerOutlet.Head(
        status: refusal.status, headers: headers, byteCount: body.count,
        serviceTime: departure.elapsed), body)
  }
}
