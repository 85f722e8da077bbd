"""A well-behaved client in a process of its own, which measures while others misbehave."""

import http.client
import json
import multiprocessing
import time
import uuid

# Between two requests of one connection; a picture every so many requests.
PAUSE, PICTURE_EVERY = 0.02, 40
LIMIT = 5


class GoodClient:
  """Asks small questions on one connection, sometimes for a picture, sometimes on a fresh one.

  Each observation is (kind, when it began, seconds, what went wrong or None); kind is `asked`,
  `picture` or `fresh`.
  """

  def __init__(self, place, token=None):
    self._pipe, other = multiprocessing.Pipe()
    self._process = multiprocessing.get_context("fork").Process(
      target=_work, args=(place, token, other), daemon=True)
    self._process.start()
    other.close()

  def finish(self):
    """Stops it and answers all observations."""
    self._pipe.send("stop")
    observations = self._pipe.recv()
    self._process.join(5)
    return observations


def _work(place, token, pipe):
  client, observations, number = _Client(place, token), [], 0
  while not pipe.poll():
    number += 1
    kind = "picture" if number % PICTURE_EVERY == 0 else "fresh" if number % 10 == 0 else "asked"
    begin = time.monotonic()
    problem = getattr(client, kind)()
    observations.append((kind, begin, time.monotonic() - begin, problem))
    time.sleep(PAUSE)
  pipe.send(observations)


class _Client:
  def __init__(self, place, token):
    self.place = place
    self.fields = {"Content-Type": "application/json"}
    if token:
      self.fields["Authorization"] = f"Bearer {token}"
    self.connection = None

  def asked(self):
    return self._on_the_old_one("GET", "/studio/v1/generations?limit=1", None)

  def picture(self):
    body = json.dumps({"model": "x/z-image-turbo", "prompt": f"well-behaved {uuid.uuid4().hex}",
                       "size": "64x64"})
    return self._on_the_old_one("POST", "/v1/images/generations", body)

  def fresh(self):
    connection = http.client.HTTPConnection(self.place.host, self.place.port, timeout=LIMIT)
    try:
      return self._answer(connection, "GET", "/studio/v1/generations?limit=1", None)
    finally:
      connection.close()

  def _on_the_old_one(self, method, path, body):
    if self.connection is None:
      self.connection = http.client.HTTPConnection(self.place.host, self.place.port, timeout=LIMIT)
    problem = self._answer(self.connection, method, path, body)
    if problem and method == "GET" and "RemoteDisconnected" in problem:
      # A server may close a connection that rests; a question is asked again on a fresh one.
      self.connection.close()
      problem = self._answer(self.connection, method, path, body)
    if problem:
      self.connection.close()
      self.connection = None
    return problem

  def _answer(self, connection, method, path, body):
    try:
      connection.request(method, path, body, self.fields)
      answer = connection.getresponse()
      text = answer.read()
    except (OSError, http.client.HTTPException) as error:
      return f"{method}: {type(error).__name__} {error}"
    return None if answer.status == 200 else f"{method}: {answer.status} {text[:120]!r}"
