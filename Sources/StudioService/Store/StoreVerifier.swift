import Dispatch
import Glibc
public import StudioCore

/// Looks at every file of a store, says what is wrong, and mends what can be mended without losing
/// a byte: whatever may be part of a picture is kept.
///
/// Safe beside other processes: a generation that somebody works on is left alone.
public struct StoreVerifier: Sendable {
  private let layout: StoreLayout
  private let rescue: RescuePlace

  /// - Parameter directories: those of the studio whose store is looked at.
  public init(_ directories: Directories) {
    layout = StoreLayout(root: directories.store)
    rescue = RescuePlace(directories)
  }

  /// Whether anything was ever written there.
  public var hasStore: Bool { layout.exists }

  /// Reads everything, pictures included; with `repairing`, also mends. A store that is not there
  /// is an empty one.
  ///
  /// - Parameter progress: is told, on a thread of its own, of generations looked at.
  /// Throws `bad-configuration` for a store that a newer program made, and errors of the disk: also
  /// where the store cannot be read at all.
  public func run(
    repairing: Bool, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws(StudioError) -> StoreReport {
    try layout.check()
    guard layout.exists else { return StoreReport() }
    let begun = await lookAtBeginnings(repairing)
    return try await DispatchQueue(label: "easel.verify").run { [self] () throws(StudioError) in
      var report = StoreReport()
      let strays = lookAtStrays(repairing)
      report.findings += layout.closedFolders().map(Self.unreadable)
      for day in layout.days() {
        lookAtDay(day, repairing, &report)
        progress(report.generations + report.inUse)
      }
      report.findings += begun
      report.findings += strays
      return report
    }
  }

  private func lookAtDay(_ day: String, _ repairing: Bool, _ report: inout StoreReport) {
    let folder = "\(layout.generations)/\(day)"
    guard access(folder, R_OK | X_OK) == 0 else {
      return report.findings.append(Self.unreadable(folder))
    }
    for name in StoreLayout.names(in: folder).sorted(by: >) {
      if let id = GenerationID(rawValue: name) {
        look(at: id, repairing, &report)
      } else if StoreLayout.id(ofNewFolder: name) == nil {
        report.findings.append(
          StoreFinding(kind: .foreign, path: "\(folder)/\(name)", message: "No part of a store."))
      }
    }
  }

  private static func unreadable(_ folder: String) -> StoreFinding {
    let error = StudioError.systemCall("read", folder, EACCES)
    return StoreFinding(kind: .unreadable, path: folder, message: error.message, hint: error.hint)
  }

  private func look(at id: GenerationID, _ repairing: Bool, _ report: inout StoreReport) {
    let folder = layout.folder(of: id)
    do throws(StudioError) {
      guard let lock = try FolderLock(id, folder: folder) else {
        report.inUse += 1
        return
      }
      let job = OwnedFileGeneration(
        id, folder: folder, journal: ChangeJournal(path: layout.journal), lock: lock,
        unknown: repairing ? (try? GenerationRecord.readUnknown(id, in: folder)) ?? [:] : [:])
      defer { job.release() }
      var look = GenerationLook(job, rescue: rescue, repairs: repairing)
      look.run()
      report.generations += 1
      report.pictures += look.pictureCount
      report.findings += look.findings
    } catch {
      // It may have been put into the trash since the folder was read.
      guard access(folder, F_OK) == 0 else { return }
      report.findings.append(
        StoreFinding(
          kind: .unreadable, id: id, path: folder, message: error.message, hint: error.hint))
    }
  }

  /// What was rescued of generations that are not here. To those that were, the folder is given
  /// back: what else there is to do for them is done as for any other.
  private func lookAtStrays(_ repairing: Bool) -> [StoreFinding] {
    rescue.all().compactMap { file in
      let folder = layout.folder(of: file.id)
      guard access(folder, F_OK) != 0 else { return nil }
      guard file.isOfStore else {
        return StoreFinding(
          kind: .foreign, id: file.id, path: file.path,
          message: "What arrived of a generation that is not in this store.",
          hint: "If it is in another one: easel verify --repair --store FOLDER.")
      }
      var failure: StudioError?
      if repairing {
        do throws(StudioError) { try StoreLayout.makeFolder(folder) } catch { failure = error }
        if failure == nil { return nil }
      }
      return StoreFinding(
        kind: .rescuedBytes, id: file.id, path: file.path,
        message: failure?.message ?? "What arrived of a generation whose folder is gone.",
        hint: failure?.hint ?? "easel verify --repair makes a generation of it again.")
    }
  }
}

// What is being made, or was when its process died.
extension StoreVerifier {
  /// Files and folders that only have their temporary name: they were never part of the store, and
  /// nothing was sent.
  private func lookAtBeginnings(_ repairing: Bool) async -> [StoreFinding] {
    let found = beginnings()
    guard !found.isEmpty else { return [] }
    // Their maker needs a moment until it has its lock, or has given them their name; even to ask
    // for the lock would be in its way.
    if found.contains(where: Self.isYoung) { try? await Task.sleep(for: .seconds(Self.moment)) }
    return found.compactMap { path in
      guard let name = path.split(separator: "/").last,
        let id = StoreLayout.id(ofNewFolder: String(name))
      else { return Self.lookAtTemporary(path, repairing) }
      return Self.lookAtNew(path, id, repairing)
    }
  }

  private func beginnings() -> [String] {
    let folders = layout.days().flatMap { day in
      let folder = "\(layout.generations)/\(day)"
      return StoreLayout.names(in: folder).filter { StoreLayout.id(ofNewFolder: $0) != nil }
        .sorted(by: >).map { "\(folder)/\($0)" }
    }
    let files = StoreLayout.names(in: layout.root)
      .filter { AtomicFile.isTemporary($0) }
    return folders + files.map { "\(layout.root)/\($0)" }
  }

  /// Seconds.
  private static let moment = 2

  private static func isYoung(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_ctim.tv_sec > time(nil) - moment - 1
  }

  /// nil for one that is gone by now.
  private static func lookAtTemporary(_ path: String, _ repairing: Bool) -> StoreFinding? {
    guard access(path, F_OK) == 0 else { return nil }
    let isRepaired = repairing && unlink(path) == 0
    return .leftover(path, "A temporary file that a crash left.", isRepaired)
  }

  /// nil for one that is gone by now, or has a living maker.
  private static func lookAtNew(
    _ folder: String, _ id: GenerationID, _ repairing: Bool
  ) -> StoreFinding? {
    guard let lock = try? FolderLock(id, folder: folder) else { return nil }
    defer { withExtendedLifetime(lock) {} }
    var isRepaired = false
    if repairing {
      for name in StoreLayout.names(in: folder) { unlink("\(folder)/\(name)") }
      isRepaired = rmdir(folder) == 0
    }
    return .leftover(folder, "A generation that was never begun, and never sent.", isRepaired, id)
  }
}

extension StoreFinding {
  static func leftover(
    _ path: String, _ message: String, _ isRepaired: Bool, _ id: GenerationID? = nil
  ) -> StoreFinding {
    StoreFinding(
      kind: .leftover, id: id, path: path, message: message, hint: repair, isRepaired: isRepaired)
  }

  static let repair = "easel verify --repair removes it."
}
