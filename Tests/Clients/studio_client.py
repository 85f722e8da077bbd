#!/usr/bin/env python3
"""Uses the studio's own resources under /studio/v1: history, pictures by range, jobs, events.

    studio_client.py --rest http://127.0.0.1:8080 [--ledger URL] [--store FOLDER] [--faults]

Python's standard library only.
"""

import argparse
import http.client
import json
import sys
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True

from checks import Checks, Ledger, Skip, Store, eventually, expect, expect_equal, prompt, sha256


class Studio:
  """The resources of one server, as JSON."""

  def __init__(self, options):
    self.options = options
    parts = urllib.parse.urlsplit(options.rest)
    self.address = parts.hostname, parts.port
    self.ledger = options.ledger and Ledger(options.ledger)
    self.store = options.store and Store(options.store)

  def ask(self, method, path, body=None, **fields):
    """Status, header fields (names in lower case) and body of one request."""
    connection = http.client.HTTPConnection(*self.address, timeout=60)
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    if body is not None:
      named.setdefault("Content-Type", "application/json")
      body = json.dumps(body)
    if self.options.token:
      named["Authorization"] = f"Bearer {self.options.token}"
    connection.request(method, path, body, named)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data

  def get(self, path):
    status, _, data = self.ask("GET", path)
    expect_equal(status, 200, f"status of {path}")
    return json.loads(data)

  def picture(self, text):
    """Makes a picture through the drop-in path; answers the generation's name."""
    status, fields, data = self.ask("POST", "/v1/images/generations", {
      "model": self.options.model, "prompt": text, "size": "256x256"})
    expect_equal(status, 200, f"status of a picture ({data[:200]!r})")
    expect(fields.get("x-easel-generation"), "an x-easel-generation header", fields)
    return fields["x-easel-generation"]

  def begin(self, text, **changes):
    """Puts a wish into the queue; answers the generations of the answer."""
    status, fields, data = self.ask("POST", "/studio/v1/generations", {
      "prompt": text, "provider": "ollama", "model": self.options.model,
      "parameters": {"size": "256x256"}, **changes})
    expect_equal(status, 202, f"status of a wish ({data[:300]!r})")
    generations = json.loads(data)["generations"]
    expect_equal(fields.get("location"), f"/studio/v1/generations/{generations[0]['id']}",
                 "Location")
    return generations

  def until(self, name, *states, seconds=20):
    get = lambda: self.get(f"/studio/v1/generations/{name}")
    found = eventually(get, lambda it: it["state"] in states, seconds)
    expect(found["state"] in states, f"the state {' or '.join(states)}", found["state"])
    return found


def history(studio):
  text = prompt("studio history")
  name = studio.picture(text)
  page = studio.get("/studio/v1/generations?limit=1")
  expect_equal(page["generations"][0]["id"], name, "the newest is")
  word = text.split()[-1]
  page = studio.get(f"/studio/v1/generations?q={word}")
  expect_equal([each["id"] for each in page["generations"]], [name], "found by a word:")
  expect_equal(page["total"], 1, "total:")
  one = studio.get(f"/studio/v1/generations/{name}")
  expect_equal((one["state"], one["prompt"]), ("saved", text), "state and prompt:")


def pages(studio):
  """Pages hold together, and every page of the history is one of the whole."""
  whole = studio.get("/studio/v1/generations?limit=200")["generations"]
  parts = []
  for offset in range(0, len(whole), 3):
    parts += studio.get(f"/studio/v1/generations?limit=3&offset={offset}")["generations"]
  expect_equal([each["id"] for each in parts][:len(whole)], [each["id"] for each in whole],
               "the pages together:")


