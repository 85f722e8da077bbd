import struct FoundationEssentials.Date
import StudioCore

/// Where generations are kept. Safe with several processes on one store.
///
/// Every change of a record is durable (file and folder fsynced) when the call returns.
protocol GenerationStore: Sendable {
  /// Makes the generation's folder and writes its record, and takes ownership of it.
  /// The id comes from `GenerationID.new(at:)`.
  /// Throws `cannot-create` (also when the id is taken), `disk-full` or `input-output`.
  func create(_ generation: Generation) async throws(StudioError) -> any OwnedGeneration

  /// The right to make a generation. Nothing is on disk before its first record, which throws what
  /// `create` does.
  func draft(_ id: GenerationID) -> any OwnedGeneration

  /// The record as it is on disk.
  func read(_ id: GenerationID) async throws(StudioError) -> Generation

  /// The generations that were made for a request id, oldest first. Exact: while the index is being
  /// made anew, it waits for that.
  func generations(forRequest requestID: String) async throws(StudioError) -> [Generation]

  /// Ids of the generations made at `date` or later, by the folders that are there.
  func ids(since date: Date) async throws(StudioError) -> [GenerationID]

  /// Takes ownership of a generation whose owner is gone; nil while somebody owns it. Read the
  /// record anew afterwards: the last owner may have changed it until then.
  func adopt(_ id: GenerationID) async throws(StudioError) -> (any OwnedGeneration)?

  /// Ids of generations that are not finished, oldest first, by their records as they are now.
  /// Exact: while the index is being made anew, it waits for that.
  func unfinished() async throws(StudioError) -> [GenerationID]

  /// What matches, newest first. Never waits for the index: while it is being made anew, the answer
  /// holds what is known so far, the newest first, and `StoreChange.everything` tells of the end.
  func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage

  /// Median seconds of the last saved generations at the same destination.
  func typicalSeconds(at destination: Destination) async -> Double?

  /// Asks the owner of a generation, in whatever process, to stop it; durable, so that one who
  /// adopts it later learns of it too. Nothing happens if it is finished.
  func requestCancel(_ id: GenerationID) async throws(StudioError)

  /// What changes, by whatever process (this one too), from now on. A generation may be told of a
  /// moment before its record can be read.
  func changes() -> AsyncStream<StoreChange>
}

/// What another process, or this one, did to the store.
enum StoreChange: Sendable, Hashable {
  case changed(GenerationID)
  case cancelRequested(GenerationID)
  /// The journal was lost or replaced, or the index is complete again: everything may have changed.
  case everything
}

/// The right to change one generation, held by one process at a time; ends with `release` or with
/// the process.
protocol OwnedGeneration: Sendable {
  var id: GenerationID { get }
  /// Absolute path.
  var folder: String { get }

  /// False where the file system knows no locks, so that another process may hold it as well.
  var isExclusive: Bool { get }

  /// True once somebody asked for it to be stopped.
  var isCancelRequested: Bool { get }

  /// The record as it is on disk, where that says more than `generation`: another machine, whose
  /// locks do not reach here, has taken the job on, or ended it.
  func overruling(_ generation: Generation) -> Generation?

  /// Writes the record: temporary name, fsync, rename, fsync of the folder. The first one of a
  /// draft makes its folder.
  func record(_ generation: Generation) throws(StudioError)

  /// The same without the folder's fsync, for a record that says no more than the files beside it: a
  /// power cut may leave the record before it, whole.
  func note(_ generation: Generation) throws(StudioError)

  /// Opens `response.part` for the bytes of an answer, emptying it.
  func openAnswer() throws(StudioError) -> PartFile

  /// Opens a part file for picture `number` (from 1); `publish` gives it its name.
  func openImage(_ number: Int) throws(StudioError) -> PartFile

  /// Opens a file for a partial picture. It has a temporary name: what is left of it is of no worth.
  func openPartial() throws(StudioError) -> PartFile

  /// Makes a finished part durable, and gives it its `name` (such as `1.png`): fsync of file and
  /// folder, rename. After a power cut it has that name or the part's; records that name it are
  /// written later, in the same folder.
  ///
  /// Throws where it has not got its name. Returns what kept the name, which it has, from being
  /// made durable.
  func publish(_ part: PartFile, as name: String) throws(StudioError) -> StudioError?

  /// Removes part files, and temporary ones that a crash left: what they held is published or of no worth.
  func removeParts()

  /// Gives up ownership. The record must be in a state that is true without an owner.
  func release()
}

extension OwnedGeneration {
  var isExclusive: Bool { true }

  func overruling(_ generation: Generation) -> Generation? { nil }

  func note(_ generation: Generation) throws(StudioError) { try record(generation) }
}
