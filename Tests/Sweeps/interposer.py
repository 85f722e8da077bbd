"""Compiles `interpose.c` and reads what it writes down."""

import collections
import os
import re
import subprocess


class Step:
  """One counted call. `pattern` and `place`, its place among the steps of one name, are the same in
  every run: ids and random parts of names are left out."""

  def __init__(self, line):
    number, self.call, self.path, self.other = line.rstrip("\n").split("\t")
    self.number = int(number)
    self.pattern = pattern(self.path)
    self.place = 0

  @property
  def key(self):
    return self.call, self.pattern

  @property
  def name(self):
    target = "" if self.other.lstrip("-").isdigit() else f" → {pattern(self.other)}"
    return f"{self.call} {self.pattern}{target} #{self.place}"

  @property
  def writes(self):
    return self.call in ("write", "pwrite", "writev")

  @property
  def orders(self):
    """What leads `interpose.c` to this step."""
    return {"call": self.call, "path": self.pattern, "count": self.place}


def pattern(path):
  """The path as a pattern of fnmatch(3)."""
  path = re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{8}", "*Z-*", path)
  path = re.sub(r"(?<=generations/)\d{4}", "*", path)
  path = re.sub(r"(?<=generations/\*/)\d\d", "*", path)
  path = re.sub(r"(?<=generations/\*/\*/)\d\d", "*", path)
  path = re.sub(r"index-[0-9a-f]+", "index-*", path)
  return re.sub(r"\.[0-9a-f]{1,8}\.tmp", ".*.tmp", path)


class Interposer:
  def __init__(self, ground):
    self.library = os.path.join(ground.root, "interpose.so")
    self._log = os.path.join(ground.root, "steps")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "interpose.c")
    subprocess.run(["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
                    "-o", self.library, source, "-ldl"], check=True)

  def variables(self, root, **orders):
    """For one run; starts a new log. `orders` are the words of interpose.c in small letters."""
    if os.path.exists(self._log):
      os.unlink(self._log)
    variables = {"LD_PRELOAD": self.library, "SWEEP_ROOT": root, "SWEEP_LOG": self._log}
    variables.update({f"SWEEP_{name.upper()}": str(value) for name, value in orders.items()})
    return variables

  def steps(self):
    """The steps of the last run. Threads may write their lines out of order."""
    if not os.path.exists(self._log):
      return []
    with open(self._log) as file:
      steps = sorted((Step(line) for line in file), key=lambda step: step.number)
    places = collections.Counter()
    for step in steps:
      places[step.key] += 1
      step.place = places[step.key]
    return steps


def chosen(steps):
  """All steps, but of many with one name only the first two, the last two and one
  in between."""
  of_name = collections.defaultdict(list)
  for step in steps:
    of_name[step.key].append(step)
  picked = []
  for same in of_name.values():
    # Records are written a few times, each one another state; only pieces of answers repeat.
    if len(same) > 12:
      same = same[:2] + [same[len(same) // 2]] + same[-2:]
    picked += same
  return sorted(picked, key=lambda step: step.number)
