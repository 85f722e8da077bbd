import StudioCore

/// Why a call of a tool has no other result: sentences that a model can act on.
struct ToolProblem: Error {
  var message: String

  init(_ message: String) { self.message = message }

  init(_ error: StudioError) {
    if error.code == .cancelled {
      message = "The call was cancelled."
    } else {
      message = PlainText.clean(error.message, limit: 1000)
    }
    if let hint = error.hint { message += " " + PlainText.clean(hint) }
    if error.isRetryable { message += " The same call may work later." }
    if error.mayHaveBeenBilled { message += " It may have been billed." }
    if let reference = error.reference {
      message += " Reference for the service's support: \(PlainText.clean(reference, limit: 200))."
    }
  }

  var result: JSONObject {
    ["content": [["type": "text", "text": .string(message)]], "isError": true]
  }
}
