#!/usr/bin/env python3
"""Lets the service, and the network before it, go wrong in every way the simulator knows."""

import argparse
import contextlib
import hashlib
import http.server
import re
import signal
import subprocess
import sys
import threading
import time

import store
from findings import Findings
from door import Door
from ground import Run, ground
from simulator import PICTURE
from wire_cases import KEPT, cases, stream_cases
from wishes import DESTINATIONS, services

# What the command line ends with, by the state of the record.
STATUSES = {"saved": {0}, "failed": {3, 4, 64, 65, 69, 75, 77, 78}, "failed?": {4, 5},
            "unknown?": {5}, "unknown": {5, 69}, "cancelled?": {130}, "cancelled": {130}}
QUICK_STRIDE = 3


class WireSweep:
  def __init__(self, ground, services, findings):
    self.services = services
    self.findings = findings
    self.ground = ground
    self.home = ground.home("user", services.variables)
    self.rows = []

  def try_case(self, destination, case, prompt):
    self.home.clear()
    arguments = ["generate", prompt, *DESTINATIONS[destination], "--retries", "1",
                 "--count", str(case.count), "--json"]
    run = self._run_and_cancel(arguments, case.cancel) if case.cancel else (
      self.home.run(*arguments, timeout=25))
    self.findings.case(f"{destination}, {case.name}")
    self._judge(destination, case, prompt, run)

  def _run_and_cancel(self, arguments, seconds):
    process = subprocess.Popen(
      [self.home.ground.easel, *arguments], env=self.home.environment(), text=True,
      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    began = time.monotonic()
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    try:
      output, errors = process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
      process.kill()
      output, errors = process.communicate()
      return Run(None, output, errors, time.monotonic() - began)
    return Run(process.returncode, output, errors, time.monotonic() - began)

  def _judge(self, destination, case, prompt, run):
    ledger = self.services.ledger()
    accepted = ledger.of(prompt)
    found = store.generations(self.home.store)
    wrong = self._wrong(destination, case, run, found)
    hashes = ledger.hashes(prompt) | {hashlib.sha256(PICTURE).hexdigest()}
    wrong += store.untruths(self.home.store, prompt, 1, hashes, len(accepted))
    if case.fault and case.fault["kind"] == "redirect" and accepted:
      wrong.append("a redirect was followed to a generation")
    if run.status is None:
      wrong.append(f"it did not end within {run.seconds:.0f} s")
    self.findings.wrong(*wrong)
    one = found[0] if found else None
    self.rows.append((destination, case.name, _state(one), one.error.get("code", "") if one else "",
                      str(run.status), str(len(accepted)), f"{run.seconds:.1f}",
                      "✗" if wrong else "✓"))

  def try_streams(self, wanted):
    """Through `easel serve`, which asks the service for a stream when its caller does."""
    self.home.clear()
    with Door(self.home) as door:
      for case, prompt in wanted:
        self.findings.case(f"azure as a stream, {case.name}")
        began = time.monotonic()
        status, answer = door.stream(prompt)
        one = _ended(self.home.store, prompt)
        accepted = self.services.ledger().of(prompt)
        wrong = [] if _state(one) in case.expected else [
          f"it is {_state(one)}, expected " + " or ".join(sorted(case.expected))]
        if len(accepted) > 1:
          wrong.append(f"{len(accepted)} accepted, 1 authorised")
        if accepted and one and not one.may_have_been_accepted():
          wrong.append("accepted, and the record does not admit it")
        if status == 200 and b"image_generation.completed" in answer and _state(one) != KEPT:
          wrong.append("the caller got a picture that is not saved")
        self.findings.wrong(*wrong)
        self.rows.append((
          "azure, stream", case.name, _state(one), one.error.get("code", "") if one else "",
          str(status), str(len(accepted)), f"{time.monotonic() - began:.1f}",
          "✗" if wrong else "✓"))
    ledger = self.services.ledger()
    hashes = ledger.all_hashes() | {hashlib.sha256(PICTURE).hexdigest()}
    self.findings.case("the store after the streams")
    wrong = store.untruths(self.home.store, "", 0, hashes, 0)
    self.findings.wrong(*(text for text in wrong if "hold the same picture" not in text))

  def _wrong(self, destination, case, run, found):
    if len(found) != 1:
      return [f"{len(found)} records, status {run.status}: {run.errors[:200]}"]
    state, wrong = _state(found[0]), []
    allowed = set(case.expected)
    if destination == "ollama":
      # Free of charge: no bill to warn of.
      allowed |= {name.rstrip("?") for name in allowed}
    if state not in allowed:
      wrong.append(f"it is {state} ({found[0].error.get('code')}), expected "
                   + " or ".join(sorted(case.expected)))
    if run.status is not None and run.status not in STATUSES.get(state, set()):
      wrong.append(f"{state} with exit status {run.status} ({found[0].error.get('code')})")
    if run.status and re.search(r"Error\(|Optional\(|\{\"", run.errors):
      wrong.append(f"unclear message: {run.errors[:200]}")
    if store.holds_picture_bytes(found[0].answer) and found[0].state != "saved":
      if not found[0].names_answer():
        wrong.append("part of a picture is in response.part; the record does not name it")
      # A connection that is closed, not reset, brings everything that was sent before.
      sent = case.fault.get("afterBytes", 0) if case.fault["kind"] == "truncate" else 0
      if len(found[0].answer) < sent:
        wrong.append("bytes that had arrived before the connection closed are not kept")
    return wrong

  def print_table(self):
    heads = ("provider", "fault", "state", "error", "exit", "accepted", "s", "")
    rows = [heads, *_joined(self.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for row in rows:
      print("  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip())


def _ended(folder, prompt):
  """The record of a prompt once it has come to an end."""
  end = time.monotonic() + 10
  while True:
    found = [one for one in store.generations(folder) if one.prompt == prompt]
    if found and found[0].state in store.ENDS or time.monotonic() > end:
      return found[0] if found else None
    time.sleep(0.02)


def _state(one):
  if one is None:
    return "no record"
  return (one.state or "damaged") + ("?" if one.error.get("mayHaveBeenBilled") else "")


def _joined(rows):
  """Cuts at neighbouring bytes that end alike are one row."""
  joined = []
  for row in rows:
    last = joined[-1] if joined else None
    cut = row[1][:row[1].find(" cut at byte ") + 13] if " cut at byte " in row[1] else None
    if last and cut and last[1].startswith(cut) and (
        row[0], *row[2:6], row[7]) == (last[0], *last[2:6], last[7]):
      first = last[1].removeprefix(cut).split("–")[0]
      joined[-1] = (last[0], f"{cut}{first}–{row[1].removeprefix(cut)}", *last[2:])
    else:
      joined.append(row)
  return joined


@contextlib.contextmanager
def catcher():
  """A host that nothing may ever be sent to; answers its address and what came."""
  caught = []

  class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
      caught.append((self.command, self.path, dict(self.headers)))
      self.send_error(500)

    do_POST = do_GET

    def log_message(self, *_):
      pass

  server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
  threading.Thread(target=server.serve_forever, daemon=True).start()
  try:
    yield f"http://127.0.0.1:{server.server_port}", caught
  finally:
    server.shutdown()
    server.server_close()


def _is_skipped(number, case):
  """Whether the quick sweep leaves a case out."""
  cut = re.search(r"cut at byte (\d+)", case.name)
  return number % QUICK_STRIDE or cut and int(cut[1]) % 24


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--easel", required=True, help="the binary to try")
  parser.add_argument("--quick", action="store_true", help="a few dozen faults, Ollama alone")
  parser.add_argument("--only", help="cases whose name holds this")
  arguments = parser.parse_args()
  findings = Findings("wire sweep")
  with ground(arguments.easel) as place, catcher() as (address, caught):
    wanted = []
    for destination in ("ollama",) if arguments.quick else ("azure", "ollama"):
      for number, case in enumerate(cases(address)):
        if case.only not in (None, destination) or (arguments.only or "") not in case.name:
          continue
        if arguments.quick and _is_skipped(number, case):
          continue
        wanted.append((destination, case, f"lines, {destination} case {number}."))
    streams = [(case, f"lines, stream case {number}.")
               for number, case in enumerate(stream_cases())
               if (arguments.only or "") in case.name
               and not (arguments.quick and _is_skipped(number, case))]
    streams = streams if place.knows("serve") else []
    rules = [{"prompt": prompt, "fault": case.fault}
             | ({} if case.billed is None else {"billed": case.billed})
             for case, prompt in [*(row[1:] for row in wanted), *streams] if case.fault]
    with services(place, rules=rules) as running:
      sweep = WireSweep(place, running, findings)
      for destination, case, prompt in wanted:
        sweep.try_case(destination, case, prompt)
      if streams:
        sweep.try_streams(streams)
      ledger = running.simulator.settled_ledger()
    for prompt in [row[-1] for row in [*wanted, *streams]]:
      if len(ledger.of(prompt)) > 1:
        findings.case(f"{prompt}, at the end")
        findings.wrong(f"{len(ledger.of(prompt))} accepted, 1 authorised")
    if caught:
      findings.case("redirects")
      findings.wrong(f"another host got {caught[0]}")
    sweep.print_table()
    if not place.knows("serve"):
      print("streams: skipped, this binary has no easel serve")
  sys.exit(findings.end())


if __name__ == "__main__":
  main()
