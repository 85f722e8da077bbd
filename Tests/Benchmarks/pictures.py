"""What a picture costs on its way to the terminal in each way of showing it, and how long symbols
and small pictures take, beside chafa and vipsthumbnail."""

import glob
import json
import os
import re
import shutil
import subprocess
import time

from answers import CELL, KITTY, WAYS, answer
from figures import alternate, median, milliseconds, ratio, table
from glass import Glass
from store import fill_with_paintings
from terminal import Program

# The end of the key line, in whatever colours.
MARKER = rb"F1[^\n]{0,40}help"
# The viewer leaves a box of 80×40 for the picture: a line about it and the keys are below.
SIZE = (80, 42)
SIDE, DIFFERENT = 1024, 8
HISTORY, VIEW, PALETTE, CLOSE, GALLERY = "\x1bOR", "\r", "\x1b[20~", "\x1b", "t"
# Nothing more comes after this, in seconds: once the picture has begun.
QUIET = 1.0
# More than a viewer without a picture takes, in bytes; the most time for a picture, in seconds.
EMPTY, LIMIT = 3000, 60
PLACEHOLDER = "\U0010EEEE"
SEQUENCES = re.compile(
  rb"\x1b_G[^\x1b]*\x1b\\|\x1b\]1337;File=[^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[0-9;]*q[^\x1b]*\x1b\\")
# What chafa calls the same thing.
CHAFA = {
  "kitty placeholders": ("kitty", "full"), "iTerm2": ("iterm", "full"), "sixel": ("sixels", "full"),
  "symbols, 24-bit colours": ("symbols", "full"), "symbols, 256 colours": ("symbols", "256"),
  "symbols, 16 colours": ("symbols", "16")}
# A page of a gallery on a terminal of this size, and what easel makes its small pictures of.
WALL, WALL_PICTURES, SMALL = (220, 104), 40, 384


def run(ground, runs):
  variables = fill_with_paintings(ground, WALL_PICTURES, "pictures", SIDE, DIFFERENT)
  newest = json.loads(subprocess.run(
    [ground.easel, "history", "--limit", "1", "--json"], env=variables, check=True,
    capture_output=True).stdout)
  path = newest["images"][0]["path"]
  _bytes(ground, variables, path)
  _dialog(ground, variables)
  _symbols(ground, variables, newest["id"], path, runs)
  _thumbnails(ground, variables, runs)


def _bytes(ground, variables, path):
  rows = []
  for name, (text, changes) in WAYS.items():
    peer = _chafa_bytes({**variables, **changes}, path, *CHAFA[name]) if name in CHAFA else None
    full = None
    for transfer in ("full", "economy"):
      output = _first_view(ground, {**variables, **changes, "EASEL_TRANSFER": transfer}, text)
      pixels = _pixels(output)
      full = full or len(output)
      rows.append([
        f"{name}, {transfer}", _kilobytes(len(output)), _kilobytes(pixels),
        _kilobytes(len(output) - pixels), f"{len(output) * 8 / 1e6:.1f}",
        f"{len(output) / full:.2f}", f"{len(output) / peer:.2f}" if peer else "-"])
  table(f"pictures: bytes of the first view of {SIDE}×{SIDE} in a box of 80×40, KB",
        ["", "all", "pixels", "cells", "s at 1 Mbit/s", "/full", "/chafa"], rows)


def _first_view(ground, variables, text):
  program = _history(ground, variables, text)
  try:
    return _view(program, any(name in text for name in ("Gi=", "iTerm2", "foot")))
  finally:
    program.end()


def _view(program, has_pixels):
  """Opens the viewer; everything that comes until the picture is there."""
  program.write(VIEW)
  output, end = b"", time.monotonic() + LIMIT
  while time.monotonic() < end:
    output += program.settle(QUIET)
    if len(output) > EMPTY and (not has_pixels or _pixels(output) > EMPTY):
      return output
  raise TimeoutError(f"no picture within {LIMIT} s; {len(output)} bytes came")


def _history(ground, variables, text, size=SIZE):
  program = Program([ground.easel, "screen"], variables, ground.root, size, CELL)
  answer(program, program.frame(MARKER)[2], text)
  program.write(HISTORY)
  program.settle()
  return program


def _pixels(output):
  return sum(len(sequence) for sequence in SEQUENCES.findall(output))


def _chafa_bytes(variables, path, form, colors):
  program = Program(
    ["chafa", "-f", form, "-c", colors, "-s", "80x40", path], variables, "/", SIZE, CELL)
  return program.finish()[2]


def _kilobytes(count):
  return f"{count / 1000:.0f}"


