"""What a service and the network do wrong, and what has to become of it."""

import base64
import json

from simulator import PICTURE

# By the rules of product.md. A state with "?" may have been billed, and has to say so; where
# nothing is ever billed (Ollama), the "?" is not asked for.
KEPT, FAILED, OPEN, NO_PICTURE = "saved", "failed", "unknown?", "failed?"
LATER = {FAILED, KEPT}  # sent again by itself, where it is certain that nothing was started


class Case:
  def __init__(self, name, fault, expected, billed=None, only=None, count=1, cancel=None):
    self.name = name
    self.fault = fault
    self.expected = {expected} if isinstance(expected, str) else expected
    self.billed = billed
    self.only = only
    self.count = count
    self.cancel = cancel


def fault(kind, **values):
  return {"kind": kind, **values}


def answer(status, body="", type="application/json", **headers):
  return fault("answer", status=status, body=body if isinstance(body, str) else json.dumps(body),
               headers={"Content-Type": type, **headers})


def cases(catcher):
  """Of one request and one answer. `catcher` is the address of another host."""
  text = base64.b64encode(PICTURE).decode()
  whole = json.dumps({"created": 1, "data": [{"b64_json": text}]})
  begun = whole.index(text)

  yield Case("nothing goes wrong", None, KEPT)
  yield Case("headers late by 1 s", fault("delay", seconds=1), KEPT)
  for place in (0, 1, 40, 3000):
    yield Case(f"stall of 1 s after {place} bytes",
               fault("stall", afterBytes=place, seconds=1), KEPT)
  yield Case("8 KiB every 10 ms", fault("drip", bytes=8192, seconds=0.01), KEPT)
  yield Case("one byte a second, Ctrl-C", fault("drip", bytes=1, seconds=1), "cancelled?", cancel=2)
  yield Case("no headers, Ctrl-C", fault("delay", seconds=60), "cancelled?", cancel=2)
  yield Case("a stall for ever, Ctrl-C", fault("stall", afterBytes=3000, seconds=60),
             "cancelled?", cancel=2)

  for kind in ("truncate", "reset"):
    for place in (0, 1, 20, 40, 41, 42, 43, 44, 100, 1000, 3000, 100_000, 400_000):
      yield Case(f"{kind} after {place} bytes", fault(kind, afterBytes=place), OPEN,
                 only="azure" if place > 3000 else None)
    # What has come and is not read yet is thrown away by the system itself on a reset.
    yield Case(f"{kind} after the last byte", fault(kind, afterBytes=64 << 20),
               {KEPT, OPEN} if kind == "reset" else KEPT)
  yield Case("reset before the headers", fault("reset"), OPEN)
  yield Case("hang-up before the headers", fault("hangUp"), OPEN)
  for difference in (1, 1000, -1, -4):
    yield Case(f"length wrong by {difference}", fault("wrongLength", difference=difference), KEPT)
  yield Case("length wrong by −3000", fault("wrongLength", difference=-3000), {OPEN, KEPT})
  yield Case("truncated in the third of 4", fault("truncate", afterBytes=1_900_000), KEPT,
             only="azure", count=4)

  yield Case("200 and no body", fault("empty"), NO_PICTURE)
  yield Case("204", answer(204), NO_PICTURE)
  for count in (1, 1000, 1 << 20):
    yield Case(f"{count} bytes of garbage", fault("garbage", bytes=count), OPEN)
  yield Case("error after 200", fault("failMidway", message="the runner died"),
             {OPEN, NO_PICTURE})
  yield Case("right answer as text/html", fault("contentType", mediaType="text/html"), KEPT)
  yield Case("right answer as event-stream", fault("contentType", mediaType="text/event-stream"),
             KEPT)
  yield Case("a portal's page with 200", answer(200, "<html>Log in</html>", "text/html"), OPEN)
  yield Case("no data", answer(200, {"created": 1}), NO_PICTURE)
  yield Case("empty data", answer(200, {"created": 1, "data": []}), NO_PICTURE)
  yield Case("null picture", answer(200, {"data": [{"b64_json": None}]}), NO_PICTURE)
  yield Case("empty picture", answer(200, {"data": [{"b64_json": ""}]}), NO_PICTURE)
  yield Case("an error with 200", answer(200, {"error": {"message": "no"}}), {OPEN, NO_PICTURE})
  yield Case("text in place of a picture", answer(
    200, {"data": [{"b64_json": base64.b64encode(b"hello" * 9).decode()}]}), OPEN)
  yield Case("damaged base64", answer(200, whole.replace(text, text[:40] + "!" + text[41:])), OPEN)
  yield Case("base64 without its padding", answer(200, whole.replace(text, text.rstrip("="))), KEPT)
  yield Case("base64 with line breaks", answer(
    200, whole.replace(text, "\\n".join(text[at:at + 20] for at in range(0, len(text), 20)))), KEPT)
  yield Case("a data: address", answer(
    200, whole.replace(text, "data:image/png;base64," + text)), KEPT)
  # A whole answer by its length, cut at every byte: JSON that ends anywhere.
  for cut in range(0, len(whole)):
    inside = cut <= begun + len(text)
    yield Case(f"JSON cut at byte {cut}", answer(200, whole[:cut]),
               {NO_PICTURE, OPEN} if cut == 0 else {OPEN} if inside else {KEPT})

  for status in (301, 302, 303, 307, 308):
    yield Case(f"{status} to another host", fault(
      "redirect", status=status, location=f"{catcher}/stolen"), FAILED)
  for status in (400, 401, 403, 404, 405, 409, 413, 415, 422, 451, 499):
    yield Case(f"{status}", answer(status, {"error": {"message": f"status {status}"}}), FAILED)
    yield Case(f"{status}, an HTML page", answer(status, "<html>no</html>", "text/html"), FAILED)
  for status in (408, 500, 502, 504, 520, 599):
    # Ollama's own failures are free: nobody has to be warned.
    yield Case(f"{status}", answer(status, {"error": {"message": f"status {status}"}}),
               {OPEN, FAILED})
    yield Case(f"{status}, billed", answer(status, "upstream failed", "text/plain"),
               OPEN, billed=True, only="azure")
  yield Case("503", answer(503, {"error": {"message": "busy"}}), LATER)
  yield Case("503, come back in 1 s", answer(503, "", **{"Retry-After": "1"}), LATER)
  for form in (None, "0", "1", "2.5", "-1", "soon", "", "99999", "1e400", "nan",
               "Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 2100 23:59:59 GMT"):
    yield Case(f"429, Retry-After {form!r}", fault("rateLimit", retryAfter=form), LATER)
  for form in ("0", "1500", "soon", "-5", "999999999999999999999"):
    yield Case(f"429, retry-after-ms {form!r}", fault("rateLimit", retryAfterMilliseconds=form),
               LATER)


