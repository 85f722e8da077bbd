import FoundationEssentials
import Glibc
import StudioCore

/// A look at one generation's folder, by its owner for the time of the look.
struct GenerationLook {
  let job: OwnedFileGeneration
  let left: LeftJob
  let repairs: Bool
  var findings: [StoreFinding] = []
  /// Pictures whose bytes were compared with their record.
  var pictureCount = 0
  /// True once the places have changed that the record may name.
  var hasMovedBytes = false

  init(_ job: OwnedFileGeneration, rescue: RescuePlace, repairs: Bool) {
    self.job = job
    self.repairs = repairs
    left = LeftJob(job: job, rescue: rescue, prices: .standard)
  }

  mutating func run() {
    guard var generation = record() else { return lookAtRescued(takingBack: false) }
    // It belongs to the next start of the screen, or to another machine.
    if generation.isLeftWaiting(job) || generation.mayBeginElsewhere(job) { return }
    lookAtRescued(takingBack: repairs)
    if generation.state.isJob { settle(&generation) }
    guard !generation.state.isJob else { return }
    let remains = GenerationRemains(generation, left)
    recover(&generation, remains)
    lookAtPictures(of: generation)
    lookAtRest(of: generation)
  }

  mutating func find(
    _ kind: StoreFinding.Kind, _ path: String, _ message: String, hint: String? = nil,
    isRepaired: Bool = false
  ) {
    findings.append(
      StoreFinding(
        kind: kind, id: job.id, path: path, message: message, hint: hint, isRepaired: isRepaired))
  }

  func path(_ name: String) -> String { "\(job.folder)/\(name)" }

  static let leftoverMessage = "It holds nothing that is not in the pictures."
  static let repairHint = "easel verify --repair mends it."

  // MARK: The record

  /// The record; made anew from what the folder holds where there is none that can be read.
  private mutating func record() -> Generation? {
    let path = path(GenerationRecord.fileName)
    do throws(StudioError) {
      return try GenerationRecord.read(job.id, in: job.folder)
    } catch {
      guard !GenerationRecord.isNewer(path) else {
        find(
          .unreadable, path, "The record was made by a newer easel.",
          hint: "Use the newest version; this one leaves it alone.")
        return nil
      }
      guard !wasNeverBegun else {
        removeNeverBegun()
        return nil
      }
      // What only cannot be read now may be whole.
      guard access(path, F_OK) != 0 || FileManager.default.contents(atPath: path) != nil else {
        find(.unreadable, path, error.message, hint: error.hint)
        return nil
      }
      let isThere = access(path, F_OK) == 0
      let kind: StoreFinding.Kind = isThere ? .damagedRecord : .noRecord
      let message = isThere ? error.message : "The record is gone, and what arrived is not."
      guard repairs, let made = try? recoveredRecord() else {
        find(kind, path, message, hint: Self.recordHint)
        return nil
      }
      find(kind, path, message, isRepaired: true)
      return made
    }
  }

  /// True where there is nothing but a record without a byte, or not even that: a power cut came
  /// before the record was durable, and that comes before anything is sent.
  private var wasNeverBegun: Bool {
    var status = stat()
    let path = path(GenerationRecord.fileName)
    return StoreLayout.names(in: job.folder).allSatisfy { $0 == GenerationRecord.fileName }
      && left.pieces.pieces.isEmpty && left.rescue.pictures(of: job.id).isEmpty
      && (lstat(path, &status) != 0 ? errno == ENOENT : status.st_size == 0)
  }

  private mutating func removeNeverBegun() {
    var isRepaired = false
    if repairs {
      unlink(path(GenerationRecord.fileName))
      isRepaired = rmdir(job.folder) == 0
    }
    findings.append(
      .leftover(
        job.folder, "A generation that was never begun, and never sent.", isRepaired, job.id))
  }

  private static let recordHint =
    "Restore it from a backup, or let easel verify --repair make a new one of what is there."

  /// A record without the wish, which is lost; the damaged one is kept under another name.
  private func recoveredRecord() throws(StudioError) -> Generation {
    let path = path(GenerationRecord.fileName)
    let request = GenerationRequest(
      requestID: "recovered-\(job.id)", prompt: "",
      destination: Destination(provider: ProviderID(rawValue: "unknown")))
    let date = job.id.date ?? Date()
    let isThere = access(path, F_OK) == 0
    var made = Generation(
      id: job.id, request: request,
      warnings: [
        isThere ? Self.damageWarning : "The record was gone: prompt and parameters are lost."
      ],
      createdAt: date, folder: job.folder)
    made.finishedAt = date
    for state in [Generation.State.sending, .sent, .unknown] { made.advance(to: state) }
    made.error = StudioError(
      .outcomeUnknown,
      "The record was \(isThere ? "damaged" : "gone"), and no picture is in its folder.",
      hint: "The service may have made and billed one.", mayHaveBeenBilled: true)
    if isThere { try keepDamaged(path) }
    try job.record(made)
    return made
  }

  /// Under a second name, so that there is a record at any moment; what has that name already stays.
  private func keepDamaged(_ path: String) throws(StudioError) {
    var name = "\(path)\(Self.damagedSuffix)"
    var count = 1
    while link(path, name) != 0 {
      guard errno == EEXIST, count < 100 else {
        throw .systemCall("create", name, errno, isCreation: true)
      }
      count += 1
      name = "\(path)\(Self.damagedSuffix)-\(count)"
    }
  }

  static let damagedSuffix = ".damaged"

  private static let damageWarning =
    "The record was damaged: prompt and parameters are lost. What it held is in "
    + "\(GenerationRecord.fileName)\(damagedSuffix)."

  // MARK: A dead process's work

  private mutating func settle(_ generation: inout Generation) {
    let message = "Its process ended while it was \(generation.state.rawValue)."
    guard repairs else {
      return find(
        .unsettled, job.folder, message, hint: "The next start of easel ends it, as --repair does.")
    }
    do throws(StudioError) {
      generation = try left.settle(generation)
      find(
        .unsettled, job.folder, "\(message) Now it is \(generation.state.rawValue).",
        isRepaired: true)
    } catch {
      find(.unsettled, job.folder, "\(message) \(error.message)", hint: error.hint)
    }
  }

  /// Pictures that are there whole and that the record does not name.
  private mutating func recover(_ generation: inout Generation, _ remains: GenerationRemains) {
    let isIllegal = generation.state != .saved && !generation.images.isEmpty
    guard !remains.unrecorded.isEmpty || isIllegal else { return }
    var failure: StudioError?
    if repairs {
      do throws(StudioError) { _ = try left.recover(&generation) } catch { failure = error }
    }
    let still = repairs ? Set(GenerationRemains(generation, left).unrecorded) : []
    for path in remains.unrecorded {
      find(
        .unrecordedPicture, path,
        "It holds a picture that the record does not name."
          + (failure.map { " \($0.message)" } ?? ""),
        hint: failure?.hint ?? Self.repairHint, isRepaired: repairs && !still.contains(path))
    }
    for (path, worth) in remains.files where worth == .nothing && access(path, F_OK) != 0 {
      findings.append(.leftover(path, Self.leftoverMessage, true, job.id))
    }
    if remains.unrecorded.isEmpty {
      find(
        .damagedRecord, path(GenerationRecord.fileName),
        "It names pictures and says \(generation.state.rawValue).", hint: Self.repairHint,
        isRepaired: generation.state == .saved)
    }
  }
}
