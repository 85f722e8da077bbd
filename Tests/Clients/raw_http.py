"""HTTP as bytes on a socket: what a broken or hostile client sends, and all that comes back."""

import re
import socket
import time
import urllib.parse

STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]*\r\n")


class Reply:
  """One answer: status, header fields (names in lower case), body."""

  def __init__(self, status, fields, body):
    self.status, self.fields, self.body = status, fields, body


class Exchange:
  """Everything that came back on one connection, and how it ended."""

  def __init__(self, data, ended, seconds):
    self.data, self.ended, self.seconds = data, ended, seconds
    self.replies = list(replies(data))

  @property
  def status(self):
    return self.replies[0].status if self.replies else None


class Place:
  """Where a server listens."""

  def __init__(self, url):
    parts = urllib.parse.urlsplit(url)
    self.host, self.port = parts.hostname, parts.port
    self.authority, self.path = parts.netloc, parts.path

  def connect(self, timeout=10):
    connection = socket.create_connection((self.host, self.port), timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection

  def exchange(self, data, patience=5.0, quiet=0.3):
    """Sends bytes, or several pieces, and reads until the server closes, or has answered and is
    silent, or patience ends.

    Pieces are a list, or a function that yields them; a number among them is a pause of so many
    seconds.
    """
    begin = time.monotonic()
    pieces = data() if callable(data) else [data] if isinstance(data, bytes) else data
    with self.connect() as connection:
      received, ended = bytearray(), self._send(connection, pieces)
      end = begin + patience
      while time.monotonic() < end:
        # A whole answer is followed by nothing, or by an answer to what was smuggled.
        answered = b"\r\n\r\n" in received[:1 << 16]
        wait = quiet if answered else end - time.monotonic()
        connection.settimeout(max(0.01, wait))
        try:
          more = connection.recv(1 << 16)
        except TimeoutError:
          break
        except ConnectionError:
          ended = "reset"
          break
        if not more:
          ended = "closed"
          break
        received += more
    return Exchange(bytes(received), ended, time.monotonic() - begin)

  def _send(self, connection, pieces):
    for piece in pieces:
      if isinstance(piece, (int, float)):
        time.sleep(piece)
        continue
      try:
        connection.sendall(piece)
      except (ConnectionError, TimeoutError):
        # The server has had enough; what it said may still be there to read.
        return "reset while sending"
    return "open"

  def request(self, method, path, fields=(), body=b"", version="HTTP/1.1", host=None):
    """The bytes of a plain request; `fields` are lines without their end."""
    lines = [f"{method} {path} {version}", f"Host: {host or self.authority}", *fields]
    if body:
      lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body

  def post(self, path, body, *fields, kind="application/json"):
    named = [f"Content-Type: {kind}"] if kind else []
    return self.request("POST", path, [*named, *fields], body)


def replies(data):
  """The answers in these bytes, one after the other; an interim one (1xx) does not count."""
  place = 0
  while match := STATUS_LINE.match(data, place):
    head_end = data.find(b"\r\n\r\n", place)
    if head_end < 0:
      return
    fields = _fields(data[match.end():head_end])
    status, start = int(match[1]), head_end + 4
    if 100 <= status < 200:
      place = start
      continue
    if fields.get("transfer-encoding") == "chunked":
      body, place = _chunks(data, start)
    else:
      place = start + int(fields.get("content-length", len(data) - start))
      body = data[start:place]
    yield Reply(status, fields, body)


def _fields(data):
  found = {}
  for line in data.split(b"\r\n"):
    name, _, value = line.partition(b":")
    found[name.decode("latin-1").lower()] = value.strip().decode("latin-1")
  return found


def _chunks(data, place):
  body = b""
  while True:
    line_end = data.find(b"\r\n", place)
    if line_end < 0:
      return body, len(data)
    size = int(data[place:line_end].split(b";")[0] or b"0", 16)
    if size == 0:
      end = data.find(b"\r\n\r\n", line_end)
      return body, len(data) if end < 0 else end + 4
    body += data[line_end + 2:line_end + 2 + size]
    place = line_end + 2 + size + 2
