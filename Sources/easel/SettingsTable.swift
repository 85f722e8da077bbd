import StudioCore
import StudioTUI
import TerminalScreen

/// The settings one by one, each with the place that it comes from; those with a mistake left out.
struct SettingsTable {
  /// Name, value, place.
  private(set) var rows: [[String]] = []
  /// What is wrong, each in one line.
  private(set) var mistakes: [String] = []
  private let mistaken: Set<String>

  /// Throws `bad-configuration` where the file cannot be opened.
  init(_ composition: Composition) throws(StudioError) {
    let file = try composition.configurationFile()
    mistaken = file.mistaken
    mistakes = file.problems.map(\.description)
    add("resume", { () throws(StudioError) in Settings.resume(file) }, \.rawValue)
    add("retries", { () throws(StudioError) in Settings.retries(file) }, \.description)
    add(
      "graphics", { () throws(StudioError) in try Settings.graphics(composition, file) },
      \.rawValue)
    add("transfer", { () throws(StudioError) in try Settings.transfer(composition, file) }) {
      $0?.rawValue ?? "auto"
    }
  }

  private mutating func add<Value>(
    _ name: String, _ setting: () throws(StudioError) -> Settings.Setting<Value>,
    _ words: (Value) -> String
  ) {
    do throws(StudioError) {
      let setting = try setting()
      // A variable comes before the file, mistake or not.
      guard setting.isFromEnvironment || !mistaken.contains(name) else { return }
      rows.append([name, words(setting.value), setting.source])
    } catch {
      mistakes.append([error.message, error.hint].compactMap { $0 }.joined(separator: " "))
    }
  }
}
