import FoundationEssentials
import Glibc
import NIOCore
import StudioCore
import Testing

@testable import StudioService

@Suite(.timeLimit(.minutes(3)))
struct AtomicFileTests {
  let folder = try! StoreFolder()

  @Test("a file is replaced as a whole, and nothing is left beside it")
  func replace() throws {
    let path = "\(folder.path)/record"
    try AtomicFile.write(Data("old".utf8), to: path)
    try AtomicFile.write(Data("new".utf8), to: path)
    #expect(try content(path) == "new")
    #expect(StoreLayout.names(in: folder.path) == ["record"])
    #expect(try mode(path) == 0o600)
  }

  @Test("what is created first stays")
  func create() throws {
    let path = "\(folder.path)/mark"
    try AtomicFile.create(Data("first".utf8), at: path)
    try AtomicFile.create(Data("second".utf8), at: path)
    #expect(try content(path) == "first")
    #expect(StoreLayout.names(in: folder.path) == ["mark"])
  }

  @Test("a failed rename leaves what was there and no temporary file")
  func failedRename() throws {
    let path = "\(folder.path)/record"
    // A folder with something in it cannot be replaced by a file.
    #expect(mkdir(path, 0o700) == 0 && mkdir("\(path)/inner", 0o700) == 0)
    #expect { try AtomicFile.write(Data("x".utf8), to: path) } throws: {
      guard let error = $0 as? StudioError else { return false }
      return error.message.contains(path) && error.hint != nil
    }
    #expect(StoreLayout.names(in: folder.path) == ["record"])
  }

  @Test("a missing folder is `cannot-create`, and the path is shown without control characters")
  func missingFolder() throws {
    #expect { try AtomicFile.write(Data(), to: "\(folder.path)/no\u{1B}[31m/record") } throws: {
      guard let error = $0 as? StudioError else { return false }
      return error.code == .cannotCreate && error.message.contains("no?[31m/")
        && !error.message.contains("\u{1B}")
    }
  }

  @Test("a store where a file is in the way says so")
  func fileInTheWay() async throws {
    try put("", at: folder.root)
    await #expect { _ = try await folder.store().create(try sample()) } throws: {
      ($0 as? StudioError)?.code == .inputOutput
    }
  }
}

/// On a real, small file system; needs the right to mount one.
@Suite(.timeLimit(.minutes(3)), .enabled(if: SmallDisk.isAllowed))
struct FullDiskTests {
  @Test("a full disk is `disk-full`, at every point, and the record stays whole")
  func fullDisk() async throws {
    let disk = try SmallDisk()
    let store = FileGenerationStore(root: disk.path + "/store", cache: disk.path + "/cache")
    var generation = try sample()
    let owned = try await store.create(generation)
    let part = try owned.openImage(1)
    let piece = ByteBuffer(repeating: 0x61, count: 4000)
    #expect(throws: StudioError.self) { while true { try part.append(piece) } }
    #expect(try part.count > 0 && size(part.path) >= part.count)

    let before = try await store.read(generation.id)
    generation.advance(to: .sending)
    for attempt in [
      { try part.append(piece) }, { try owned.record(generation) },
    ] {
      #expect { try attempt() } throws: {
        let error = $0 as? StudioError
        return error?.code == .diskFull && error?.message.contains(disk.path) == true
      }
    }
    await #expect { _ = try await store.create(try sample()) } throws: {
      ($0 as? StudioError)?.code == .diskFull
    }
    #expect(try await store.read(generation.id) == before)
    #expect(try await store.list() == [generation.id], "the index finds a place elsewhere")

    owned.removeParts()
    try owned.record(generation)
    #expect(try await store.read(generation.id).state == .sending)
    let names = StoreLayout.names(in: owned.folder)
    #expect(names == ["generation.json"])
  }
}

/// A file system of 64 kB in memory.
final class SmallDisk: Sendable {
  private let folder: StoreFolder
  var path: String { folder.path }

  init() throws {
    folder = try StoreFolder()
    try #require(mount("none", folder.path, "tmpfs", 0, "size=64k") == 0)
  }

  deinit { umount2(folder.path, Int32(MNT_DETACH)) }

  static let isAllowed: Bool = {
    guard geteuid() == 0, let folder = try? StoreFolder(),
      mount("none", folder.path, "tmpfs", 0, "size=64k") == 0
    else { return false }
    umount2(folder.path, Int32(MNT_DETACH))
    return true
  }()
}