def image(studio):
  text = prompt("studio image")
  name = studio.picture(text)
  path = f"/studio/v1/generations/{name}/images/1"
  status, fields, whole = studio.ask("GET", path)
  expect_equal(status, 200, "status")
  expect_equal((fields.get("content-type"), fields.get("accept-ranges")), ("image/png", "bytes"),
               "Content-Type and Accept-Ranges:")
  expect_equal(int(fields["content-length"]), len(whole), "Content-Length")
  if studio.ledger:
    expect_equal([sha256(whole)], studio.ledger.accepted(text)[0]["sha256"], "SHA-256:")
  for wanted, start, end in (("bytes=0-99", 0, 100), ("bytes=100-", 100, len(whole)),
                             ("bytes=-50", len(whole) - 50, len(whole)),
                             (f"bytes=10-{10**9}", 10, len(whole))):
    status, fields, data = studio.ask("GET", path, Range=wanted)
    expect_equal((status, data), (206, whole[start:end]), f"{wanted}:")
    expect_equal(fields["content-range"], f"bytes {start}-{end - 1}/{len(whole)}", f"{wanted}:")
  status, fields, _ = studio.ask("GET", path, Range=f"bytes={len(whole)}-")
  expect_equal((status, fields.get("content-range")), (416, f"bytes */{len(whole)}"),
               "past the end:")
  for ignored in ("bytes=9-1", "lines=1-2", "bytes=", "bytes=a-b"):
    status, _, data = studio.ask("GET", path, Range=ignored)
    expect((status, data) == (200, whole) or status == 416, f"{ignored}: the whole, or 416", status)
  status, fields, data = studio.ask("HEAD", path)
  expect_equal((status, int(fields["content-length"]), data), (200, len(whole), b""), "HEAD:")
  _, fields, _ = studio.ask("GET", path)
  expect(fields.get("etag"), "an ETag", fields)
  status, _, data = studio.ask("GET", path, If_None_Match=fields["etag"])
  expect_equal((status, data), (304, b""), "If-None-Match:")
  status, _, data = studio.ask("GET", path, Range="bytes=0-9", If_Range='"another"')
  expect_equal((status, len(data)), (200, len(whole)), "Range with another If-Range:")


def missing(studio):
  for path in ("/studio/v1/generations/20200101T000000Z-00000000",
               "/studio/v1/generations/nothing", "/studio/v1/nothing",
               "/studio/v1/generations/20200101T000000Z-00000000/images/1"):
    status, _, data = studio.ask("GET", path)
    error = json.loads(data)["error"]
    expect((status, error["code"]) == (404, "not_found"), f"{path}: 404 not_found", (status, error))
  name = studio.picture(prompt("studio missing"))
  for number in ("0", "2", "-1", "01", "1.png", "99999999999999999999", "x"):
    status, _, data = studio.ask("GET", f"/studio/v1/generations/{name}/images/{number}")
    expect_equal(status, 404, f"picture {number}: status")
  status, fields, _ = studio.ask("DELETE", f"/studio/v1/generations/{name}")
  expect(status == 405 and "GET" in fields.get("allow", ""), "405 with Allow", (status, fields))


def wish(studio):
  text = prompt("studio wish")
  name = studio.begin(text)[0]["id"]
  found = studio.until(name, "saved")
  if studio.ledger:
    expect_equal([each["sha256"] for each in found["images"]],
                 studio.ledger.accepted(text)[0]["sha256"], "SHA-256:")


def idempotency(studio):
  """The same key twice is one generation."""
  text = prompt("studio key")
  names = []
  for _ in range(2):
    status, _, data = studio.ask("POST", "/studio/v1/generations", {
      "prompt": text, "provider": "ollama", "model": studio.options.model,
      "parameters": {"size": "256x256"}}, Idempotency_Key=text)
    expect_equal(status, 202, f"status ({data[:200]!r})")
    names.append(json.loads(data)["generations"][0]["id"])
  expect_equal(names[0], names[1], "the same generation:")
  studio.until(names[0], "saved")
  if studio.ledger:
    expect_equal(len(studio.ledger.accepted(text)), 1, "accepted generations:")


def refused_wishes(studio):
  for body, statuses in (
      ({}, (400,)), ({"prompt": ""}, (400,)), ({"prompt": "x", "nonsense": 1}, (400,)),
      ({"prompt": 1}, (400,)), ({"prompt": "x", "provider": "nobody"}, (409,)),
      ({"prompt": "x", "parameters": {"size": 7}}, (400, 422)),
      ({"prompt": "x", "provider": "ollama", "model": studio.options.model,
        "parameters": {"size": "9x9x9"}}, (409,))):
    status, _, data = studio.ask("POST", "/studio/v1/generations", body)
    expect(status in statuses, f"{body}: {statuses}", (status, data[:200]))
    expect(json.loads(data)["error"]["message"], f"{body}: a message", data)


