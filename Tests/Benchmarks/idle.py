"""What the screen costs while nothing happens: memory and processor of all its processes."""

import os
import time

from figures import table
from first_frame import EASEL_MARKER
from store import fill
from terminal import Program

TICKS = os.sysconf("SC_CLK_TCK")


def run(ground, generations, seconds):
  variables = fill(ground, generations)
  rows = []
  for name, arguments, environment, folder in (
      ("easel", [ground.easel], variables, ground.root),
      ("vifm", ["vifm", ground.root], ground.environment("vifm"), ground.root)):
    rows += _measure(name, arguments, environment, folder, seconds)
  head = ["", "VmRSS MB", "VmHWM MB", "PSS MB", f"CPU ms in {seconds} s", "wake-ups", "threads"]
  table("idle: each process, then all", head, rows)


def _measure(name, arguments, environment, folder, seconds):
  program = Program(arguments, environment, folder)
  try:
    program.frame(EASEL_MARKER if name == "easel" else rb"\d/\d")
    program.settle(quiet=2)
    processes = program.processes()
    before = [_effort(pid) for pid in processes]
    program.rest(seconds)
    after = [_effort(pid) for pid in processes]
    figures = []
    for pid, (ticks, wakes), (ticks_later, wakes_later) in zip(processes, before, after):
      # Threads that ended meanwhile take their wake-ups with them.
      woken = sum(count - wakes.get(thread, 0) for thread, count in wakes_later.items())
      figures.append([_megabytes(f"/proc/{pid}/status", "VmRSS"),
                      _megabytes(f"/proc/{pid}/status", "VmHWM"),
                      _megabytes(f"/proc/{pid}/smaps_rollup", "Pss"),
                      (ticks_later - ticks) * 1000 / TICKS, woken, len(wakes_later)])
  finally:
    program.end()
  rows = [[f"{name}, process {number + 1}", *figures[number]] for number in range(len(figures))]
  rows.append([f"{name}, all", *(sum(column) for column in zip(*figures))])
  return [[row[0], *(f"{value:.1f}" for value in row[1:4]), *(f"{value:.0f}" for value in row[4:])]
          for row in rows]


def _effort(pid):
  """Clock ticks spent, and how often each thread was woken."""
  with open(f"/proc/{pid}/stat") as file:
    fields = file.read().rpartition(")")[2].split()
  wakes = {}
  for thread in os.listdir(f"/proc/{pid}/task"):
    with open(f"/proc/{pid}/task/{thread}/status") as file:
      wakes[thread] = next(int(line.split()[1]) for line in file if line.startswith("voluntary"))
  return int(fields[11]) + int(fields[12]), wakes


def _megabytes(path, name):
  with open(path) as file:
    return next(int(line.split()[1]) / 1024 for line in file if line.startswith(f"{name}:"))
