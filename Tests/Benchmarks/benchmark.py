#!/usr/bin/env python3
"""Measures easel beside programs that people know. Reports; never judges. See README.md."""

import argparse
import os
import shutil
import sys

# The folder is source: no bytecode beside it.
sys.dont_write_bytecode = True

import first_frame
import gallery
import idle
import keys
import large_answer
import pictures
import start
from ground import ground

BENCHMARKS = {
  "first-frame": (["vifm"], lambda g, o: first_frame.run(g, o.generations, o.runs)),
  "keys": (["tig", "git"], lambda g, o: keys.run(g, o.generations, o.keys)),
  "gallery": (["vifm"], lambda g, o: gallery.run(g, o.pictures)),
  "pictures": (["chafa", "vipsthumbnail"], lambda g, o: pictures.run(g, o.runs)),
  "idle": (["vifm"], lambda g, o: idle.run(g, o.generations, o.seconds)),
  "large-answer": (["curl", "jq", "base64"], lambda g, o: large_answer.run(g, o.answers)),
  "start": (["jq", "git"], lambda g, o: start.run(g, o.generations, o.runs)),
}


def main():
  options = _options()
  needed = {tool for name in options.names for tool in BENCHMARKS[name][0]}
  missing = sorted(tool for tool in needed if shutil.which(tool) is None)
  if missing:
    sys.exit(f"Not installed: {', '.join(missing)}.")
  if not os.access(options.easel, os.X_OK):
    sys.exit(f"There is no program at {options.easel}.")
  print(f"{options.easel}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
  with ground(options.easel) as place:
    for name in options.names:
      BENCHMARKS[name][1](place, options)


def _options():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("names", nargs="*", metavar="name",
                      help=f"of {', '.join(BENCHMARKS)}; all when none is given")
  parser.add_argument("--easel", required=True, metavar="PATH", help="the binary to measure")
  parser.add_argument("--generations", type=int, default=10_000, help="in the store")
  parser.add_argument("--pictures", type=int, default=1000, help="in the gallery")
  parser.add_argument("--runs", type=int, default=15, help="of each program that is started")
  parser.add_argument("--keys", type=int, default=200, help="pressed in each place")
  parser.add_argument("--seconds", type=int, default=10, help="of idling")
  parser.add_argument("--answers", type=int, default=5, help="of each size")
  options = parser.parse_args()
  unknown = [name for name in options.names if name not in BENCHMARKS]
  if unknown:
    parser.error(f"no benchmark is called {', '.join(unknown)}")
  options.names = options.names or list(BENCHMARKS)
  return options


if __name__ == "__main__":
  main()
