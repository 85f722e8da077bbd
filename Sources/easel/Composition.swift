import Glibc
import ProviderSimulator
import StudioCore
import StudioService

import class FoundationEssentials.ProcessInfo

/// Joins the machinery to the doors: the only place that knows them all.
struct Composition {
  let environment: [String: String]
  let directories: Directories
  var options: LocalStudioOptions

  /// - Parameters:
  ///   - store: `--store`; relative paths count from the working directory.
  ///   - changes: variables that options of the command line stand for; nil takes one away.
  init(store: String?, changing changes: [String: String?] = [:]) {
    var environment = ProcessInfo.processInfo.environment
    for (name, value) in changes { environment[name] = value }
    var directories = Directories(environment: environment, store: store)
    directories.store = Self.absolute(directories.store)
    self.environment = environment
    self.directories = directories
    options = LocalStudioOptions(environment: environment, directories: directories) {
      try await Self.startDemo()
    }
  }

  /// Starts both simulated services inside this process and tells their base addresses.
  static func startDemo() async throws -> (ollama: String, azure: String) {
    let addresses = try await ProviderSimulator().start()
    return (addresses.ollama, addresses.azure)
  }

  /// What callers of the doors must present; from the environment, as no flag takes a secret.
  static var token: String? {
    ProcessInfo.processInfo.environment["EASEL_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The real studio. Touches neither the network nor the store yet.
  func studio() throws(StudioError) -> LocalStudio { try LocalStudio(options) }

  /// Where requests of one provider go when nothing else is said.
  func defaultDestination(of provider: ProviderID) throws(StudioError) -> Destination {
    try options.defaultDestination(of: provider)
  }

  /// The variable's value; nil when it is unset or empty.
  func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }
}
