// An end that the disk does not take into the record.
extension Generation {
  private static let unwrittenStart = "The record does not say so yet. "

  /// Warns that the record cannot say how it ended, with what the disk said of that.
  public mutating func warn(unwrittenFor refusal: StudioError) {
    let reason = [refusal.message, refusal.hint].compactMap(\.self).joined(separator: " ")
    warnings.append(Self.unwrittenStart + reason)
  }

  /// What the disk said of that; nil where the record is up to date.
  var unwrittenEnd: Substring? {
    warnings.first { $0.hasPrefix(Self.unwrittenStart) }?.dropFirst(Self.unwrittenStart.count)
  }
}
