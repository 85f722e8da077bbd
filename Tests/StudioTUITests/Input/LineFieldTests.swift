import Testing

@testable import StudioTUI

@Suite("The line field", .timeLimit(.minutes(3)))
struct LineFieldTests {
  @Test("never holds a line end")
  func oneLine() {
    var field = LineField("a\r\nb")
    field.insert("\n")
    field.insert("c\rd")
    _ = field.perform(.promptNewline)
    #expect(field.text == "a b c d")
  }

  @Test("edits like the prompt, and leaves up and down to the list around it")
  func commands() {
    var field = LineField("model:flux fox")
    let done = [Command.textDeleteWordBack, .textUp, .textDown].map { field.perform($0) }
    #expect(done == [true, false, false])
    #expect(field.text == "model:flux ")
    _ = field.perform(.promptUndo)
    #expect(field.text == "model:flux fox")
  }
}
