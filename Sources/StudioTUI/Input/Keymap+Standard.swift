internal import TerminalScreen

extension Keymap {
  /// The keys that Easel comes with.
  public static let standard = Keymap(standardKeys)

  /// Context, command, its chords with the one that help shows first. They are values and no texts,
  /// as the first frame waits for them.
  static let standardKeys: [(KeyContext, [(Command, [KeyChord])])] = [
    (.editor, editorKeys + textKeys), (.field, textKeys), (.settings, settingsKeys),
    (.list, listKeys), (.jobs, jobsKeys), (.history, historyKeys),
    (.viewer, viewerKeys), (.dialog, dialogKeys), (.help, helpKeys), (.global, globalKeys),
  ]

  private static let editorKeys: [(Command, [KeyChord])] = [
    (.promptGenerate, [key(.enter)]),
    (.promptNewline, [altKey(.enter), ctrl("j")]),
    (.promptUndo, [ctrl("_"), alt("u")]),
    (.promptRedo, [alt("r")]),
    (.promptClear, [alt("c")]),
    (.promptHistory, [ctrl("r")]),
    (.promptEditor, [alt("e")]),
    (.leaveEditor, [key(.escape)]),
    (.textUp, [key(.up), ctrl("p")]),
    (.textDown, [key(.down), ctrl("n")]),
    (.textStart, [alt("<"), ctrlKey(.home)]),
    (.textEnd, [alt(">"), ctrlKey(.end)]),
  ]

  private static let textKeys: [(Command, [KeyChord])] = [
    (.textLeft, [key(.left), ctrl("b")]),
    (.textRight, [key(.right), ctrl("f")]),
    (.textWordLeft, [alt("b"), ctrlKey(.left), altKey(.left)]),
    (.textWordRight, [alt("f"), ctrlKey(.right), altKey(.right)]),
    (.textLineStart, [key(.home), ctrl("a")]),
    (.textLineEnd, [key(.end), ctrl("e")]),
    (.textDeleteBack, [key(.backspace), ctrl("h")]),
    (.textDeleteForward, [key(.delete), ctrl("d")]),
    (.textDeleteWordBack, [ctrl("w"), altKey(.backspace)]),
    (.textDeleteWordForward, [alt("d")]),
    (.textDeleteToLineStart, [ctrl("u")]),
    (.textDeleteToLineEnd, [ctrl("k")]),
    (.textYank, [ctrl("y")]),
    (.textTranspose, [ctrl("t")]),
  ]

  private static let settingsKeys: [(Command, [KeyChord])] = [
    (.listDown, [key(.down), char("j")]),
    (.listUp, [key(.up), char("k")]),
    (.listFirst, [key(.home), char("g")]),
    (.listLast, [key(.end), char("G")]),
    (.settingIncrease, [key(.right), char("l"), char("+"), char(" ")]),
    (.settingDecrease, [key(.left), char("-")]),
    (.settingEdit, [key(.enter), char("e")]),
    (.settingReset, [key(.backspace), char("r")]),
  ]

  private static let listKeys: [(Command, [KeyChord])] = [
    (.listDown, [key(.down), char("j")]),
    (.listUp, [key(.up), char("k")]),
    (.listPageDown, [key(.pageDown), ctrl("d")]),
    (.listPageUp, [key(.pageUp), ctrl("u")]),
    (.listFirst, [key(.home), char("g")]),
    (.listLast, [key(.end), char("G")]),
    (.listFilter, [char("/")]),
    (.listOpen, [key(.enter)]),
  ]

  private static let jobsKeys: [(Command, [KeyChord])] = [
    (.jobShow, [key(.enter)]),
    (.jobCancel, [char("x"), key(.delete)]),
    (.jobRetry, [char("s")]),
    (.jobRecall, [char("r")]),
  ]

