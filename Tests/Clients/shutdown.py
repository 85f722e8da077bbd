"""SIGTERM while generations are in flight: they are finished, or the record says what is true."""

import http.client
import json
import signal
import socket
import threading
import time
import urllib.parse

from checks import Checks, Ledger, Store, eventually, expect, expect_equal, prompt
from processes import Server


def run(easel, capabilities, simulator, root):
  """Each check has a server of its own. Answers the checks."""
  checks = Checks("SIGTERM")
  for number, (name, function) in enumerate((
      ("at rest", _at_rest), ("while a paid answer is awaited", _paid),
      ("while a local answer is awaited", _local), ("while nobody listens any more", _abandoned),
      ("while others listen to events and hold idle connections", _idle))):
    def check():
      server = Server(easel, capabilities, simulator, f"{root}/shutdown-{number}")
      with server:
        function(server, Ledger(simulator.ledger), Store(server.store))
    checks.run(name, check)
  return checks


def _at_rest(server, _, __):
  seconds, status = _stop(server)
  expect(status == 0 and seconds < 2, "status 0 within 2 s",
         f"{status} after {seconds:.1f} s: {server.said()[-300:]}")


def _paid(server, ledger, store):
  """The answer takes four more seconds; the caller gets all of it."""
  text = prompt("fault-pause shutdown")
  call = Call(server, "/v1/openai/deployments/gpt-image-2/images/generations",
              {"prompt": text, "size": "1024x640", "output_format": "jpeg"})
  expect(eventually(lambda: ledger.accepted(text), bool), "an accepted generation", "none")
  seconds, status = _stop(server)
  call.join()
  expect_equal((call.status, len(call.body) > 10_000), (200, True), "a whole answer:")
  _truthful(store, text, "saved")
  expect(status == 0 and seconds < 10, "status 0 soon after", f"{status} after {seconds:.1f} s")


def _local(server, ledger, store):
  """An answer that takes longer than anybody waits for at the end."""
  text = prompt("fault-long-pause shutdown")
  call = Call(server, "/v1/images/generations",
              {"model": "x/z-image-turbo", "prompt": text, "size": "256x256"})
  expect(eventually(lambda: ledger.accepted(text), bool), "an accepted generation", "none")
  seconds, status = _stop(server)
  call.join()
  if call.status == 200:
    _truthful(store, text, "saved")
  else:
    expect(call.status is None or call.status >= 500, "a whole answer, 5xx or a closed connection",
           call.status)
    _truthful(store, text, "unknown", "cancelled")
  expect(status == 0 and seconds < 35, "status 0 within 35 s", f"{status} after {seconds:.1f} s")


def _abandoned(server, ledger, store):
  """Its caller has left: a paid generation is finished before the end, or truthfully unknown."""
  text = prompt("fault-pause shutdown abandoned")
  call = Call(server, "/v1/openai/deployments/gpt-image-2/images/generations",
              {"prompt": text, "size": "1024x640", "output_format": "jpeg"})
  expect(eventually(lambda: ledger.accepted(text), bool), "an accepted generation", "none")
  call.leave()
  time.sleep(0.3)
  seconds, status = _stop(server)
  _truthful(store, text, "saved", "unknown")
  expect(status == 0 and seconds < 35, "status 0 within 35 s", f"{status} after {seconds:.1f} s")


def _idle(server, _, __):
  listeners = []
  for path in ("/studio/v1/events", "/health/live"):
    connection = http.client.HTTPConnection("127.0.0.1", server.ports[0], timeout=20)
    connection.request("GET", path)
    listeners.append((connection, connection.getresponse()))
  seconds, status = _stop(server)
  expect(status == 0 and seconds < 3, "status 0 within 3 s", f"{status} after {seconds:.1f} s")


def _stop(server):
  """Seconds from SIGTERM to the end, and the exit status."""
  begin = time.monotonic()
  server.process.send_signal(signal.SIGTERM)
  status = server.process.wait(60)
  return time.monotonic() - begin, status


def _truthful(store, text, *wanted):
  states = [record["state"] for record, _ in store.generations(text)]
  expect(len(states) == 1 and states[0] in wanted, f"one record, {' or '.join(wanted)}", states)
  if states == ["saved"]:
    expect(store.digests(text), "the picture's file", "none")


class Call(threading.Thread):
  """One POST in the background; `status` is None when no answer came."""

  def __init__(self, server, path, body):
    super().__init__(daemon=True)
    self.connection = http.client.HTTPConnection(
      urllib.parse.urlsplit(server.rest).netloc, timeout=60)
    self.request = path, json.dumps(body)
    self.status, self.body = None, b""
    self.start()

  def run(self):
    path, body = self.request
    try:
      self.connection.request("POST", path, body, {"Content-Type": "application/json"})
      answer = self.connection.getresponse()
      self.body = answer.read()
      self.status = answer.status
    except (OSError, http.client.HTTPException, AttributeError, ValueError):
      # Cut off, by the server or by `leave`.
      pass

  def leave(self):
    if self.connection.sock:
      self.connection.sock.shutdown(socket.SHUT_RDWR)
