/// How a command is described to people.
struct CommandDescription: Sendable {
  let group: CommandGroup
  let title: String
  let summary: String

  init(_ group: CommandGroup, _ title: String, _ summary: String) {
    self.group = group
    self.title = title
    self.summary = summary
  }
}

extension Command {
  /// Group, title and summary; a command without them does not compile.
  var wording: CommandDescription {
    switch self {
    case .promptGenerate:
      .init(
        .prompt, "Generate",
        "Send the prompt with these settings to the destination.")
    case .promptNewline: .init(.prompt, "Break the line", "Start a new line in the prompt.")
    case .promptUndo: .init(.prompt, "Undo", "Take back the last change of the text.")
    case .promptRedo: .init(.prompt, "Redo", "Make the change again that was taken back last.")
    case .promptClear: .init(.prompt, "Clear the prompt", "Empty the prompt; undo brings it back.")
    case .promptHistory:
      .init(
        .prompt, "Search prompts",
        "Find an earlier prompt and put it into the editor.")
    case .promptEditor:
      .init(
        .prompt, "Edit elsewhere",
        "Open the prompt in the program that $EDITOR names.")
    case .focusPrompt:
      .init(
        .prompt, "Go to the prompt",
        "Put the keyboard into the prompt editor.")
    case .leaveEditor:
      .init(
        .prompt, "Leave the editor",
        "Stop typing, so that single letters are commands; the text stays.")
    case .textLeft: .init(.text, "Move left", "Move one character to the left.")
    case .textRight: .init(.text, "Move right", "Move one character to the right.")
    case .textWordLeft: .init(.text, "Move a word left", "Move to the beginning of the word.")
    case .textWordRight: .init(.text, "Move a word right", "Move to the end of the word.")
    case .textLineStart:
      .init(
        .text, "Move to the line's start",
        "Move to the beginning of the line.")
    case .textLineEnd: .init(.text, "Move to the line's end", "Move to the end of the line.")
    case .textUp: .init(.text, "Move up", "Move to the line above.")
    case .textDown: .init(.text, "Move down", "Move to the line below.")
    case .textStart: .init(.text, "Move to the text's start", "Move before the first character.")
    case .textEnd: .init(.text, "Move to the text's end", "Move behind the last character.")
    case .textDeleteBack: .init(.text, "Delete back", "Delete the character before the cursor.")
    case .textDeleteForward: .init(.text, "Delete forward", "Delete the character at the cursor.")
    case .textDeleteWordBack:
      .init(
        .text, "Delete a word back",
        "Cut from the beginning of the word to the cursor.")
    case .textDeleteWordForward:
      .init(
        .text, "Delete a word forward",
        "Cut from the cursor to the end of the word.")
    case .textDeleteToLineStart:
      .init(
        .text, "Cut to the line's start",
        "Cut from the beginning of the line to the cursor.")
    case .textDeleteToLineEnd:
      .init(
        .text, "Cut to the line's end",
        "Cut from the cursor to the end of the line.")
    case .textYank: .init(.text, "Put back what was cut", "Insert the text that was cut last.")
    case .textTranspose:
      .init(
        .text, "Swap two characters",
        "Exchange the characters around the cursor.")
    case .focusSettings:
      .init(
        .settings, "Go to the settings",
        "Put the keyboard into the settings.")
    case .settingIncrease: .init(.settings, "Next value", "Choose the setting's next value.")
    case .settingDecrease:
      .init(
        .settings, "Previous value",
        "Choose the setting's previous value.")
    case .settingEdit: .init(.settings, "Edit the setting", "Type or pick the setting's value.")
    case .settingReset:
      .init(
        .settings, "Reset the setting",
        "Go back to the destination's default.")
    case .listDown: .init(.lists, "Next row", "Select the row below.")
    case .listUp: .init(.lists, "Previous row", "Select the row above.")
    case .listPageDown: .init(.lists, "Page down", "Move the selection down by one page.")
    case .listPageUp: .init(.lists, "Page up", "Move the selection up by one page.")
    case .listFirst: .init(.lists, "First row", "Select the first row.")
    case .listLast: .init(.lists, "Last row", "Select the last row.")
    case .listFilter: .init(.lists, "Filter", "Type words that the rows must match.")
    case .listOpen: .init(.lists, "Open", "Do with the selected row what it is there for.")
    case .focusJobs: .init(.jobs, "Go to the jobs", "Put the keyboard into the list of jobs.")
    case .jobShow: .init(.jobs, "Show the job", "Show the selected job's pictures and details.")
    case .jobCancel:
      .init(
        .jobs, "Cancel the job",
        "Stop the selected job; a request that has left may still be billed.")
    case .jobRetry:
      .init(
        .jobs, "Send again",
        "Send the same request again, after asking when it may be billed twice.")
    case .jobRecall:
      .init(
        .jobs, "Recall the job",
        "Put the job's prompt and settings into the editor.")
    case .historyOpen: .init(.history, "Open the history", "Show every picture ever made.")
    case .historyGallery:
      .init(.history, "List or gallery", "Show the history as a list or as a grid of pictures.")
    case .historyRecall:
      .init(
        .history, "Recall everything",
        "Put prompt, settings and destination into the editor; undo brings the old text back.")
    case .historyRecallPrompt:
      .init(
        .history, "Recall the prompt",
        "Put only the prompt into the editor.")
    case .historyRecallSettings:
      .init(
        .history, "Recall the settings",
        "Take over only the settings.")
    case .historyCopyPath:
      .init(
        .history, "Copy the path",
        "Put the picture's file name on the clipboard.")
    case .imageNext: .init(.view, "Next picture", "Show the next picture.")
    case .imagePrevious: .init(.view, "Previous picture", "Show the picture before.")
    case .viewerOpen: .init(.view, "View full screen", "Show the picture on the whole screen.")
    case .viewerDetails:
      .init(.view, "Details", "Show a line, everything or nothing about the picture.")
    case .viewerZoomIn: .init(.view, "Zoom in", "Show a smaller part of the picture, larger.")
    case .viewerZoomOut: .init(.view, "Zoom out", "Show more of the picture, smaller.")
    case .viewerFit:
      .init(.view, "Whole picture", "Show all of the picture, as large as there is room.")
    case .viewerActual:
      .init(.view, "Actual pixels", "Show each pixel of the picture as one of the screen.")
    case .viewerLeft:
      .init(.view, "Left", "Move to the left where a part is seen, else to the picture before.")
    case .viewerRight:
      .init(.view, "Right", "Move to the right where a part is seen, else to the next picture.")
    case .viewerUp: .init(.view, "Up", "Move up where a part of the picture is seen.")
    case .viewerDown: .init(.view, "Down", "Move down where a part of the picture is seen.")
    case .viewerMark:
      .init(.view, "Mark the picture", "Remember the picture, to compare another one with it.")
    case .viewerCompare:
      .init(.view, "Compare side by side", "Show the marked picture and this one side by side.")
    case .viewerFlicker:
      .init(
        .view, "Compare one by one",
        "Show the marked picture and this one in the same place, each time the other one.")
    case .graphicsNext:
      .init(
        .view, "Show pictures otherwise",
        "Go over to the next way of showing pictures: pixels by one protocol or another, symbols.")
    case .graphicsTransfer:
      .init(
        .view, "Full colour or economy",
        "Send pictures whole, or in fewer colours for a slow connection.")
    case .focusNext: .init(.studio, "Next pane", "Move the keyboard to the next pane.")
    case .focusPrevious: .init(.studio, "Previous pane", "Move the keyboard to the pane before.")
    case .pickerOpen:
      .init(
        .studio, "Choose the destination",
        "Choose provider, resource, and deployment or model.")
    case .paletteOpen: .init(.studio, "Command palette", "Find a command by its name.")
    case .helpOpen: .init(.studio, "Help", "Show the keys and commands that work here.")
    case .themeNext: .init(.studio, "Next theme", "Change the colours.")
    case .themePrevious: .init(.studio, "Previous theme", "Change the colours back.")
    case .back: .init(.studio, "Back", "Go one step back; nothing is lost.")
    case .redraw: .init(.studio, "Draw again", "Draw the whole screen anew.")
    case .suspend:
      .init(
        .studio, "Suspend",
        "Stop the program and give the terminal back to the shell.")
    case .quit: .init(.studio, "Quit", "Leave the screen; running jobs are finished.")
    }
  }
}