  private static let historyKeys: [(Command, [KeyChord])] = [
    (.viewerOpen, [key(.enter)]),
    (.historyRecall, [char("r")]),
    (.historyRecallPrompt, [char("R")]),
    (.historyRecallSettings, [char("S")]),
    (.historyCopyPath, [char("y")]),
    (.viewerMark, [char("m")]),
    (.viewerCompare, [char("c")]),
    (.historyGallery, [char("t")]),
    (.viewerLeft, [key(.left)]),
    (.viewerRight, [key(.right)]),
    (.jobRetry, [char("s")]),
  ]

  private static let viewerKeys: [(Command, [KeyChord])] = [
    (.imageNext, [char(" "), char("n")]),
    (.imagePrevious, [key(.backspace), char("N")]),
    (.viewerLeft, [key(.left)]),
    (.viewerRight, [key(.right)]),
    (.viewerUp, [key(.up)]),
    (.viewerDown, [key(.down)]),
    (.viewerZoomIn, [char("+"), char("=")]),
    (.viewerZoomOut, [char("-")]),
    (.viewerFit, [char("0")]),
    (.viewerActual, [char("1")]),
    (.viewerMark, [char("m")]),
    (.viewerCompare, [char("c")]),
    (.viewerFlicker, [char("f")]),
    (.viewerDetails, [char("i")]),
    (.historyRecall, [char("r")]),
    (.historyCopyPath, [char("y")]),
    (.jobRetry, [char("s")]),
  ]

  private static let dialogKeys: [(Command, [KeyChord])] = [
    (.listOpen, [key(.enter)]),
    (.listDown, [key(.down), ctrl("n"), key(.tab)]),
    (.listUp, [key(.up), ctrl("p"), shiftKey(.tab)]),
    (.listPageDown, [key(.pageDown)]),
    (.listPageUp, [key(.pageUp)]),
    (.back, [key(.escape)]),
  ]

  private static let helpKeys: [(Command, [KeyChord])] = [
    (.listDown, [key(.down), char("j"), key(.enter)]),
    (.listUp, [key(.up), char("k")]),
    (.listPageDown, [key(.pageDown), char(" ")]),
    (.listPageUp, [key(.pageUp)]),
    (.listFirst, [key(.home), char("g")]),
    (.listLast, [key(.end), char("G")]),
    (.back, [key(.escape), char("q"), key(.function(1)), char("?")]),
  ]

  private static let globalKeys: [(Command, [KeyChord])] = [
    (.focusNext, [key(.tab)]),
    (.focusPrevious, [shiftKey(.tab)]),
    (.helpOpen, [key(.function(1)), char("?")]),
    (.pickerOpen, [key(.function(2)), char("p")]),
    (.historyOpen, [key(.function(3)), char("h")]),
    (.viewerOpen, [key(.function(4)), char("v")]),
    (.themeNext, [key(.function(6))]),
    (.themePrevious, [shiftKey(.function(6))]),
    (.graphicsNext, [key(.function(7))]),
    (.graphicsTransfer, [shiftKey(.function(7))]),
    (.paletteOpen, [key(.function(9)), alt("x"), char(":")]),
    (.focusPrompt, [char("i")]),
    (.imageNext, [char("]"), altKey(.right)]),
    (.imagePrevious, [char("["), altKey(.left)]),
    (.back, [key(.escape)]),
    (.redraw, [ctrl("l")]),
    (.suspend, [ctrl("z")]),
    (.quit, [key(.function(10)), ctrl("q"), char("q")]),
  ]

  // MARK: Chords

  private static func char(_ scalar: Unicode.Scalar) -> KeyChord { KeyChord(.character(scalar)) }
  private static func key(_ key: Key) -> KeyChord { KeyChord(key) }
  private static func ctrl(_ scalar: Unicode.Scalar) -> KeyChord {
    KeyChord(.character(scalar), .ctrl)
  }
  private static func ctrlKey(_ key: Key) -> KeyChord { KeyChord(key, .ctrl) }
  private static func alt(_ scalar: Unicode.Scalar) -> KeyChord {
    KeyChord(.character(scalar), .alt)
  }
  private static func altKey(_ key: Key) -> KeyChord { KeyChord(key, .alt) }
  private static func shiftKey(_ key: Key) -> KeyChord { KeyChord(key, .shift) }
}
