import Glibc
import StudioCore
import StudioTUI
import TerminalScreen

import struct FoundationEssentials.Data
import class FoundationEssentials.FileManager
import struct FoundationEssentials.URL

/// The settings, the keymap and the themes of the user, from the configuration folder.
struct UserFiles {
  /// All that is wrong with the files, one finding a line with its place: `keymap.yaml:3:5: …`.
  struct Findings: Error {
    let lines: [DisplayText]
  }

  let folder: String

  /// The standard keys with `keymap.yaml` laid over them.
  func keymap() throws -> Keymap {
    let path = "\(folder)/keymap.yaml"
    guard let text = try read(path) else { return .standard }
    do {
      return try KeymapFile.read(text, file: path)
    } catch {
      throw Findings(lines: error.problems.map { DisplayText($0.description) })
    }
  }

  /// What `config.yaml` sets, as far as it can be read.
  func configuration() throws(StudioError) -> ConfigurationFile {
    let path = "\(folder)/config.yaml"
    guard let text = try read(path) else { return ConfigurationFile() }
    return ConfigurationFile(text, file: path)
  }

  /// The built-in themes and `themes/*.yaml`.
  func themes() throws -> Themes {
    let folder = "\(folder)/themes"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = try names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
      try read("\(folder)/\(name)").map { (name: "\(folder)/\(name)", text: $0) }
    }
    let themes = Themes(files: files)
    guard themes.problems.isEmpty else {
      throw Findings(lines: themes.problems.map { DisplayText($0.description) })
    }
    return themes
  }

  /// The theme that was asked for, checked: the option's, else `EASEL_THEME`'s.
  static func themeName(
    option: String?, variable: String?, in themes: Themes
  ) throws(StudioError) -> String? {
    guard let name = option ?? variable else { return nil }
    guard themes.names.contains(name) else {
      throw StudioError(
        option == nil ? .badConfiguration : .badUsage,
        "There is no theme “\(name)”\(option == nil ? " (EASEL_THEME)" : "").",
        hint: "There are: \(themes.names.joined(separator: ", ")).")
    }
    return name
  }

  /// nil where there is no such file.
  private func read(_ path: String) throws(StudioError) -> String? {
    guard access(path, F_OK) == 0 else { return nil }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw StudioError(
        .badConfiguration, "\(path) cannot be read.", hint: "Check its permissions.")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
