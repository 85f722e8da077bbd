/// The number under which a terminal keeps a picture: 16…255, which a cell tells by a colour of the
/// palette, and in bits 24–31 a number of this run, which it tells by its third mark. RGB colours,
/// which could tell longer numbers, do not survive tmux.
struct PictureID: Hashable, Sendable {
  /// The numbers that are no named colours: those a user may have redefined, and tmux may rewrite.
  static let slots: ClosedRange<UInt8> = 16...255

  let slot: UInt8
  /// 1…255.
  let session: UInt8

  /// The number in commands.
  var number: UInt32 { UInt32(session) << 24 | UInt32(slot) }

  /// The cell that shows a part of the picture; nothing but its background colour matters besides.
  func cell(row: Int, column: Int, background: Color) -> Cell {
    let marks = PlaceholderMarks.marks
    return Cell(
      PlaceholderMarks.base, marks: (marks[row], marks[column], marks[Int(session)]),
      style: Style(foreground: .palette(slot), background: background))
  }
}
