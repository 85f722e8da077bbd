/// A defect that published documents have, by its number: what they say does not work as it is
/// written, or is left open. The first ten lead to findings of severity `repair`, the others to notes.
enum Repair: String, CaseIterable {
  /// `with` names the caller by an alias instead of the interface's namespace.
  case callerAlias = "D1"
  /// A parameter `in: body` without a body to put it into.
  case bodyParameter = "D2"
  /// A credential names its variable with the bind's namespace.
  case qualifiedVariable = "D3"
  /// A path variable of the consumed service that nothing fills.
  case pathVariable = "D6"
  /// A tool without an argument for such a path variable.
  case toolArgument = "D7"
  /// Azure's `api-version` is missing.
  case apiVersion = "D8"
  /// A bearer token where Azure wants a key.
  case azureKey = "D9"
  /// An object or list answer without its shape.
  case wholeAnswer = "D10"
  /// A tool or route that uses the caller's body without declaring it.
  case undeclaredBody = "D11"

  /// A variable for a credential may be unset.
  case optionalCredential = "D4"
  /// A placeholder in a host name.
  case configuredHost = "D5"
  /// Outputs of a consumed operation that nothing uses.
  case unusedOutputs = "D12"
  /// Several interfaces of one kind on one port.
  case sharedPort = "D13"
  /// A port that other programs of this kind use.
  case crowdedPort = "D14"
  /// An interface without an address.
  case loopback = "D15"
  /// Hints that leave `openWorld` open.
  case openWorld = "D16"
  /// A path that makes the interface a stand-in for OpenAI's.
  case standIn = "D17"

  /// Whether the document has to be corrected for it; otherwise it only leaves something open.
  var isCorrection: Bool {
    switch self {
    case .callerAlias, .bodyParameter, .qualifiedVariable, .pathVariable, .toolArgument,
      .apiVersion, .azureKey, .wholeAnswer, .undeclaredBody:
      true
    case .optionalCredential, .configuredHost, .unusedOutputs, .sharedPort, .crowdedPort,
      .loopback, .openWorld, .standIn:
      false
    }
  }

  /// The finding's code: `repair.D1`, `note.D4`.
  var code: String { (isCorrection ? "repair." : "note.") + rawValue }
}
