import ArgumentParser
import CapabilitySpecs
import StudioCore
import StudioService
import TerminalScreen

import class FoundationEssentials.FileManager

/// The documents of this machine and of the command line.
struct CapabilityDocuments {
  private let environment: [String: String]
  private let folder: String

  init() {
    let composition = Composition(store: nil)
    environment = composition.environment
    folder = "\(composition.directories.configuration)/capabilities"
  }

  /// What would be served, with further files.
  func all(with paths: [String]) throws -> [CapabilityDocument] {
    do {
      return try CapabilityCatalog.documents(folder: folder, paths: paths).map(document)
    } catch {
      throw error.reported()
    }
  }

  /// The document in a file, or the one of that name: a file's name, a label, or a service's namespace.
  func document(called name: String) throws -> CapabilityDocument {
    guard !name.contains("/"), !FileManager.default.fileExists(atPath: name) else {
      return try file(name)
    }
    let all = try all(with: [])
    guard let document = all.first(where: { $0.answers(to: name) }) else {
      throw StudioError(
        .notFound, "There is no capability “\(name)”.",
        hint: "There are: \(all.map(\.name).joined(separator: ", ")).")
    }
    return document
  }

  /// The document in a file.
  func file(_ path: String) throws -> CapabilityDocument {
    do {
      return document(try CapabilityCatalog.load(path: path))
    } catch {
      throw error.reported()
    }
  }

  private func document(_ parsed: ParsedCapability) -> CapabilityDocument {
    CapabilityDocument(parsed: parsed, environment: environment)
  }
}

extension CapabilityError {
  /// Tells what is wrong on stderr, and ends the program as any request does that is refused.
  func reported() -> ExitCode {
    for diagnostic in diagnostics where diagnostic.severity != .note {
      Messages.say(DisplayText(diagnostic.description))
    }
    return ExitCode(ExitStatus.invalidRequest.rawValue)
  }
}
