import StudioCore
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The configuration file", .timeLimit(.minutes(1)))
struct ConfigurationFileTests {
  private func problems(_ text: String) -> [String] {
    ConfigurationFile(text, file: "config.yaml").problems.map(\.description)
  }

  @Test("sets what it names, and leaves the rest alone")
  func settings() {
    let file = ConfigurationFile(
      """
      # mine
      resume: no
      retries: 5
      graphics: sixel
      transfer: Economy
      """, file: "config.yaml")
    #expect(file.resume == .no)
    #expect(file.retries == 5)
    #expect(file.graphics == .sixel)
    #expect(file.transfer == .economy)
    #expect(file.warnings.isEmpty)
    #expect(ConfigurationFile("", file: "c") == ConfigurationFile())
    #expect(ConfigurationFile("retries: 0", file: "c").resume == nil)
  }

  @Test(
    "with a value that cannot be says where, and what can be",
    arguments: [
      ("resume: maybe", "config.yaml:1:9: resume cannot be 'maybe'; write one of ask, yes, no"),
      (
        "\nretries: many", "config.yaml:2:10: retries cannot be 'many'; write a number from 0 to 20"
      ),
      ("retries: -1", "config.yaml:1:10: retries cannot be '-1'; write a number from 0 to 20"),
      ("retries: 21", "config.yaml:1:10: retries cannot be '21'; write a number from 0 to 20"),
      ("retries: [1]", "config.yaml:1:10: a single word or number is expected here"),
    ])
  func mistakes(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test("tells all mistakes at once, and of no YAML says so")
  func several() {
    #expect(problems("resume: x\nretries: x\ngraphics: x\ntransfer: x").count == 4)
    #expect(problems("a: b: c").first?.contains("not YAML") == true)
  }

  @Test(
    "that gives a name twice, or holds a character that may not be there, says where",
    arguments: [
      ("resume: ask\nresume: no", "2:1: given twice: 'resume'"),
      ("# mine\nretries: 2\nresume: ask\n\n\"retries\" : 3\n", "5:1: given twice: 'retries'"),
      ("a:\n  resume: 1\n  retries: 2\n  resume: 3\nresume: 4", "4:3: given twice: 'resume'"),
      ("{retries: 1, retries: 2}", "1:2: given twice: 'retries'"),
      ("retries: 1\nresume: \u{1}ask", "2:9: not YAML: control characters are not allowed"),
      ("# größer 画\n# é\u{1}", "2:4: not YAML: control characters are not allowed"),
    ])
  func places(text: String, problem: String) {
    #expect(problems(text) == ["config.yaml:" + problem])
  }

  @Test("with a name that is not known is read, and warns of it with its place")
  func unknown() {
    let file = ConfigurationFile("retires: 2\nresume: yes", file: "config.yaml")
    #expect(file.resume == .yes)
    #expect(
      file.warnings.map(\.description) == [
        "config.yaml:1:1: unknown setting 'retires'; did you mean 'retries'?"
      ])
  }

  @Test("with a mistake still tells what else it sets; one that is no YAML sets nothing")
  func rest() {
    let file = ConfigurationFile("resume: maybe\nretries: 5", file: "config.yaml")
    #expect(file.retries == 5)
    #expect(file.mistaken == ["resume"])
    let torn = ConfigurationFile("retries: 5\na: b: c", file: "config.yaml")
    #expect(torn.mistaken == ["resume", "retries", "graphics", "transfer"])
  }

  @Test("shows no sequence of a hostile value")
  func hostile() {
    let shown = problems("resume: \"\\e]52;c;x\\a\"").joined()
    #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }
}
