#!/usr/bin/env python3
"""Takes the terminal away from a screen with four jobs in flight."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time

import store
from findings import Findings
from ground import ground
from simulator import Simulator

JOBS = 4
SECONDS_A_PICTURE, QUICK_SECONDS = 6, 3
# Of one processor, over the whole time until the process has ended.
BUSY = 0.15

FINISHED, TRUTHFUL = True, False


def _kill(pids, number):
  for pid in pids:
    os.kill(pid, number)


# What is done, by means of tmux and the screen's processes (parents first), and whether the work
# has to be finished all the same.
WAYS = {
  "the tmux server is killed": (FINISHED, lambda tmux, pids: tmux("kill-server")),
  "the tmux server is killed by SIGKILL": (FINISHED, lambda tmux, pids: _kill(
    [int(tmux("display-message", "-p", "#{pid}"))], signal.SIGKILL)),
  "the window is closed": (FINISHED, lambda tmux, pids: tmux("kill-pane")),
  "SIGHUP to the first process": (FINISHED, lambda tmux, pids: _kill(pids[:1], signal.SIGHUP)),
  "SIGHUP to all": (FINISHED, lambda tmux, pids: _kill(pids, signal.SIGHUP)),
  "SIGTERM to the first process": (FINISHED, lambda tmux, pids: _kill(pids[:1], signal.SIGTERM)),
  "SIGKILL to the first process": (TRUTHFUL, lambda tmux, pids: _kill(pids[:1], signal.SIGKILL)),
  "SIGKILL to the last process": (TRUTHFUL, lambda tmux, pids: _kill(pids[-1:], signal.SIGKILL)),
  "SIGKILL to all": (TRUTHFUL, lambda tmux, pids: _kill(pids, signal.SIGKILL)),
}


class HangupSweep:
  def __init__(self, ground, simulator, findings, pace):
    self.pace = pace
    self.simulator = simulator
    self.findings = findings
    self.home = ground.home("user")
    self.ground = ground

  def tmux(self, *arguments):
    done = subprocess.run(
      ["tmux", "-L", self.socket, "-f", "/dev/null", *arguments], capture_output=True, text=True,
      env=self.home.environment(TMUX_TMPDIR=self.ground.root))
    return done.stdout.strip()

  def take_away(self, number, name):
    self.home.clear()
    self.socket = f"sweep-{number}"
    self.home.services = {
      key: value for key, value in self.simulator.services.items() if key.startswith("AZURE")}
    self.home.services["AZURE_OPENAI_DEPLOYMENT"] = "gpt-image-2"
    self.findings.case(name)
    try:
      pid = self._screen()
      prompts = [f"lines, hang-up {number} job {job}" for job in range(JOBS)]
      if not self._start(prompts):
        return
      everyone = _family(pid)
      began, used = time.monotonic(), _used(everyone)
      has_to_finish, take = WAYS[name]
      take(self.tmux, everyone)
      self._watch(everyone, began, used)
      self._judge(prompts, has_to_finish)
    finally:
      self.tmux("kill-server")

  def _screen(self):
    self.tmux("new-session", "-d", "-x", "110", "-y", "34", self.ground.easel)
    self._wait(lambda: "Prompt" in self.tmux("capture-pane", "-p"), 10)
    return int(self.tmux("list-panes", "-F", "#{pane_pid}"))

  def _start(self, prompts):
    """True when the service has taken on all of them."""
    for prompt in prompts:
      self.tmux("send-keys", "C-a", "C-k")
      self.tmux("send-keys", "-l", prompt)
      self._wait(lambda: prompt in self.tmux("capture-pane", "-p"), 5)
      self.tmux("send-keys", "Enter")
      # The editor keeps the text: the job's own line is the sign.
      if not self._wait(lambda: self.simulator.ledger().of(prompt), 5):
        self.findings.wrong("a job was not sent:\n" + self.tmux("capture-pane", "-p"))
        return False
    return True

  def _wait(self, condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
      if condition():
        return True
      time.sleep(0.05)
    return False

  def _watch(self, everyone, began, used):
    """All processes end by themselves and need no processor meanwhile."""
    limit, last = began + self.pace * JOBS + 15, used
    while time.monotonic() < limit and any(map(_lives, everyone)):
      last = max(last, _used(everyone))
      time.sleep(0.1)
    seconds = time.monotonic() - began
    left = [pid for pid in everyone if _lives(pid)]
    if left:
      self.findings.wrong(f"{len(left)} processes are left after {seconds:.0f} s")
      for pid in left:
        os.kill(pid, signal.SIGKILL)
    share = (last - used) / seconds
    if share > BUSY:
      self.findings.wrong(f"{share:.0%} of a processor while it waited for {seconds:.1f} s")
    print(f"{self.findings.name} (of {len(everyone)}): ended after {seconds:.1f} s, "
          f"{share:.1%} of a processor")

  def _judge(self, prompts, has_to_finish):
    jobs = self.home.run("jobs", "--json")
    if jobs.status != 0 or jobs.output:
      self.findings.wrong(f"easel jobs: status {jobs.status}, {jobs.output[:200]}")
    ledger = self.simulator.settled_ledger()
    found = store.generations(self.home.store)
    states = sorted(one.state for one in found)
    if len(found) != JOBS:
      self.findings.wrong(f"{len(found)} records of {JOBS} jobs")
    if has_to_finish and states != ["saved"] * JOBS:
      self.findings.wrong(f"not all pictures were finished: {states}")
    for prompt in prompts:
      self.findings.wrong(*store.untruths(
        self.home.store, prompt, 1, ledger.all_hashes(), len(ledger.of(prompt))))
    print(f"    {', '.join(states)}")


def _family(pid):
  """The process and all below it."""
  found = [pid]
  for parent in found:
    try:
      for task in os.listdir(f"/proc/{parent}/task"):
        with open(f"/proc/{parent}/task/{task}/children") as file:
          found += [int(child) for child in file.read().split()]
    except OSError:
      pass
  return found


def _stat(pid):
  try:
    with open(f"/proc/{pid}/stat") as file:
      return file.read().rsplit(")", 1)[1].split()
  except OSError:
    return None


def _lives(pid):
  stat = _stat(pid)
  return stat is not None and stat[0] not in "ZX"


def _used(pids):
  """Seconds of processor time so far."""
  ticks = sum(int(stat[11]) + int(stat[12]) for stat in map(_stat, pids) if stat)
  return ticks / os.sysconf("SC_CLK_TCK")


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--easel", required=True, help="the binary to try")
  parser.add_argument("--quick", action="store_true", help="the tmux server alone")
  arguments = parser.parse_args()
  if not shutil.which("tmux"):
    return print("hang-up sweep: skipped, there is no tmux")
  findings = Findings("hang-up sweep")
  pace = QUICK_SECONDS if arguments.quick else SECONDS_A_PICTURE
  with ground(arguments.easel) as place, Simulator(place, pace) as simulator:
    sweep = HangupSweep(place, simulator, findings, pace)
    for number, name in enumerate(WAYS):
      if number == 0 or not arguments.quick:
        sweep.take_away(number, name)
  sys.exit(findings.end())


if __name__ == "__main__":
  main()
