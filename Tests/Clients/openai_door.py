"""The clients of one REST door, and what their pictures are compared with."""

import base64
import urllib.error
import urllib.parse
import urllib.request

import openai

from checks import Ledger, Skip, Store, eventually, expect, expect_equal, sha256

SMALL = "256x256"
# The smallest that gpt-image-2 makes.
AZURE_SIZE = "1024x640"


class Door:
  """The clients of one REST door, and what their pictures are compared with."""

  def __init__(self, options):
    self.options = options
    self.base = options.rest.rstrip("/") + "/v1"
    self.ledger = options.ledger and Ledger(options.ledger)
    self.store = options.store and Store(options.store)

  def openai(self, **changes):
    return openai.OpenAI(**self._openai(changes))

  def async_openai(self, **changes):
    return openai.AsyncOpenAI(**self._openai(changes))

  def azure(self, **changes):
    return openai.AzureOpenAI(**self._azure(changes))

  def async_azure(self, **changes):
    return openai.AsyncAzureOpenAI(**self._azure(changes))

  def _openai(self, changes):
    return {"base_url": self.base, "api_key": self.options.token or "the-callers-own",
            "max_retries": 0, "timeout": 60, **changes}

  def _azure(self, changes):
    # With a token the door wants it as a bearer; the client then sends no `api-key`.
    key = ({"azure_ad_token": self.options.token} if self.options.token
           else {"api_key": "the-callers-own"})
    return {"azure_endpoint": self.base, "api_version": "2025-04-01-preview",
            "max_retries": 0, "timeout": 60, **key, **changes}

  def need_faults(self):
    if not self.options.faults or not self.ledger:
      raise Skip("needs --faults and --ledger")

  def check_pictures(self, text, pictures, count=None):
    """The bytes a client has are those that were painted and those that are in the store."""
    digests = [sha256(picture) for picture in pictures]
    if count is not None:
      expect_equal(len(pictures), count, "this many pictures:")
    for picture in pictures:
      expect(picture[:8] == b"\x89PNG\r\n\x1a\n" or picture[:3] == b"\xff\xd8\xff",
             "a PNG or JPEG file", picture[:16])
    if self.ledger:
      entries = self.ledger.accepted(text)
      expect_equal(len(entries), 1, "accepted generations:")
      expect_equal(digests, entries[0]["sha256"], "SHA-256 as painted:")
    if self.store:
      self.store.check(text, digests)
      wait = lambda: [record["state"] for record, _ in self.store.generations(text)]
      states = eventually(wait, lambda them: them == ["saved"], 2)
      expect_equal(states, ["saved"], "states in the store:")

  def check_accepted_once(self, text):
    accepted = self.ledger.accepted(text)
    expect(len(accepted) == 1, "one accepted generation in the ledger",
           f"{len(accepted)}: the client's own retries were billed")

  def check_states(self, text, *wanted):
    if self.store:
      get = lambda: [record["state"] for record, _ in self.store.generations(text)]
      states = eventually(get, lambda them: len(them) == 1 and them[0] in wanted, 5)
      expect(len(states) == 1 and states[0] in wanted, f"one record, {' or '.join(wanted)}", states)


def pictures(answer):
  return [base64.b64decode(image.b64_json, validate=True) for image in answer.data]


def refused(kind, call):
  """The error that the call raises; it has to be of this kind."""
  try:
    answer = call()
  except kind as error:
    return error
  except openai.APIStatusError as error:
    raise AssertionError(
      f"expected {kind.__name__}; got {type(error).__name__} {error.status_code}: "
      f"{error.response.text[:300]}") from None
  raise AssertionError(f"expected {kind.__name__}; got an answer: {str(answer)[:200]}")


def post(door, path, body):
  """Status, headers and body of a plain POST."""
  named = {"Content-Type": "application/json"}
  if door.options.token:
    named["Authorization"] = f"Bearer {door.options.token}"
  request = urllib.request.Request(
    urllib.parse.urljoin(door.options.rest, path), data=body, headers=named)
  try:
    with urllib.request.urlopen(request, timeout=60) as answer:
      return answer.status, answer.headers, answer.read()
  except urllib.error.HTTPError as error:
    return error.code, error.headers, error.read()
