"""Paging through a gallery of pictures, a page each 50 ms, to the end and back."""

import os
import re
import shutil

from answers import KITTY, PLAIN, QUESTION
from figures import milliseconds, ratio, table
from first_frame import EASEL_MARKER, VIFM_MARKER
from glass import Glass
from ground import folder_of_files
from store import fill_with_paintings
from terminal import COLUMNS, ROWS, Program

FILES = 1000
# Between two keys, in seconds: somewhat faster than a keyboard repeats.
PACE = 0.05
DOWN, UP = "\x1b[6~", "\x1b[5~"
HISTORY, GALLERY = "\x1bOR", "t"
# Until the memory is measured for the last time, in seconds.
REST = 5


def run(ground, count):
  variables = fill_with_paintings(ground, count)
  files = folder_of_files(ground, FILES)
  vifm = ground.environment("vifm", VIFM=ground.path("vifm", "configuration"))
  os.makedirs(vifm["VIFM"], exist_ok=True)
  peer, rows, memory = _vifm(vifm, files), [], []
  rows.append([f"vifm, {FILES:,} files", *_figures(peer, peer)])
  for way, answer in (("symbols", PLAIN), ("kitty graphics", KITTY)):
    # The first time each picture is made small; then the small ones are on the disk.
    for turn in ("first time", "again"):
      delays, sizes = _easel(ground, variables, answer, count)
      rows.append([f"easel, {way}, {turn}", *_figures(delays, peer)])
      memory.append([f"easel, {way}, {turn}", *(f"{size / 1024:.0f}" for size in sizes)])
    _forget_thumbnails(variables)
  table(f"gallery of {count:,}, a page each {PACE * 1000:.0f} ms: from the key to its frame, ms",
        ["", "p50", "p95", "p99", "max", "p95/vifm", "keys", "lost"], rows)
  table("gallery: resident memory of the screen, MB",
        ["", "before", "at the end", "back", f"{REST} s later"], memory)


def _figures(delays, peer):
  answered = [delay for delay in delays if delay is not None]
  others = [delay for delay in peer if delay is not None]
  return [*milliseconds(answered), f"{max(answered) * 1000:.1f}", ratio(answered, others, 0.95),
          len(delays), len(delays) - len(answered)]


def _forget_thumbnails(variables):
  shutil.rmtree(os.path.join(variables["XDG_CACHE_HOME"], "easel", "thumbnails"),
                ignore_errors=True)


def _vifm(environment, files):
  program = Program(["vifm", files], environment, files)
  try:
    program.frame(VIFM_MARKER)
    pages = FILES // ROWS
    return [delay for key in (DOWN, UP) for delay in _bursts(*program.press([key] * pages, PACE))]
  finally:
    program.end()


def _bursts(pressed, chunks):
  """From each key to the last byte before the next one."""
  delays = []
  for moment, following in zip(pressed, pressed[1:]):
    answers = [came for came, _ in chunks if moment < came < following]
    delays.append(answers[-1] - moment if answers else None)
  return delays


def _easel(ground, variables, answer, count):
  """The delays of all keys; the memory before them, at the end, back at the beginning, at rest."""
  program = Program([ground.easel, "screen"], variables, ground.root)
  try:
    output = program.frame(EASEL_MARKER)[2]
    if QUESTION in output:
      program.write(answer)
    glass = Glass(ROWS, COLUMNS)
    glass.take(output)
    for key in (HISTORY, GALLERY):
      _show(glass, program.press([key], 1))
    sizes, delays = [_memory(program)], []
    # Tells how long a page is.
    page = _press(program, glass, [DOWN], [None], count) or _selected(glass, count) - 1
    _press(program, glass, [UP], [None], count)
    pages = (count - 1) // page
    for key, numbers in ((DOWN, [1 + page * (index + 1) for index in range(pages)]),
                         (UP, [1 + page * (pages - index - 1) for index in range(pages)])):
      delays += _press(program, glass, [key] * pages, numbers, count)
      sizes.append(_memory(program))
    _show(glass, program.press([], REST))
    return delays, sizes + [_memory(program)]
  finally:
    program.end()


def _press(program, glass, keys, numbers, count):
  """Presses keys; for each the time until its number is selected on the glass. The line that tells
  the number is the last one of a frame that changes."""
  pressed, chunks = program.press(keys, PACE)
  delays = [None] * len(keys) if numbers[0] else []
  waiting = 0
  for moment, data in chunks:
    glass.take(data)
    selected = _selected(glass, count)
    # Several keys may have come into one frame.
    while numbers[0] and selected in numbers[waiting:]:
      delays[waiting] = moment - pressed[waiting]
      waiting += 1
  return delays


def _selected(glass, count):
  found = re.search(rf"([\d,]+) of {count:,}", glass.line(ROWS - 2))
  return int(found[1].replace(",", "")) if found else None


def _show(glass, answer):
  for _, data in answer[1]:
    glass.take(data)


def _memory(program):
  """Of the screen, not of its guardian, in KB."""
  with open(f"/proc/{program.processes()[-1]}/status") as file:
    return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1])
