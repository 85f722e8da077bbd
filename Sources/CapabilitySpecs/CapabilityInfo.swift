/// What a document says about itself, for people who choose among documents.
public struct CapabilityInfo: Sendable, Equatable {
  /// The display name.
  public let label: String
  /// What the capability is for.
  public let description: String
  /// Words to find it by.
  public let tags: [String]
  /// The day it was written, `YYYY-MM-DD` as in the document.
  public let created: String?
  /// The day it was last changed, `YYYY-MM-DD` as in the document.
  public let modified: String?
}
