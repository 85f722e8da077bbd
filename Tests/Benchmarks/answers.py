"""What terminals answer to a program that asks what they can, and the variables that name them."""

QUESTION = b"\x1b[c"

# The first device attributes, which every terminal answers last.
PLAIN = "\x1b[?62;c"
CELL = (10, 20)
_SIZE = f"\x1b[6;{CELL[1]};{CELL[0]}t"
_TAKES_KITTY = "\x1b_Gi=11;OK\x1b\\\x1b_Gi=12;OK\x1b\\"


def _named(name):
  return f"\x1bP>|{name}\x1b\\"


KITTY = _named("kitty(0.42.0)") + _TAKES_KITTY + _SIZE + PLAIN

# For each way of showing pictures an answer, and variables that differ from those of a terminal with
# 24-bit colours.
WAYS = {
  "kitty placeholders": (KITTY, {}),
  "kitty direct": (_named("Konsole 23.08.1") + _TAKES_KITTY + _SIZE + PLAIN, {}),
  "iTerm2": (_named("iTerm2 3.5.0") + "\x1b]1337;Capabilities=F\x1b\\" + _SIZE + PLAIN, {}),
  "sixel": (_named("foot(1.16.2)") + _SIZE + "\x1b[?62;4;22c", {}),
  "symbols, 24-bit colours": (_SIZE + PLAIN, {}),
  "symbols, 256 colours": (_SIZE + PLAIN, {"COLORTERM": ""}),
  "symbols, 16 colours": (_SIZE + PLAIN, {"COLORTERM": "", "TERM": "xterm"}),
  "ASCII": (_SIZE + PLAIN, {"EASEL_GRAPHICS": "ascii"}),
}


def answer(program, output, text):
  """Answers if the program has asked; reads to the next rest."""
  if QUESTION in output:
    program.write(text)
  return program.settle()
