public import StudioCore

/// One thing in a store that is not as it should be.
public struct StoreFinding: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// A generation that a dead process left between two states.
    case unsettled
    /// A folder of a generation without its record.
    case noRecord = "no-record"
    /// A record that cannot be read, or says what cannot be.
    case damagedRecord = "damaged-record"
    /// A picture that its record names and that is gone.
    case missingPicture = "missing-picture"
    /// A picture whose bytes are not those that came.
    case changedPicture = "changed-picture"
    /// A picture that no record names.
    case unrecordedPicture = "unrecorded-picture"
    /// Bytes that arrived, are no whole picture, and are not named or could be shown in part.
    case arrivedBytes = "arrived-bytes"
    /// Bytes of an answer that did not fit into the store and were put elsewhere.
    case rescuedBytes = "rescued-bytes"
    /// A file or folder that holds nothing of worth.
    case leftover
    /// Something that is no part of a store; no fault.
    case foreign
    /// Something that could not be looked at.
    case unreadable
  }

  public var kind: Kind
  /// The generation it belongs to, where there is one.
  public var id: GenerationID?
  /// Absolute; as it is, so not to be shown unsanitised.
  public var path: String
  /// What is the matter, in one sentence for people.
  public var message: String
  /// What to do about it; nil where nothing has to be done.
  public var hint: String?
  /// True once it has been mended.
  public var isRepaired = false

  /// True for what still has to be dealt with.
  public var isOpen: Bool { !isRepaired && kind != .foreign }
}
