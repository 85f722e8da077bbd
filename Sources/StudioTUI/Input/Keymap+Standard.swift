internal import TerminalScreen

extension Keymap {
  /// The keys that Easel comes with.
  public static let standard: Keymap = {
    var keymap = Keymap()
    for (context, lines) in standardKeys {
      for (command, chords) in lines {
        for text in chords.split(separator: " ") {
          guard let chord = KeyChord(parsing: String(text)) else { continue }
          keymap.bind(chord, to: command, in: context)
        }
      }
    }
    return keymap
  }()

  /// Context, command, chords separated by spaces with the one that help shows first.
  static let standardKeys: [(KeyContext, [(Command, String)])] = [
    (.editor, editorKeys + textKeys), (.field, textKeys), (.settings, settingsKeys),
    (.list, listKeys), (.jobs, jobsKeys), (.history, historyKeys),
    (.viewer, viewerKeys), (.dialog, dialogKeys), (.help, helpKeys), (.global, globalKeys),
  ]

  private static let editorKeys: [(Command, String)] = [
    (.promptGenerate, "Enter"), (.promptNewline, "Alt-Enter Ctrl-J"), (.promptUndo, "Ctrl-_ Alt-u"),
    (.promptRedo, "Alt-r"), (.promptClear, "Alt-c"), (.promptHistory, "Ctrl-R"),
    (.promptEditor, "Alt-e"), (.leaveEditor, "Esc"), (.textUp, "Up Ctrl-P"),
    (.textDown, "Down Ctrl-N"), (.textStart, "Alt-< Ctrl-Home"), (.textEnd, "Alt-> Ctrl-End"),
  ]

  private static let textKeys: [(Command, String)] = [
    (.textLeft, "Left Ctrl-B"), (.textRight, "Right Ctrl-F"),
    (.textWordLeft, "Alt-b Ctrl-Left Alt-Left"), (.textWordRight, "Alt-f Ctrl-Right Alt-Right"),
    (.textLineStart, "Home Ctrl-A"), (.textLineEnd, "End Ctrl-E"),
    (.textDeleteBack, "Backspace Ctrl-H"), (.textDeleteForward, "Delete Ctrl-D"),
    (.textDeleteWordBack, "Ctrl-W Alt-Backspace"), (.textDeleteWordForward, "Alt-d"),
    (.textDeleteToLineStart, "Ctrl-U"), (.textDeleteToLineEnd, "Ctrl-K"), (.textYank, "Ctrl-Y"),
    (.textTranspose, "Ctrl-T"),
  ]

  private static let settingsKeys: [(Command, String)] = [
    (.listDown, "Down j"), (.listUp, "Up k"), (.listFirst, "Home g"), (.listLast, "End G"),
    (.settingIncrease, "Right l + Space"), (.settingDecrease, "Left -"), (.settingEdit, "Enter e"),
    (.settingReset, "Backspace r"),
  ]

  private static let listKeys: [(Command, String)] = [
    (.listDown, "Down j"), (.listUp, "Up k"), (.listPageDown, "PageDown Ctrl-D"),
    (.listPageUp, "PageUp Ctrl-U"), (.listFirst, "Home g"), (.listLast, "End G"),
    (.listFilter, "/"), (.listOpen, "Enter"),
  ]

  private static let jobsKeys: [(Command, String)] = [
    (.jobShow, "Enter"), (.jobCancel, "x Delete"), (.jobRetry, "s"),
    (.jobRecall, "r"),
  ]

  private static let historyKeys: [(Command, String)] = [
    (.viewerOpen, "Enter"), (.historyRecall, "r"),
    (.historyRecallPrompt, "R"), (.historyRecallSettings, "S"), (.historyCopyPath, "y"),
    (.imagePrevious, "Left"),
    (.imageNext, "Right"),
  ]

  private static let viewerKeys: [(Command, String)] = [
    (.imageNext, "Right Space n"), (.imagePrevious, "Left Backspace N"),
    (.viewerDetails, "i"), (.historyRecall, "r"), (.historyCopyPath, "y"),
  ]

  private static let dialogKeys: [(Command, String)] = [
    (.listOpen, "Enter"), (.listDown, "Down Ctrl-N Tab"), (.listUp, "Up Ctrl-P Shift-Tab"),
    (.listPageDown, "PageDown"), (.listPageUp, "PageUp"), (.back, "Esc"),
  ]

  private static let helpKeys: [(Command, String)] = [
    (.listDown, "Down j Enter"), (.listUp, "Up k"), (.listPageDown, "PageDown Space"),
    (.listPageUp, "PageUp"), (.listFirst, "Home g"), (.listLast, "End G"), (.back, "Esc q F1 ?"),
  ]

  private static let globalKeys: [(Command, String)] = [
    (.focusNext, "Tab"), (.focusPrevious, "Shift-Tab"), (.helpOpen, "F1 ?"),
    (.pickerOpen, "F2 p"), (.historyOpen, "F3 h"), (.viewerOpen, "F4 v"), (.themeNext, "F6"),
    (.themePrevious, "Shift-F6"), (.paletteOpen, "F9 Alt-x :"),
    (.focusPrompt, "i"), (.imageNext, "] Alt-Right"), (.imagePrevious, "[ Alt-Left"),
    (.back, "Esc"),
    (.redraw, "Ctrl-L"), (.suspend, "Ctrl-Z"), (.quit, "F10 Ctrl-Q q"),
  ]
}