def stream_cases():
  """Of an answer that comes as events."""
  text = base64.b64encode(PICTURE).decode()
  picture = json.dumps({"type": "image_generation.completed", "b64_json": text, "usage": {}})
  preview = json.dumps({"type": "image_generation.partial_image", "b64_json": text})
  events = (f"event: image_generation.partial_image\ndata: {preview}\n\n"
            f"event: image_generation.completed\ndata: {picture}\n\n")
  stream = "text/event-stream"

  yield Case("nothing goes wrong", None, KEPT)
  yield Case("headers late by 1 s", fault("delay", seconds=1), KEPT)
  yield Case("one stall of 1 s", fault("stall", afterBytes=1000, seconds=1), KEPT)
  yield Case("8 KiB every 10 ms", fault("drip", bytes=8192, seconds=0.01), KEPT)
  for kind in ("truncate", "reset"):
    for place in (0, 1, 30, 100, 1000):
      yield Case(f"{kind} after {place} bytes", fault(kind, afterBytes=place), OPEN)
  yield Case("truncate after the last byte", fault("truncate", afterBytes=64 << 20), KEPT)
  yield Case("reset before the headers", fault("reset"), OPEN)
  yield Case("hang-up before the headers", fault("hangUp"), OPEN)
  yield Case("error after 200", fault("failMidway", message="the runner died"),
             {OPEN, NO_PICTURE})
  yield Case("200 and no body", fault("empty"), NO_PICTURE)
  yield Case("garbage", fault("garbage", bytes=1000), OPEN)
  yield Case("a preview and no more", answer(200, events[:events.index("event: image", 9)], stream),
             {OPEN, NO_PICTURE})
  yield Case("JSON in place of events", answer(200, {"data": [{"b64_json": text}]}), KEPT)
  yield Case("[DONE] at the end", answer(200, events + "data: [DONE]\n\n", stream), KEPT)
  yield Case("lines that end in CR LF", answer(200, events.replace("\n", "\r\n"), stream), KEPT)
  last = len(events) - 2
  for cut in range(len(events)):
    # The picture's text is whole before its event has ended: both are right then.
    inside = cut <= events.rindex(text) + len(text)
    yield Case(f"events cut at byte {cut}", answer(200, events[:cut], stream),
               {NO_PICTURE, OPEN} if cut == 0 or inside else
               {OPEN, KEPT} if cut < last else {KEPT})
