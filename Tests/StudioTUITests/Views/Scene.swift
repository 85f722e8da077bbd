import Foundation
import Glibc
import StudioCore
import StudioTestSupport
import Testing

/// What the expected screens show, put together once.
enum Scene {
  static let prompt =
    "a lighthouse in a storm, oil on canvas,\nheavy impasto, low sun under the clouds"

  /// An empty studio: nothing was ever made.
  static let empty = FakeStudio.Contents()

  /// A draft on the desk and a saved generation of four pictures.
  static func withPicture() throws -> FakeStudio.Contents {
    var contents = FakeStudio.Contents()
    contents.draft = Draft(
      prompt: prompt, cursor: prompt.count, destination: Samples.azure,
      parameters: Parameters([
        .size: .text("1536x1024"), .quality: .text("high"), .count: .number(2),
      ]))
    contents.history = [try saved()]
    contents.promptHistory = ["harbour at dawn", "fox in the snow, woodcut"]
    return contents
  }

  static func saved(_ number: Int = 1, prompt: String = "a lighthouse in a storm, oil on canvas")
    throws
    -> Generation
  {
    var generation = Samples.generation(number, prompt: prompt, state: .saved, minutesAgo: 3)
    generation.folder = try pictures.get()
    generation.images = (1...4).map {
      GeneratedImage(
        file: "\($0).png", mediaType: "image/png", width: 1536, height: 1024, bytes: 2_400_000,
        sha256: "")
    }
    generation.cost = Cost(amount: 0.25, basis: .actual)
    return generation
  }

  /// A folder with four pictures, made once, and gone with the process.
  static let pictures = Result {
    atexit { try? FileManager.default.removeItem(atPath: Scene.folder) }
    _ = try SamplePicture.write(4, in: folder)
    return folder
  }

  private static let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("easel-scene-\(ProcessInfo.processInfo.processIdentifier)").path

  /// Jobs in every state.
  @MainActor
  static func addJobs(to driver: AppDriver) async {
    let receiving = Samples.generation(
      5, prompt: "a lighthouse in a storm, oil on canvas", state: .receiving, minutesAgo: 0)
    driver.studio.add(receiving)
    driver.studio.add(Samples.generation(6, prompt: "same, winter", state: .sent, minutesAgo: 0))
    driver.studio.add(
      Samples.generation(7, prompt: "fox in the snow", state: .waiting, minutesAgo: 0))
    driver.studio.tell(
      .progress(JobProgress(id: receiving.id, state: .receiving, bytesReceived: 1_213_000)))
    driver.studio.add(unknown)
    await driver.settle()
  }

  /// A job of which there is something to see.
  static func streaming() -> Generation {
    var job = Samples.generation(
      8, prompt: "a greenhouse on the moon", state: .receiving, minutesAgo: 0)
    job.request.parameters[.partials] = .number(3)
    return job
  }

  /// Its partial picture of this number.
  static func partial(_ number: Int) throws -> JobProgress {
    JobProgress(
      id: streaming().id, state: .receiving, bytesReceived: 413_000 * number,
      partial: .init(path: "\(try pictures.get())/\(number).png", number: number))
  }

  static let unknown = Samples.generation(
    2, prompt: "the red door", state: .unknown, minutesAgo: 20,
    error: StudioError(
      .outcomeUnknown, "The connection was lost while the answer was awaited.",
      hint: "Look at the provider's own log before you send it again.", mayHaveBeenBilled: true))

  /// Jobs that wait, and whose process is gone.
  static func left(_ count: Int) -> [Generation] {
    (0..<count).map {
      Samples.generation(10 + $0, prompt: "fox in the snow \($0 + 1)", minutesAgo: 30 - $0)
    }
  }

  static var refusal: RefusedAttempt {
    get throws {
      try #require(
        RefusedAttempt(
          sentAt: Samples.now, refusedAt: Samples.now, answer: ServiceAnswer(status: 429),
          error: StudioError(
            .rateLimited, "The deployment's rate limit is reached; nothing was generated.",
            isRetryable: true)))
    }
  }

  /// Refused twice; the clock of the tests stands 42 s after `Samples.now`.
  static var limited: Generation {
    get throws {
      var job = Samples.generation(8, prompt: "fox in the snow, woodcut", minutesAgo: 0)
      for number in 1...2 {
        job.advance(to: .sending)
        job.advance(to: .sent)
        job.wait(
          after: try refusal,
          for: Resend(at: Samples.now.addingTimeInterval(84), number: number, limit: 3))
      }
      return job
    }
  }

  static let failed = Samples.generation(
    3, prompt: "two herons, ink on paper", state: .failed, minutesAgo: 1,
    error: StudioError(
      .rateLimited,
      "Azure OpenAI refuses more requests for now: this deployment may make 2 pictures a minute.",
      hint: "Wait, or ask for a higher quota in the Azure portal.", isRetryable: true,
      retryAt: Samples.now.addingTimeInterval(120), reference: "apim-request-id 7c6f0a52"))
}
