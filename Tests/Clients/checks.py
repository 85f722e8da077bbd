"""Named checks with a table at the end, and what they compare with: the ledger and the store."""

import contextlib
import glob
import hashlib
import inspect
import json
import os
import sys
import time
import traceback
import urllib.request
import uuid


class Mismatch(AssertionError):
  """Something is not as it should be: what was expected, and what came."""


class Skip(Exception):
  """A check that says nothing here, and why."""


def expect(condition, expected, got):
  """Fails the check when the condition does not hold."""
  if not condition:
    raise Mismatch(f"expected {expected}; got {_short(got)}")


def expect_equal(got, expected, what):
  expect(got == expected, f"{what} {_short(expected)}", got)


class Checks:
  """Runs checks one after the other and remembers how they ended."""

  def __init__(self, title, only=None):
    self.title, self.only, self.rows = title, only, []
    print(f"\n{title}", flush=True)

  def run(self, name, function, *arguments):
    """Runs one check, sync or async-as-a-plain-call; its end is printed at once."""
    if not self.wants(name):
      return
    with self._row(name):
      function(*arguments)

  async def run_async(self, name, function, *arguments):
    if not self.wants(name):
      return
    with self._row(name):
      result = function(*arguments)
      if inspect.isawaitable(result):
        await result

  def wants(self, name):
    return not self.only or self.only in name

  @contextlib.contextmanager
  def _row(self, name):
    begin, outcome, remark = time.monotonic(), "ok", ""
    try:
      yield
    except Skip as skip:
      outcome, remark = "–", str(skip)
    except Mismatch as mismatch:
      outcome, remark = "BAD", str(mismatch)
    except Exception as error:  # whatever a client library throws is the finding
      outcome, remark = "BAD", f"{_origin(error)}{type(error).__name__}: {_short(error)}"
    self.add(name, outcome, remark, time.monotonic() - begin)

  def add(self, name, outcome, remark, seconds):
    self.rows.append((name, outcome, remark))
    print(f"  {outcome:3}  {name} ({seconds:.1f} s){': ' if remark else ''}{remark}", flush=True)

  def finish(self):
    """Prints the sum and ends the program: 0 when nothing is bad."""
    bad = sum(outcome == "BAD" for _, outcome, _ in self.rows)
    skipped = sum(outcome == "–" for _, outcome, _ in self.rows)
    good = len(self.rows) - bad - skipped
    print(f"{self.title}: {good} ok, {bad} bad, {skipped} left out", flush=True)
    sys.exit(1 if bad else 0)


def prompt(text):
  """A prompt that occurs once, so that the ledger and the store can be asked for it."""
  return f"{text} {uuid.uuid4().hex[:12]}"


def sha256(data):
  return hashlib.sha256(data).hexdigest()


def eventually(function, wanted, seconds=10):
  """The function's value as soon as `wanted` accepts it, or its last one after so many seconds."""
  end = time.monotonic() + seconds
  while True:
    value = function()
    if wanted(value) or time.monotonic() > end:
      return value
    time.sleep(0.05)


class Ledger:
  """What the simulated services took on and would have billed."""

  def __init__(self, address):
    self.address = address

  def accepted(self, text=""):
    """Accepted generations whose prompt contains the text, oldest first."""
    with urllib.request.urlopen(self.address, timeout=10) as answer:
      entries = json.load(answer)["accepted"]
    return [entry for entry in entries if text in entry["prompt"]]


class Store:
  """Easel's folder of generations, as plain files."""

  def __init__(self, folder):
    self.folder = folder

  def generations(self, text):
    """Records whose wish or sent body contains the text, each with its folder."""
    found = []
    for path in sorted(glob.glob(f"{self.folder}/generations/*/*/*/*/generation.json")):
      with open(path) as file:
        record = json.load(file)
      sent = (record.get("sent") or {}).get("body") or ""
      if text in record["request"].get("prompt", "") or text in sent:
        found.append((record, os.path.dirname(path)))
    return found

  def files(self, text):
    """SHA-256 of the picture files of these generations, in their order, whatever records say."""
    return [sha256(_read(path)) for _, folder in self.generations(text)
            for path in sorted(glob.glob(f"{folder}/[0-9]*.*"))]

  def check(self, text, digests):
    """The pictures are durable when an answer ends; the record may follow a moment later."""
    expect_equal(self.files(text), digests, "SHA-256 of the files in the store:")
    found = eventually(lambda: self.digests(text), lambda them: them == digests, 2)
    expect_equal(found, digests, "SHA-256 in the store's record:")

  def digests(self, text):
    """SHA-256 of the picture files of these generations; the record has to say the same."""
    digests = []
    for record, folder in self.generations(text):
      for image in record["images"]:
        digest = sha256(_read(os.path.join(folder, image["file"])))
        expect_equal(image["sha256"], digest, f"the record's digest of {image['file']}")
        digests.append(digest)
    return digests


def _read(path):
  with open(path, "rb") as file:
    return file.read()


def _short(value, limit=400):
  text = value if isinstance(value, str) else repr(value)
  text = " ".join(text.split())
  return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def _origin(error):
  """`file:line ` of the innermost frame in this folder."""
  folder = os.path.dirname(os.path.abspath(__file__))
  for frame in reversed(traceback.extract_tb(error.__traceback__)):
    if frame.filename.startswith(folder):
      return f"{os.path.basename(frame.filename)}:{frame.lineno} "
  return ""
