"""What a terminal shows after the bytes that it got: positions and characters, no colours."""

import re
import unicodedata

_TOKEN = re.compile(
  r"\x1b_[^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
  r"|\x1b\[(?P<arguments>[0-9;:?<>=]*)(?P<space>[ -/]*)(?P<final>[@-~])|\x1b(?P<simple>[78A-Z=>])"
  r"|\x1b[()].|(?P<control>[\x00-\x1a\x1c-\x1f])|(?P<text>[^\x00-\x1f\x1b]+)")


class Glass:
  """Takes bytes in pieces; a sequence that a piece cuts waits for the next one."""

  def __init__(self, rows, columns):
    self.rows = [[" "] * columns for _ in range(rows)]
    self._row = self._column = 0
    self._saved = (0, 0)
    self._last = " "
    self._rest = b""

  def line(self, row):
    return "".join(self.rows[row])

  def take(self, data):
    text = (self._rest + data).decode("utf-8", errors="surrogateescape")
    end = 0
    for token in _TOKEN.finditer(text):
      if token.start() != end:
        break
      self._obey(token)
      end = token.end()
    # What is no sequence and no text waits, unless it never becomes one.
    rest = text[end:].encode("utf-8", errors="surrogateescape")
    self._rest = rest if len(rest) < 1 << 20 else b""

  def _obey(self, token):
    if token["text"]:
      for character in token["text"]:
        self._put(character)
    elif token["control"]:
      self._control(token["control"])
    elif token["final"] and not token["space"] and not token["arguments"].startswith(tuple("?<>=")):
      self._sequence(token["final"], token["arguments"])
    elif token["simple"] == "7":
      self._saved = (self._row, self._column)
    elif token["simple"] == "8":
      self._row, self._column = self._saved
    elif token["simple"] == "M":
      self._row = max(0, self._row - 1)

  def _put(self, character):
    if unicodedata.combining(character) or "\udc80" <= character <= "\udcff":
      return
    row = self.rows[min(self._row, len(self.rows) - 1)]
    if self._column < len(row):
      row[self._column] = self._last = character
      self._column += 1

  def _control(self, character):
    if character == "\r":
      self._column = 0
    elif character == "\n":
      self._row = min(self._row + 1, len(self.rows) - 1)
    elif character == "\b":
      self._column = max(0, self._column - 1)
    elif character == "\t":
      self._column = (self._column // 8 + 1) * 8

  def _sequence(self, final, arguments):
    numbers = [int(number) if number.isdigit() else 0 for number in arguments.split(";")]
    count = numbers[0] or 1
    row = self.rows[self._row]
    if final in "Hf":
      self._row = min(count, len(self.rows)) - 1
      self._column = (numbers[1] or 1) - 1 if len(numbers) > 1 else 0
    elif final == "d":
      self._row = min(count, len(self.rows)) - 1
    elif final == "G":
      self._column = count - 1
    elif final in "AB":
      step = -count if final == "A" else count
      self._row = max(0, min(self._row + step, len(self.rows) - 1))
    elif final in "CD":
      self._column = max(0, self._column + (count if final == "C" else -count))
    elif final == "X":
      row[self._column:self._column + count] = [" "] * min(count, len(row) - self._column)
    elif final == "K":
      first, last = {0: (self._column, len(row)), 1: (0, self._column + 1)}.get(
        numbers[0], (0, len(row)))
      row[first:last] = [" "] * (last - first)
    elif final == "J":
      for index in range(0 if numbers[0] >= 2 else self._row, len(self.rows)):
        first = self._column if numbers[0] == 0 and index == self._row else 0
        self.rows[index][first:] = [" "] * (len(row) - first)
    elif final == "b":
      for _ in range(count):
        self._put(self._last)
