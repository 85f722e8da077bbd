#!/usr/bin/env python3
"""Lets many processes use one store for a while: writers, readers and a verifier."""

import argparse
import collections
import itertools
import json
import os
import sys
import threading
import time

import store
from findings import Findings
from ground import ground
from wishes import services

JOURNAL_HEAD, JOURNAL_LINE = 33, 28


class ProcessesSweep:
  def __init__(self, home, services, findings, verifies):
    self.home = home
    self.services = services
    self.findings = findings
    self.verifies = verifies
    self.numbers = itertools.count(1)
    self.runs = collections.Counter()
    self.wishes = []
    self.printed = {}
    self.lock = threading.Lock()

  def go(self, seconds, writers, readers):
    self.end = time.monotonic() + seconds
    roles = [self._write] * writers + [self._read] * readers + [self._verify] * self.verifies
    threads = [threading.Thread(target=self._repeat, args=(role,)) for role in roles]
    for thread in threads:
      thread.start()
    for thread in threads:
      thread.join()
    self._judge()

  def _repeat(self, role):
    while time.monotonic() < self.end:
      role()

  def _write(self):
    number = next(self.numbers)
    wish = self.services.wish("ollama", 1 + number % 2, str(number))
    run = self.home.run(*wish.arguments, timeout=120)
    with self.lock:
      self.runs["generate"] += 1
      self.wishes.append(wish)
      self.findings.case(f"writer {number}")
      if run.status != 0:
        return self.findings.wrong(f"status {run.status}: {run.errors.strip()[:300]}")
      for line in run.output.splitlines():
        record = json.loads(line)
        if record["id"] in self.printed:
          self.findings.wrong(f"the id {record['id']} was given twice")
        self.printed[record["id"]] = record

  def _read(self):
    number = next(self.numbers)
    command = ("history", "jobs", "show")[number % 3]
    with self.lock:
      known = list(self.printed)
    if command == "show" and not known:
      return
    arguments = {"history": ["history", "--json", "--limit", "1000000"], "jobs": ["jobs", "--json"],
                 "show": ["show", "--json", known[number % len(known)] if known else ""]}[command]
    run = self.home.run(*arguments, timeout=120)
    with self.lock:
      self.runs[command] += 1
      self.findings.case(f"reader, easel {command}", f"run {number}")
      self.findings.wrong(*self._read_wrong(command, run, known))

  def _read_wrong(self, command, run, known):
    if run.status != 0:
      return [f"status {run.status}: {run.errors.strip()[:300]}"]
    try:
      records = [json.loads(line) for line in run.output.splitlines()]
    except ValueError:
      return [f"torn output: {run.output[:200]}"]
    wrong = []
    ids = [record["id"] for record in records]
    if len(ids) != len(set(ids)):
      wrong.append("one generation is listed twice")
    if command == "history":
      missing = set(known) - set(ids)
      if missing:
        wrong.append("a generation that was finished before is not listed")
    for record in records:
      for image in record["images"]:
        if not os.path.exists(image["path"]):
          wrong.append("a picture that a record names is not there")
    return wrong

  def _verify(self):
    number = next(self.numbers)
    repair = ["--repair"] if number % 2 else []
    run = self.home.run("verify", *repair, "--json", timeout=120)
    with self.lock:
      self.runs["verify"] += 1
      self.findings.case("verifier", f"run {number}")
      if run.status != 0:
        self.findings.wrong(f"status {run.status}: {(run.output + run.errors).strip()[:300]}")
      elif json.loads(run.output)["findings"]:
        self.findings.wrong(f"it finds fault with living work: {run.output.strip()[:300]}")

  def _judge(self):
    ledger = self.services.simulator.settled_ledger()
    self.findings.case("the store at the end")
    found = store.generations(self.home.store)
    of_prompt = collections.defaultdict(list)
    for one in found:
      of_prompt[one.prompt].append(one)
    for wish in self.wishes:
      accepted = len(ledger.of(wish.prompt))
      if (accepted, len(of_prompt[wish.prompt])) != (wish.count, wish.count):
        self.findings.wrong(f"{wish.count} wished, {accepted} accepted, "
                            f"{len(of_prompt[wish.prompt])} records")
    self.findings.wrong(*store.untruths(
      self.home.store, "", 0, ledger.all_hashes(), 0))
    for one in found:
      printed = self.printed.get(one.id)
      if not printed or printed["state"] != one.state or (
          [image["sha256"] for image in printed["images"]] !=
          [image["sha256"] for image in one.record["images"]]):
        self.findings.wrong("what was printed is not what the record says")
    self._judge_lists(found)
    for path in store.temporaries(self.home.store):
      self.findings.wrong(f"{os.path.basename(path).split('.')[-1]} stays")
    if self.verifies:
      self._judge_verdict(found)

  def _judge_verdict(self, found):
    run = self.home.run("verify", "--json")
    report = json.loads(run.output)
    pictures = sum(len(one.pictures) for one in found)
    if (report["generations"], report["pictures"], report["findings"]) != (
        len(found), pictures, []):
      self.findings.wrong(f"easel verify ends with {run.status}: {run.output.strip()[:300]}")

  def _judge_lists(self, found):
    run = self.home.run("history", "--json", "--limit", "1000000")
    listed = [json.loads(line)["id"] for line in run.output.splitlines()]
    if sorted(listed) != [one.id for one in found] or listed != sorted(listed, reverse=True):
      self.findings.wrong(f"the history lists {len(listed)} of {len(found)}")
    if self.home.run("jobs", "--json").output:
      self.findings.wrong("jobs are left")
    with open(os.path.join(self.home.store, "journal"), "rb") as file:
      journal = file.read()
    lines = journal[JOURNAL_HEAD:].split(b"\n")
    if lines.pop() or any(len(line) != JOURNAL_LINE - 1 for line in lines):
      self.findings.wrong("the journal holds a torn line")
    print(f"{len(found)} generations, {len(lines)} lines in the journal; runs: "
          + ", ".join(f"{count} {name}" for name, count in sorted(self.runs.items())))


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--easel", required=True, help="the binary to try")
  parser.add_argument("--seconds", type=float, default=120)
  parser.add_argument("--writers", type=int, default=8)
  parser.add_argument("--readers", type=int, default=4)
  arguments = parser.parse_args()
  findings = Findings("processes sweep")
  with ground(arguments.easel) as place, services(place) as running:
    home = place.home("user", running.variables)
    verifies = 1 if place.knows("verify") else 0
    if not verifies:
      findings.remark("this binary has no command verify")
    sweep = ProcessesSweep(home, running, findings, verifies)
    sweep.go(arguments.seconds, arguments.writers, arguments.readers)
  sys.exit(findings.end())


if __name__ == "__main__":
  main()
