/// What becomes, when the screen starts, of jobs that still waited when their process ended.
public enum ResumeRule: String, Sendable, CaseIterable {
  /// A person is asked.
  case ask
  /// They are sent.
  case yes
  /// They end as failed: nothing was sent.
  case no
}
