#!/usr/bin/env python3
"""Lets every file-system call of a save fail in turn, and fills a real disk."""

import argparse
import contextlib
import errno
import itertools
import os
import re
import subprocess
import sys

import store
from findings import Findings
from ground import ground
from interposer import Interposer, chosen
from wishes import services

ERRORS = {name: getattr(errno, name)
          for name in ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES", "EMFILE")}
# What else fails, as a rule, once a call has failed so.
LASTING = {"ENOSPC": "space", "EDQUOT": "space", "EROFS": "changes", "EIO": "same",
           "EACCES": "same", "EMFILE": "same"}
# README: cannot create, input or output error, and outcome unknown once the request has left.
STATUSES = {0, 5, 73, 74}
# Of the disk, in KiB, and what is saved on it.
SIZES = {32: "azure×1", 64: "azure×1", 128: "azure×1", 256: "azure×1", 512: "azure×1",
         768: "azure×1", 1024: "azure×1", 1152: "azure×1", 1280: "azure×1", 1536: "azure×4",
         3072: "azure×4", 4608: "azure×4"}
# Every so many faults, for the quick sweep. Prime, so that it meets all errors.
QUICK_STRIDE = 53
UNCLEAR = re.compile(r"Error\(|StudioError|Optional\(|\{\"|\}\]|\x1b|NSPOSIX|errno")


class FaultSweep:
  def __init__(self, ground, services, findings, depth, every):
    self.every = every
    self.ground = ground
    self.services = services
    self.findings = findings
    self.depth = depth
    self.interposer = Interposer(ground)
    self.home = ground.home("user", services.variables)
    self.numbers = itertools.count(1)

  def sweep(self, destination, count, folder):
    """Every call below one of the home's folders."""
    root = self.home.store if folder == "data" else self.home.folder(folder)
    self.home.clear()
    if folder != "data":
      # The index is first needed where there is something to find.
      self.home.run(*self._wish(destination, count).arguments)
    self.home.snapshot()
    wish = self._wish(destination, count)
    self.home.run(*wish.arguments, **self.interposer.variables(root, calls="all"))
    steps = self.interposer.steps()
    faults = [(step, name, orders) for step in (steps if self.depth == "full" else chosen(steps))
              for name, orders in self._orders(step)]
    faults = faults[::self.every]
    for step, name, orders in faults:
      self._fail(self._wish(destination, count), folder, root, step, name, orders)
    print(f"{destination} × {count}, {folder}: {len(steps)} calls, {len(faults)} faults",
          flush=True)

  def _wish(self, destination, count):
    return self.services.wish(destination, count, str(next(self.numbers)))

  def _orders(self, step):
    if step.writes:
      yield "a short write", {"errno": 0}
    for name, number in ERRORS.items():
      yield f"{name} once", {"errno": number}
      if self.depth != "usual" or name in ("EIO", "ENOSPC", "EROFS"):
        yield f"{name} from then on", {"errno": number, "more": LASTING[name]}

  def _fail(self, wish, folder, root, step, name, orders):
    self.home.restore()
    variables = self.interposer.variables(root, calls="all", **step.orders, **orders)
    run = self.home.run(*wish.arguments, timeout=30, **variables)
    self.findings.case(f"{wish.destination} × {wish.count}, {folder}: {step.name}", name)
    # The index, the draft and the prompt history are not what was paid for.
    may = STATUSES if folder == "data" else {0}
    if orders["errno"] == 0:
      may = {0}
    self._judge(wish, run, may)

  def _judge(self, wish, run, may):
    if run.status not in may:
      self.findings.wrong(f"exit status {run.status}: {_first(run.errors)}")
    if run.status and UNCLEAR.search(run.errors):
      self.findings.wrong(f"unclear message: {run.errors.strip()[:300]}")
    if run.status and not run.errors.strip():
      self.findings.wrong(f"no message, status {run.status}")
    self._look_for_pictures(wish, run)
    self._look_at_store(wish)
    again = self.services.wish("ollama", 1, str(next(self.numbers)))
    after = self.home.run(*again.arguments)
    if after.status != 0:
      self.findings.wrong(f"the next run ends with {after.status}: {_first(after.errors)}")

  def _look_for_pictures(self, wish, run):
    """What a service took on is saved, or kept at a place that the record or the message names:
    nothing is wrong with the wire here, only with the disk."""
    ledger = self.services.ledger()
    accepted = sum(one["count"] for one in ledger.of(wish.prompt))
    kept = set()
    for one in store.generations(self.home.store):
      named = {image["sha256"] for image in one.record.get("images", [])}
      kept |= named & set(one.pictures.values())
      if one.names_answer() or "response.part" in run.errors:
        kept |= store.whole_pictures(one.answer, ended=False)
    # An answer may lie in pieces: "What arrived is kept: A, then B."
    path = r"/[^\s\"'“”,;]+"
    for places in re.findall(f"{path}(?:, then {path})*", run.errors + run.output):
      kept |= _hashes([place.rstrip(".:") for place in places.split(", then ")])
    lost = accepted - len(wish.paid(ledger) & kept)
    if lost > 0:
      self.findings.wrong(
        f"{lost} of {accepted} pictures that were paid for are not kept (status {run.status})")

  def _look_at_store(self, wish):
    jobs = self.home.run("jobs", "--json")
    if jobs.status != 0 or jobs.output:
      self.findings.wrong(f"easel jobs: {jobs.status}, {jobs.output[:100]} {_first(jobs.errors)}")
    ledger = self.services.ledger()
    self.findings.wrong(*store.untruths(
      self.home.store, wish.prompt, wish.authorised, wish.paid(ledger) | ledger.all_hashes(),
      len(ledger.of(wish.prompt))))

  # A real disk

  def fill(self):
    """A tmpfs that is too small."""
    for size, name in SIZES.items():
      destination, count = name.split("×")
      self.home.clear()
      with _disk(self.home.folder("data"), size) as isThere:
        if not isThere:
          return print("a full disk: skipped, this user may not mount one")
        wish = self._wish(destination, int(count))
        run = self.home.run(*wish.arguments)
        self.findings.case(f"a disk of {size} KiB, {name}")
        if run.status not in STATUSES:
          self.findings.wrong(f"exit status {run.status}: {_first(run.errors)}")
        if run.status and not re.search("full|space", run.errors):
          self.findings.wrong(f"the message does not tell it: {_first(run.errors)}")
        self._look_for_pictures(wish, run)
        subprocess.run(["mount", "-o", "remount,size=64m", self.home.folder("data")], check=True)
        self._look_at_store(wish)
        again = self.home.run(*self._wish("ollama", 1).arguments)
        if again.status != 0:
          self.findings.wrong(f"with room again: {again.status}, {_first(again.errors)}")
    print(f"a full disk: {len(SIZES)} sizes", flush=True)


@contextlib.contextmanager
def _disk(folder, kibibytes):
  done = subprocess.run(
    ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k,mode=700", "tmpfs", folder],
    capture_output=True)
  try:
    yield done.returncode == 0
  finally:
    if done.returncode == 0:
      subprocess.run(["umount", "-l", folder], check=True)


def _hashes(paths):
  """Of the picture, the folder of them, or the pieces of one answer at these places."""
  if len(paths) == 1 and os.path.isdir(paths[0]):
    return set().union(*(_hashes([os.path.join(paths[0], name)]) for name in os.listdir(paths[0])
                         if os.path.isfile(os.path.join(paths[0], name))))
  paths = [path for path in paths if os.path.isfile(path)]
  answer = b""
  for path in paths:
    with open(path, "rb") as file:
      answer += file.read()
  return set(map(store.digest, paths)) | store.whole_pictures(answer, ended=False)


def _first(text):
  """Without what differs in every run."""
  text = re.sub(r"/\S*easel-sweeps-\w+/user", "…", text.strip())
  return re.sub(r"\.[0-9a-f]{1,8}\.tmp", ".*.tmp", text)[:400].replace("\n", " ⏎ ")


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--easel", required=True, help="the binary to try")
  depth = parser.add_mutually_exclusive_group()
  depth.add_argument("--quick", action="store_true", help="a few dozen faults, Ollama alone")
  depth.add_argument("--full", action="store_true", help="every piece of an answer too")
  parser.add_argument("--every", type=int, metavar="N", help="only every N-th fault")
  parser.add_argument("--only", nargs="*", metavar="NAME×N/FOLDER",
                      help="such as ollama×1/data, or disk")
  arguments = parser.parse_args()
  every = arguments.every or (QUICK_STRIDE if arguments.quick else 1)
  depth = "quick" if arguments.quick else "full" if arguments.full else "usual"
  findings = Findings("fault sweep")
  runs = [("ollama", 1, "data"), ("ollama", 1, "cache"), ("ollama", 1, "state")]
  if depth != "quick":
    runs += [("azure", 1, "data"), ("links", 1, "data")]
  if depth == "full":
    runs += [("azure", 4, "data"), ("links", 4, "data")]
  only = arguments.only
  with ground(arguments.easel) as place, services(place) as running:
    sweep = FaultSweep(place, running, findings, depth, every)
    for name, count, folder in runs:
      if not only or f"{name}×{count}/{folder}" in only:
        sweep.sweep(name, count, folder)
    if "disk" in only if only else depth != "quick":
      sweep.fill()
  sys.exit(findings.end())


if __name__ == "__main__":
  main()
