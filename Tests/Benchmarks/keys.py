"""From a key to the last byte it brings to the terminal: easel, and tig in a repository."""

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


def run(ground, generations, count):
  variables = fill(ground, generations)
  moves = (MOVES * (count // len(MOVES) + 1))[:count]
  text = (PROMPT * (count // len(PROMPT) + 1))[:count]
  results = {"tig, j and k": _tig(ground, moves)}
  results["easel, typing"] = _easel(ground, variables, text, [])
  results["easel, j and k in the history"] = _easel(ground, variables, moves, ["\x1bOR"])
  for name, keys, way in (("typing", text, []), ("j and k in the history", moves, ["\x1bOR"])):
    # Last, as the jobs stay in the store.
    results[f"easel, {name}, {JOBS} jobs running"] = _easel_at_work(ground, variables, keys, way)
  _report(results)


def _tig(ground, moves):
  folder = repository(ground, COMMITS)
  program = Program(["tig"], ground.environment("tig"), folder)
  try:
    program.frame(rb"long history")
    program.settle()
    return [program.key(key) for key in moves]
  finally:
    program.end()


def _easel(ground, variables, keys, way):
  program = _opened(ground, variables, ["screen"], way)
  try:
    return [program.key(key) for key in keys]
  finally:
    program.end()


def _easel_at_work(ground, variables, keys, way):
  program = _opened(ground, variables, ["screen", "--demo"], [])
  try:
    for number in range(JOBS):
      for key in f"fox {number}\r":
        program.key(key)
      # Clears the prompt for the next one.
      program.key("\x1bc")
    for key in way:
      program.key(key)
    return [program.key(key) for key in keys]
  finally:
    program.end()


def _opened(ground, variables, arguments, way):
  program = Program([ground.easel, *arguments], variables, ground.root)
  program.frame(EASEL_MARKER)
  program.settle()
  # What an earlier run left in the prompt.
  program.key("\x1bc")
  for key in way:
    program.key(key)
  program.settle()
  return program


def _report(results):
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
  table("keys: from the key to the terminal, ms", head, rows)
