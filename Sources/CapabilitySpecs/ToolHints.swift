/// What a document says about a tool's effects; nil where it says nothing.
///
/// The specification's meaning of an absent hint: not read-only, destructive, not idempotent, open
/// world.
public struct ToolHints: Sendable, Equatable {
  /// The tool changes nothing.
  public let readOnly: Bool?
  /// The tool may destroy something.
  public let destructive: Bool?
  /// Repeating a call changes nothing more.
  public let idempotent: Bool?
  /// The tool reaches beyond this machine's closed world.
  public let openWorld: Bool?
}
