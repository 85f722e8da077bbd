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

extension GraphicsKind {
  /// What people call it.
  public var title: String {
    switch self {
    case .kitty: "kitty graphics"
    case .iterm2: "iTerm2 images"
    case .sixel: "sixel"
    case .konsole: "kitty at the cursor"
    case .symbols: "symbols"
    case .ascii: "ASCII characters"
    case .off: "none"
    }
  }
}

/// What a person chose: the best way that the terminal has, or one in particular, which is used
/// unless it is certain that nothing would be seen. Where the terminal does not tell, the person is
/// believed.
public enum GraphicsChoice: String, Sendable, Hashable, CaseIterable {
  case auto, kitty, iterm2, sixel, konsole, symbols, ascii, off

  /// The way that is forced; nil for the best one.
  public var forced: GraphicsKind? { GraphicsKind(rawValue: rawValue) }
}

/// How much a picture may cost on its way to the terminal.
public enum Transfer: String, Sendable, Hashable, CaseIterable {
  /// Every colour of the picture.
  case full
  /// A palette, or JPEG where the terminal takes it: a third to a seventh of the bytes.
  case economy
}
