/// Pictures on their way to the terminal, a few sequences at a time: frames get in between, and what
/// nobody looks at any more is not sent to its end.
struct UploadQueue {
  private struct Upload {
    let key: PictureKey
    /// Makes the pieces, when the first one is to be sent: most of what is queued while a person
    /// pages on never is.
    let make: () -> [[UInt8]]
    var pieces: [[UInt8]]?
    /// What undoes an upload of which a part was sent.
    let abort: [UInt8]
    var sent = 0
  }

  private var uploads: [Upload] = []

  var isEmpty: Bool { uploads.isEmpty }

  /// Whether this picture waits or is under way.
  func contains(_ key: PictureKey) -> Bool { uploads.contains { $0.key == key } }

  /// Puts a picture at the end.
  mutating func add(_ key: PictureKey, abort: [UInt8], pieces: @escaping () -> [[UInt8]]) {
    uploads.append(Upload(key: key, make: pieces, abort: abort))
  }

  /// Takes out all pictures but these.
  /// - Returns: Those taken out, and what has to be written for the one under way.
  mutating func keepOnly(_ keys: Set<PictureKey>) -> (dropped: [PictureKey], abort: [UInt8]) {
    let dropped = uploads.filter { !keys.contains($0.key) }
    uploads.removeAll { !keys.contains($0.key) }
    return (dropped.map(\.key), dropped.first { $0.sent > 0 }?.abort ?? [])
  }

  /// The next sequences: as many as fit in `limit` bytes, at least one.
  /// - Returns: Them, and the pictures that are complete with them.
  mutating func next(atMost limit: Int) -> (bytes: [UInt8], finished: [PictureKey]) {
    var bytes: [UInt8] = []
    var finished: [PictureKey] = []
    while let upload = uploads.first {
      let pieces = upload.pieces ?? upload.make()
      if upload.pieces == nil { uploads[0].pieces = pieces }
      if upload.sent == pieces.count {
        finished.append(uploads.removeFirst().key)
        continue
      }
      let piece = pieces[upload.sent]
      if !bytes.isEmpty, bytes.count + piece.count > limit { break }
      bytes += piece
      uploads[0].sent += 1
    }
    return (bytes, finished)
  }
}
