/// Something happened in the studio, through this door or another.
public enum StudioEvent: Hashable, Sendable {
  /// A generation is new or its record changed, by whatever process.
  case changed(Generation)
  /// More of an answer came; at most ten times a second a job, and for each partial picture.
  case progress(JobProgress)
  /// The history changed in more ways than can be told one by one: read it anew.
  case historyChanged
}
