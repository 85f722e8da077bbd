"""From a key to the last byte it brings to the terminal: easel, and tig in a repository."""

from contextlib import ExitStack

from figures import median, milliseconds, quantile, ratio, table
from first_frame import EASEL_MARKER
from ground import repository
from store import fill
from terminal import Program

COMMITS = 1000
PROMPT = "a lighthouse in a storm, oil on canvas, heavy impasto, low sun under the clouds; "
# Of each block of keys down and up, as people move; the same for both programs.
MOVES = "j" * 150 + "k" * 50
JOBS = 4
HISTORY = "\x1bOR"
# Keys pressed in one program before it is another one's turn.
TURN = 20


def run(ground, generations, count):
  variables = fill(ground, generations)
  _measure("nothing else to do", count, {
    "tig, j and k": (MOVES, lambda: _tig(ground)),
    "easel, typing": (PROMPT, lambda: _easel(ground, variables, ["screen"])),
    "easel, j and k in the history": (
      MOVES, lambda: _easel(ground, variables, ["screen"], HISTORY)),
  })
  # Last, as the jobs stay in the store.
  _measure(f"easel has {JOBS} jobs running", count, {
    "tig, j and k": (MOVES, lambda: _tig(ground)),
    "easel, typing": (PROMPT, lambda: _easel_at_work(ground, variables)),
  })
  _measure(f"easel has {JOBS} jobs running", count, {
    "tig, j and k": (MOVES, lambda: _tig(ground)),
    "easel, j and k in the history": (
      MOVES, lambda: _easel_at_work(ground, variables, HISTORY)),
  })


def _measure(title, count, programs):
  """Opens all of them and presses keys in turns, so that a busy moment falls on each."""
  with ExitStack() as stack:
    opened = {}
    for name, (keys, open_program) in programs.items():
      program = open_program()
      stack.callback(program.end)
      opened[name] = (program, (keys * (count // len(keys) + 1))[:count], [])
    for first in range(0, count, TURN):
      for program, keys, results in opened.values():
        program.settle(quiet=0.1)
        results += [program.key(key) for key in keys[first:first + TURN]]
  _report(title, {name: results for name, (_, _, results) in opened.items()})


def _tig(ground):
  program = Program(["tig"], ground.environment("tig"), repository(ground, COMMITS))
  program.frame(rb"long history")
  program.settle()
  return program


def _easel(ground, variables, arguments, way=""):
  program = Program([ground.easel, *arguments], variables, ground.root)
  program.frame(EASEL_MARKER)
  program.settle()
  # What an earlier run left in the prompt.
  program.key("\x1bc")
  if way:
    program.key(way)
  program.settle()
  return program


def _easel_at_work(ground, variables, way=""):
  program = _easel(ground, variables, ["screen", "--demo"])
  for number in range(JOBS):
    for key in f"fox {number}\r":
      program.key(key)
    # Clears the prompt for the next one.
    program.key("\x1bc")
  if way:
    program.key(way)
  return program


def _report(title, results):
  peer = [measurement[1] for measurement in next(iter(results.values())) if measurement]
  rows = []
  for name, measurements in results.items():
    answered = [measurement for measurement in measurements if measurement]
    first = [measurement[0] for measurement in answered]
    last = [measurement[1] for measurement in answered]
    sizes = [len(measurement[2]) for measurement in answered]
    rows.append([name, *milliseconds(first), *milliseconds(last), ratio(last, peer, 0.95),
                 median(sizes), quantile(sizes, 0.95), len(measurements) - len(answered)])
  head = ["", "first byte p50", "p95", "p99", "last byte p50", "p95", "p99", "p95/tig",
          "bytes p50", "p95", "silent"]
  table(f"keys, {title}: from the key to the terminal, ms", head, rows)
