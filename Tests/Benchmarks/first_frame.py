"""From exec to the first full frame: easel with a full store, and vifm in a folder of files."""

import os

from figures import alternate, milliseconds, ratio, table
from ground import folder_of_files
from store import fill, forget_index
from terminal import Program

FILES = 1000
# What each draws last: the end of easel's key line, vifm's position in the list.
EASEL_MARKER = rb"F1\D{0,2}\x1b[^m]*m help"
VIFM_MARKER = rb"1/1001"


def run(ground, generations, runs):
  variables = fill(ground, generations)
  files = folder_of_files(ground, FILES)
  vifm = ground.environment("vifm", VIFM=ground.path("vifm", "configuration"))
  os.makedirs(vifm["VIFM"], exist_ok=True)
  empty = ground.environment("empty")

  def easel(variables):
    return lambda: _measure([ground.easel], variables, ground.root, EASEL_MARKER)

  def easel_without_index():
    forget_index(variables)
    return easel(variables)()

  results = alternate(runs, {
    "vifm, 1,000 files": lambda: _measure(["vifm", files], vifm, files, VIFM_MARKER),
    f"easel, {generations:,} generations": easel(variables),
    "easel, nothing in the store": easel(empty)})
  # On its own: the index is being written while the screen stands.
  cold = alternate(runs, {
    "vifm (with the next)": lambda: _measure(["vifm", files], vifm, files, VIFM_MARKER),
    f"easel, {generations:,} generations, no index": easel_without_index})
  fill(ground, generations)
  _report(results)
  _report(cold)


def _measure(arguments, environment, folder, marker):
  program = Program(arguments, environment, folder)
  try:
    return program.frame(marker)
  finally:
    program.end()


def _report(results):
  peer = next(iter(results.values()))
  rows = []
  for name, measurements in results.items():
    for kind, index in (("first full frame", 0), ("at rest", 1)):
      seconds = [measurement[index] for measurement in measurements]
      rows.append([f"{name}: {kind}", *milliseconds(seconds),
                   ratio(seconds, [measurement[index] for measurement in peer]),
                   len(measurements[-1][2])])
  table("first-frame: from exec, ms", ["", "p50", "p95", "p99", "p50/vifm", "bytes"], rows)
