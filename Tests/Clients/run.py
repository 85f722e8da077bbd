#!/usr/bin/env python3
"""Everything in this folder against one binary, its simulator and its server; prints a table.

    run.py --easel PATH --capability FILE --capability FILE
           [--openai PYTHON] [--mcp1 PYTHON] [--mcp2 PYTHON] [--work FOLDER] [part …]

The PYTHONs are interpreters with the packages that README.md names; parts whose interpreter is not
given are left out, and the table says so. The exit status is 1 when anything is bad.
"""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import access
import shutdown
from processes import FOLDER, Server, Simulator

SUM = re.compile(r"^(.*): (\d+) ok, (\d+) bad, (\d+) left out$", re.MULTILINE)


class Part:
  """One script with its interpreter and arguments."""

  def __init__(self, name, python, script, *arguments):
    self.name, self.python = name, python
    self.command = [python, os.path.join(FOLDER, script), *arguments]


def main():
  options = _options()
  root = options.work or tempfile.mkdtemp(prefix="easel-clients-")
  os.makedirs(root, exist_ok=True)
  rows = []
  try:
    with Simulator(options.easel, root) as simulator:
      with Server(options.easel, options.capability, simulator, root) as server:
        for part in _parts(options, simulator, server):
          if _wanted(part.name, options):
            rows.append(_run(part, server))
        if server.process.poll() is not None:
          rows.append(("the server", "BAD", f"it ended with {server.process.returncode}"))
          print(server.said())
      for module in (access, shutdown):
        if _wanted(module.__name__, options):
          checks = module.run(options.easel, options.capability, simulator, root)
          rows.append(_sum(module.__name__, [outcome for _, outcome, _ in checks.rows]))
  finally:
    if not options.work:
      shutil.rmtree(root, ignore_errors=True)
  _print(rows)
  sys.exit(any(outcome == "BAD" for _, outcome, _ in rows))


def _parts(options, simulator, server):
  rest, ledger = ["--rest", server.rest], ["--ledger", simulator.ledger]
  common = [*ledger, "--store", server.store, "--faults"]
  yield Part("studio", sys.executable, "studio_client.py", *rest, *common)
  yield Part("openai", options.openai, "openai_client.py", *rest, *common)
  http = ["--url", server.mcp, *common]
  stdio = [*common, "--command", options.easel, "mcp", *server.documents(), "--store",
           server.store]
  yield Part("mcp1-http", options.mcp1, "mcp_client.py", *http)
  yield Part("mcp1-stdio", options.mcp1, "mcp_client.py", *stdio)
  for mode in ("auto", "legacy", "2026-07-28"):
    yield Part(f"mcp2-{mode}-http", options.mcp2, "mcp_client.py", "--mode", mode, *http)
    yield Part(f"mcp2-{mode}-stdio", options.mcp2, "mcp_client.py", "--mode", mode, *stdio)
  yield Part("fuzz", options.openai, "openapi_fuzz.py", *rest, *ledger)
  yield Part("abuse", sys.executable, "rest_abuse.py", *rest, *ledger, "--mcp", server.mcp,
             "--pid", str(server.process.pid))


def _run(part, server):
  if not part.python:
    return part.name, "–", "no interpreter given"
  begin = time.monotonic()
  process = subprocess.Popen(
    part.command, env=server.variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
  said = []
  with contextlib.closing(process.stdout):
    for line in process.stdout:
      print(line, end="", flush=True)
      said.append(line)
  status = process.wait()
  sums = SUM.findall("".join(said))
  remark = (", ".join(f"{good} ok, {bad} bad, {out} left out" for _, good, bad, out in sums)
            or f"exit status {status}")
  return part.name, "BAD" if status else "ok", f"{remark}; {time.monotonic() - begin:.0f} s"


def _sum(name, outcomes):
  bad = outcomes.count("BAD")
  return name, "BAD" if bad else "ok", f"{outcomes.count('ok')} ok, {bad} bad"


def _wanted(name, options):
  return not options.parts or any(name.startswith(part) for part in options.parts)


def _print(rows):
  print("\nAll together")
  for name, outcome, remark in rows:
    print(f"  {outcome:3}  {name.ljust(24)} {remark}")


def _options():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("parts", nargs="*", metavar="part",
                      help="studio, openai, mcp1, mcp2, fuzz, abuse, access, shutdown; else all")
  parser.add_argument("--easel", required=True, metavar="PATH")
  parser.add_argument("--capability", action="append", required=True, metavar="FILE")
  parser.add_argument("--openai", metavar="PYTHON", help="with openai and schemathesis")
  parser.add_argument("--mcp1", metavar="PYTHON", help="with mcp 1.30.0")
  parser.add_argument("--mcp2", metavar="PYTHON", help="with mcp 2.3.0")
  parser.add_argument("--work", metavar="FOLDER", help="kept at the end: stores and logs")
  options = parser.parse_args()
  options.easel = os.path.abspath(options.easel)
  options.capability = [os.path.abspath(path) for path in options.capability]
  return options


if __name__ == "__main__":
  main()
