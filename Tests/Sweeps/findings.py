"""Counts cases and gathers what is wrong."""

import collections
import re
import sys


class Findings:
  """`case` begins one; `wrong` tells what is broken in it."""

  def __init__(self, sweep):
    self.sweep = sweep
    self.cases = 0
    self.name = ""
    self._broken = set()
    self._found = {}
    self._remarks = collections.Counter()

  def case(self, name, variant=""):
    """Cases of one name that differ in their variant are told together."""
    self.cases += 1
    self.name, self._variant = name, variant
    if sys.stderr.isatty():
      print(f"\r\033[K{self.cases} {name}"[:100], end="", file=sys.stderr)

  def wrong(self, *texts):
    for text in texts:
      same = re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{8}", "<id>", text)
      variants = self._found.setdefault(same, {}).setdefault(self.name, [])
      variants.append(self._variant)
      self._broken.add((self.name, self._variant))

  def remark(self, text):
    """Something worth knowing that breaks no promise; counted."""
    self._remarks[text] += 1

  def end(self):
    """Prints everything; the exit status of the sweep."""
    for text, count in sorted(self._remarks.items()):
      print(f"· {text} ({count})")
    for text, cases in self._found.items():
      print(f"✗ {text}")
      for name, variants in cases.items():
        others = [variant for variant in variants if variant]
        more = f" (and {len(others)} of: {others[0]} …)" if others else ""
        print(f"    {name}{more}")
    print(f"{self.sweep}: {self.cases} cases, {len(self._broken)} of them broken")
    return 1 if self._found else 0
