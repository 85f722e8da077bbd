#!/usr/bin/env python3
"""Kills the program at every step of a save, and again at the steps of the recovery."""

import argparse
import itertools
import json
import os
import signal
import sys

import store
from findings import Findings
from ground import ground
from interposer import Interposer, chosen
from wishes import services


# Every so many steps, for the quick sweep.
QUICK_STRIDE = 4


class CrashSweep:
  def __init__(self, ground, services, findings, depth, every):
    self.every = every
    self.ground = ground
    self.services = services
    self.findings = findings
    self.depth = depth
    self.interposer = Interposer(ground)
    self.home = ground.home("user", services.variables)
    self.can_verify = ground.knows("verify")
    self.judged = []
    self.numbers = itertools.count(1)

  def sweep(self, destination, count):
    steps = self._steps(self._wish(destination, count))
    picked = steps if self.depth == "full" else chosen(steps)
    picked = picked[::self.every]
    for place, step in enumerate(picked):
      if not self._kill(destination, count, step, "before", place):
        self.findings.remark(f"{destination} × {count}: it did not come to {step.name}")
      if step.writes and self.depth != "quick":
        self._kill(destination, count, step, "torn", place)
    self._kill(destination, count, steps[-1], "after", len(picked))
    print(f"{destination} × {count}: {len(steps)} steps, {len(picked)} of them tried", flush=True)

  def _wish(self, destination, count):
    """One of its own for every case, so that the ledger tells them apart."""
    return self.services.wish(destination, count, str(next(self.numbers)))

  def _steps(self, wish):
    self.home.clear()
    run = self.home.run(*wish.arguments, **self.interposer.variables(self.home.store))
    assert run.status == 0, f"an undisturbed run ended with {run.status}: {run.errors}"
    self.findings.case(f"{wish.destination} × {wish.count}, undisturbed")
    steps = self.interposer.steps()
    self._judge(wish, None)
    return steps

  def _kill(self, destination, count, step, when, place):
    """True if the program came to that step."""
    wish = self._wish(destination, count)
    self.home.clear()
    run = self.home.run(
      *wish.arguments, **self.interposer.variables(self.home.store, kill=when, **step.orders))
    case = f"{destination} × {count}, killed {when} {step.name}"
    self.findings.case(case)
    if run.status not in (0, -signal.SIGKILL):
      self.findings.wrong(f"it ended with {run.status}: {run.errors.strip()[:300]}")
    before = store.arrived(self.home.store, wish.paid(self.services.ledger()))
    self.home.snapshot()
    recovery = self._recover(wish, before, logs=True)
    for later in self._recovery_steps(recovery, place):
      self.findings.case(case, f"recovery killed before {later.name}")
      self.home.restore()
      self.home.run("jobs", "--json", **self.interposer.variables(
        self.home.store, kill="before", **later.orders))
      self._recover(wish, before)
    return run.status != 0

  def _recovery_steps(self, steps, place):
    if self.depth == "full" or self.depth == "usual" and place % 12 == 0:
      return steps
    if self.depth == "quick":
      return steps[len(steps) // 2:][:1]
    return [steps[index] for index in sorted({0, len(steps) // 2, len(steps) - 1})] if steps else []

  def _recover(self, wish, before, logs=False):
    """Starts the program as a user would, and looks at what it makes of the rest."""
    variables = self.interposer.variables(self.home.store) if logs else {}
    run = self.home.run("jobs", "--json", **variables)
    steps = self.interposer.steps() if logs else []
    if run.status != 0 or run.output:
      self.findings.wrong(
        f"easel jobs: status {run.status}, {run.output[:200]!r} {run.errors[:200]!r}")
    self._judge(wish, before)
    return steps

  def _judge(self, wish, before):
    found = self._look_for_untruths(wish, before)
    admitted = sum(one.may_have_been_accepted() for one in found)
    self.judged.append((self.findings.name, wish.prompt, wish.authorised, admitted))
    self._compare_history(found)
    if self.can_verify:
      self._repair()
      found = self._look_for_untruths(wish, before)
    self._look_for_temporaries(found)

  def _look_for_untruths(self, wish, before):
    ledger = self.services.ledger()
    accepted = len(ledger.of(wish.prompt))
    self.findings.wrong(*store.untruths(
      self.home.store, wish.prompt, wish.authorised, wish.paid(ledger), accepted, before))
    return store.generations(self.home.store)

  def _repair(self):
    """After it, nothing is left to do."""
    for repair in (["--repair"], []):
      run = self.home.run("verify", *repair, "--json")
      if run.status != 0 or not repair and json.loads(run.output)["findings"]:
        self.findings.wrong(f"easel verify {' '.join(repair)}: status {run.status}, "
                            f"{run.output[:300]} {run.errors[:200]}")

  def _compare_history(self, found):
    run = self.home.run("history", "--json", "--limit", "50")
    if run.status != 0:
      return self.findings.wrong(f"easel history ends with {run.status}: {run.errors[:200]}")
    listed = {record["id"]: record["state"] for record in map(json.loads, run.output.splitlines())}
    if listed != {one.id: one.state for one in found}:
      self.findings.wrong(f"easel history lists {listed}")

  def _look_for_temporaries(self, found):
    kept = {os.path.relpath(os.path.join(one.path, "response.part"), self.home.store)
            for one in found if one.names_answer()}
    for path in store.temporaries(self.home.store):
      if path in kept:
        continue
      states = [one.state for one in found if one.id in path]
      text = f"{_kind(path)} stays" + (f" beside a record that is {states[0]}" if states else "")
      self.findings.wrong(text) if self.can_verify else self.findings.remark(text)

  def end(self):
    """What was accepted late, after a case was judged."""
    ledger = self.services.simulator.settled_ledger()
    for name, prompt, authorised, admitted in self.judged:
      accepted = len(ledger.of(prompt))
      if accepted > min(authorised, admitted):
        self.findings.case(name + ", at the end")
        self.findings.wrong(
          f"{accepted} accepted, {authorised} authorised, {admitted} admitted by records")


def _kind(path):
  name = os.path.basename(path)
  if name.startswith(".new-"):
    return "a folder .new-<id>"
  return {".part": "N.part", ".tmp": "a file .*.tmp"}.get(os.path.splitext(name)[1], name) \
    if name != "response.part" else name


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--easel", required=True, help="the binary to try")
  depth = parser.add_mutually_exclusive_group()
  depth.add_argument("--quick", action="store_true", help="a quarter of the steps, Ollama alone")
  depth.add_argument("--full", action="store_true", help="every step of every recovery")
  parser.add_argument("--every", type=int, metavar="N", help="only every N-th step")
  parser.add_argument("--only", metavar="NAME×N", nargs="*", help="such as azure×1")
  arguments = parser.parse_args()
  every = arguments.every or (QUICK_STRIDE if arguments.quick else 1)
  depth = "quick" if arguments.quick else "full" if arguments.full else "usual"
  findings = Findings("crash sweep")
  pairs = [("ollama", 1)] if arguments.quick else [
    (name, count) for name in ("azure", "ollama", "links") for count in (1, 4)]
  with ground(arguments.easel) as place, services(place) as running:
    sweep = CrashSweep(place, running, findings, depth, every)
    for name, count in pairs:
      if not arguments.only or f"{name}×{count}" in arguments.only:
        sweep.sweep(name, count)
    sweep.end()
  sys.exit(findings.end())


if __name__ == "__main__":
  main()
