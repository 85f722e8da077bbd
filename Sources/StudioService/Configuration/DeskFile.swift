import FoundationEssentials
import StudioCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The draft and the prompt history, in the state folder. Losing them is a nuisance, not a loss:
/// errors of the disk are not reported.
final class DeskFile: Sendable {
  /// Prompts kept for recall.
  private static let promptLimit = 1000

  private let folder: String
  private let lock = Mutex(())

  init(folder: String) { self.folder = folder }

  func draft() -> Draft {
    lock.withLock { _ in decode(Draft.self, "draft.json") ?? Draft() }
  }

  func save(_ draft: Draft) {
    lock.withLock { _ in encode(draft, "draft.json") }
  }

  func prompts() -> [String] {
    lock.withLock { _ in decode([String].self, "prompts.json") ?? [] }
  }

  func remember(prompt: String) {
    lock.withLock { _ in
      var prompts = decode([String].self, "prompts.json") ?? []
      prompts.removeAll { $0 == prompt }
      prompts.insert(prompt, at: 0)
      encode(Array(prompts.prefix(Self.promptLimit)), "prompts.json")
    }
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ name: String) -> Value? {
    guard let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")) else { return nil }
    return try? JSONDecoder().decode(type, from: data)
  }

  private func encode(_ value: some Encodable, _ name: String) {
    guard let data = try? JSONEncoder().encode(value) else { return }
    try? StoreLayout.makeFolder(folder)
    try? AtomicFile.write(data, to: "\(folder)/\(name)")
  }
}
