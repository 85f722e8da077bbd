/// A credential. Whatever prints, dumps or encodes the values around it cannot show it.
struct Secret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  let value: String

  init(_ value: String) { self.value = value }

  var description: String { "(secret)" }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// False where no header can carry it: a line break or other invisible characters are in it.
  var fitsHeader: Bool {
    !value.isEmpty && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// `text` without the credential: services and gateways may quote it in what they say.
  func removed(from text: String) -> String {
    // Shorter ones are no secrets, and are found within ordinary words.
    let shortest = 5
    guard value.utf8.count >= shortest else { return text }
    var clean = text.replacing(value, with: "•••")
    // What was cut short may end within it.
    guard clean.contains("…") else { return clean }
    for count in stride(from: value.count - 1, through: shortest, by: -1) {
      clean = clean.replacing(value.prefix(count) + "…", with: "•••…")
    }
    return clean
  }
}

/// A header that carries a credential.
struct HeaderCredential: Sendable {
  var name: String
  /// Goes before the credential: `Bearer`.
  var scheme: String?
  var secret: Secret

  static func bearer(_ secret: Secret) -> HeaderCredential {
    HeaderCredential(name: "Authorization", scheme: "Bearer", secret: secret)
  }

  var headerValue: String { scheme.map { "\($0) \(secret.value)" } ?? secret.value }
}