def jobs_and_cancel(studio):
  if not studio.options.faults:
    raise Skip("needs --faults")
  text = prompt("fault-long-pause studio cancel")
  name = studio.begin(text)[0]["id"]
  get = lambda: [each["id"] for each in studio.get("/studio/v1/jobs")["generations"]]
  expect(name in eventually(get, lambda them: name in them, 5), "the job in the list", get())
  studio.until(name, "sent", "receiving", seconds=5)
  status, _, data = studio.ask("POST", f"/studio/v1/generations/{name}/cancel")
  expect_equal(status, 202, f"status of cancel ({data[:200]!r})")
  studio.until(name, "cancelled", "unknown", seconds=8)
  status, _, data = studio.ask("POST", f"/studio/v1/generations/{name}/cancel")
  expect_equal(status, 409, f"status of a second cancel ({data[:200]!r})")
  expect(name not in get(), "no job any more", get())


def events(studio):
  """What happens is heard of while it happens, by every door's callers."""
  connection = http.client.HTTPConnection(*studio.address, timeout=20)
  fields = {"Accept": "text/event-stream"}
  if studio.options.token:
    fields["Authorization"] = f"Bearer {studio.options.token}"
  connection.request("GET", "/studio/v1/events", headers=fields)
  answer = connection.getresponse()
  expect_equal(answer.status, 200, "status")
  expect(answer.getheader("Content-Type", "").startswith("text/event-stream"),
         "text/event-stream", answer.getheader("Content-Type"))
  heard = []

  def listen():
    event = None
    try:
      for line in answer:
        line = line.decode().rstrip("\r\n")
        if line.startswith("event:"):
          event = line[6:].strip()
        elif line.startswith("data:"):
          heard.append((event, json.loads(line[5:])))
    except (OSError, ValueError):
      pass
  thread = threading.Thread(target=listen, daemon=True)
  thread.start()
  name = studio.picture(prompt("studio events"))

  def saved(events):
    # The last event may have come before the call's own answer, which tells the name.
    return any(kind == "generation" and told.get("id") == name and told.get("state") == "saved"
               for kind, told in events)
  expect(saved(eventually(lambda: list(heard), saved, 5)),
         "an event that says `saved`, within 5 s", heard[-3:])
  connection.close()


def leaving_listeners(studio):
  """Listeners that leave are noticed: more than the limit, one after the other, are let in."""
  for number in range(100):
    connection = http.client.HTTPConnection(*studio.address, timeout=20)
    fields = {"Authorization": f"Bearer {studio.options.token}"} if studio.options.token else {}
    connection.request("GET", "/studio/v1/events", headers=fields)
    answer = connection.getresponse()
    expect(answer.status == 200, f"listener {number + 1}: 200", answer.status)
    answer.close()
    connection.close()
    # Leaving is noticed at the next turn of the server's loop.
    time.sleep(0.02)


def document(studio):
  found = studio.get("/studio/v1/openapi.json")
  expect(found["openapi"].startswith("3."), "OpenAPI 3", found.get("openapi"))
  paths = found["paths"]
  for path in ("/studio/v1/generations", "/studio/v1/events", "/v1/images/generations",
               "/v1/openai/deployments/{deployment-id}/images/generations"):
    expect(path in paths, f"{path} in the document", sorted(paths))


def health(studio):
  for path in ("/health/live", "/health/ready"):
    expect_equal(studio.get(path), {"status": "ok"}, path)


CHECKS = (history, pages, image, missing, wish, idempotency, refused_wishes, jobs_and_cancel,
          events, leaving_listeners, document, health)


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("--rest", required=True, metavar="URL", help="http://127.0.0.1:8080")
  parser.add_argument("--model", default="x/z-image-turbo", help="Ollama model")
  parser.add_argument("--ledger", metavar="URL")
  parser.add_argument("--store", metavar="FOLDER")
  parser.add_argument("--token", help="the door's bearer token, where it wants one")
  parser.add_argument("--faults", action="store_true", help="the simulator runs faults.json")
  parser.add_argument("--only", metavar="TEXT", help="checks whose name holds this")
  options = parser.parse_args()
  checks = Checks("the studio's own resources", options.only)
  studio = Studio(options)
  for function in CHECKS:
    checks.run(function.__name__.replace("_", " "), function, studio)
  checks.finish()


if __name__ == "__main__":
  main()