def _dialog(ground, variables):
  """Opens and closes the palette over a picture of placeholders."""
  program, glass = _history(ground, variables, KITTY), Glass(SIZE[1], SIZE[0])
  try:
    glass.take(_view(program, True))
    before = _cells(glass)
    opening = _press(program, glass, PALETTE)
    covered = len(before - _cells(glass))
    closing = _press(program, glass, CLOSE)
    rewritten = closing.decode(errors="replace").count(PLACEHOLDER)
    missing = len(before - _cells(glass))
  finally:
    program.end()
  table("pictures: a dialog over a picture of placeholders",
        ["", "cells of the picture", "covered", "written again", "missing", "bytes opening",
         "closing", "pixels sent again"],
        [["palette opened and closed", len(before), covered, rewritten, missing, len(opening),
          len(closing), len(SEQUENCES.findall(closing))]])


def _press(program, glass, key):
  program.write(key)
  output = program.settle(QUIET)
  glass.take(output)
  return output


def _cells(glass):
  """Where placeholders are."""
  return {(row, column) for row, line in enumerate(glass.rows)
          for column, character in enumerate(line) if character == PLACEHOLDER}


def _symbols(ground, variables, identifier, path, runs):
  shown = {**variables, "EASEL_GRAPHICS": "symbols"}
  contenders = {
    "chafa": ["chafa", "-f", "symbols", "-c", "full", "-s", "80x40", path],
    "chafa, as many symbols as easel":
      ["chafa", "-f", "symbols", "-c", "full", "-s", "80x40", "--symbols", "block+space", path],
    "easel show": [ground.easel, "show", identifier],
    "easel show --json: the same without the picture":
      [ground.easel, "show", identifier, "--json"]}
  measures = {
    name: lambda arguments=arguments: Program(
      arguments, shown, ground.root, SIZE, CELL).finish()
    for name, arguments in contenders.items()}
  measures["easel, viewer opened"] = lambda: _viewer(ground, shown)
  results = alternate(runs, measures)
  _report(
    f"pictures: symbols in 80×40 of a PNG of {SIDE}×{SIDE}, whole processes and the studio's "
    "viewer, ms", results)


def _viewer(ground, variables):
  """From the key to the last byte, on a screen that is there already."""
  program = _history(ground, variables, WAYS["symbols, 24-bit colours"][0])
  try:
    used = _processor(program)
    _, seconds, output = program.key(VIEW, quiet=0.3, limit=LIMIT)
    return seconds, _processor(program) - used, len(output)
  finally:
    program.end()


def _thumbnails(ground, variables, runs):
  """A wall of pictures, each read from its file, made small and kept as a JPEG: easel on a screen
  that is there already, which also shows them, and vipsthumbnail from its start."""
  files = []
  os.mkdir(ground.path("wall"))
  for number, path in enumerate(glob.glob(
      f"{variables['XDG_DATA_HOME']}/easel/generations/*/*/*/*/1.png")):
    files.append(ground.path("wall", f"{number}.png"))
    os.link(path, files[-1])
  results = alternate(max(3, runs // 3), {
    "vipsthumbnail": lambda: _vips(ground, variables, files),
    "easel, gallery opened": lambda: _wall(ground, variables, len(files))})
  _report(f"pictures: {len(files)} PNGs of {SIDE}×{SIDE} made {SMALL}×{SMALL} JPEGs, ms", results)


def _vips(ground, variables, files):
  folder = ground.path("vips")
  shutil.rmtree(folder, ignore_errors=True)
  os.mkdir(folder)
  return Program(["vipsthumbnail", *files, "-s", str(SMALL), "-o", f"{folder}/%s.jpg[Q=88]"],
                 variables, ground.root).finish()


def _wall(ground, variables, count):
  """From the key to the last file, on a fresh screen without small pictures."""
  folder = f"{variables['XDG_CACHE_HOME']}/easel/thumbnails"
  shutil.rmtree(folder, ignore_errors=True)
  program = _history(ground, variables, WAYS["symbols, 24-bit colours"][0], WALL)
  try:
    used, pressed = _processor(program), time.monotonic()
    program.write(GALLERY)
    while len(glob.glob(f"{folder}/*/" + "?" * 64)) < count:
      program.read(0.002)
    seconds = time.monotonic() - pressed
    program.settle()
    return seconds, _processor(program) - used, 0
  finally:
    program.end()


def _processor(program):
  """Seconds of processor that the program has used."""
  with open(f"/proc/{program.processes()[-1]}/stat") as file:
    fields = file.read().rpartition(")")[2].split()
  return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _report(title, results):
  peer = next(iter(results.values()))
  rows = []
  for name, measurements in results.items():
    wall, processor = zip(*((wall, processor) for wall, processor, _ in measurements))
    rows.append([name, *milliseconds(wall), f"{median(processor) * 1000:.0f}",
                 ratio(wall, [wall for wall, _, _ in peer]),
                 ratio(processor, [processor for _, processor, _ in peer])])
  table(title, ["", "p50", "p95", "p99", "processor", "p50/first", "processor/first"], rows)
