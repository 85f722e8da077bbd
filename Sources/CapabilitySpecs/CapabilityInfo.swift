/// What a document says about itself, for people who choose among documents.
public struct CapabilityInfo: Sendable, Equatable {
  /// Somebody who has to do with the capability.
  public struct Stakeholder: Sendable, Equatable {
    /// What they have to do with it, such as `owner`.
    public let role: String
    /// Their name.
    public let fullName: String
    /// Their mail address.
    public let email: String?
  }

  /// The display name; empty where the document gives none.
  public let label: String
  /// What the capability is for; empty where the document does not say.
  public let description: String
  /// Words to find it by.
  public let tags: [String]
  /// The day it was written, as in the document; `YYYY-MM-DD` in a valid one.
  public let created: String?
  /// The day it was last changed, as in the document.
  public let modified: String?
  /// Who has to do with it.
  public let stakeholders: [Stakeholder]
}
