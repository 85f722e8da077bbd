import StudioCore

extension RequestProblem {
  /// What to write on the command line, in one sentence; nil where the message says it all.
  func wayOut(at provider: ProviderID) -> String? {
    guard field == .destination else { return nil }
    return switch provider {
    case .azure:
      "Name a deployment with --deployment NAME, or once for all in AZURE_OPENAI_DEPLOYMENT; "
        + "`easel providers` lists those that are known."
    case .ollama:
      "Name a model of the server with --model NAME; `easel providers` lists them. The server is "
        + "that of OLLAMA_HOST, or of --host."
    default: "Name one with --model NAME; `easel providers` lists them."
    }
  }
}
