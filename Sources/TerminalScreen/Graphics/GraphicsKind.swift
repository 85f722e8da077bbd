/// The ways in which a terminal can show pictures.
public enum GraphicsKind: String, Sendable, Hashable, CaseIterable {
  /// kitty's graphics as Unicode placeholders: ordinary cells that the terminal fills with pixels.
  case kitty
  /// iTerm2's inline images, drawn over cells.
  case iterm2
  /// Sixel graphics, drawn over cells.
  case sixel
  /// kitty's graphics placed at the cursor, for terminals that know no placeholders.
  case konsole
  /// Blocks and colours in cells.
  case symbols
  /// ASCII characters in cells.
  case ascii
  /// No pictures.
  case off
}

/// What a person chose: the best way that the terminal has, or one in particular.
public enum GraphicsChoice: String, Sendable, Hashable, CaseIterable {
  case auto, kitty, iterm2, sixel, konsole, symbols, ascii, off

  /// The way that is forced; nil for the best one.
  var forced: GraphicsKind? { GraphicsKind(rawValue: rawValue) }

  /// The choice after this one; a key that steps through them comes round.
  public var next: GraphicsChoice {
    let all = Self.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }
}

/// How much a picture may cost on its way to the terminal.
public enum Transfer: String, Sendable, Hashable, CaseIterable {
  /// Every colour of the picture.
  case full
  /// A palette, or JPEG where the terminal takes it: a third to a seventh of the bytes.
  case economy
}
