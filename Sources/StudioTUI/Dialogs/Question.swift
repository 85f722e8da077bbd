import StudioCore

/// Something that only the person can decide. It knows what it is about; what it says is worked out
/// from the state each time, so that it stays true while it is open.
struct Question: Sendable {
  enum Subject: Sendable {
    case quit
    case cancel(GenerationID)
    /// The same request once more.
    case sendAgain(Generation)
    /// Jobs that nobody works on.
    case resume([GenerationID])
  }

  let subject: Subject
  var selected = 0

  /// A question in words, with its choices.
  struct Text: Sendable {
    var title: String
    var lines: [String]
    var choices: [Choice]
  }

  struct Choice: Sendable {
    var label: String
    var action: Action
  }

  enum Action: Sendable {
    case stay
    case quit
    case cancel(GenerationID)
    case sendAgain(Generation)
    case dismiss(GenerationID)
    case resume([GenerationID])
    case cancelAll([GenerationID])
  }
}
