#!/usr/bin/env python3
"""Sends the doors everything that they have to refuse, while a well-behaved client keeps measuring.

    rest_abuse.py --rest http://127.0.0.1:8080 [--mcp http://127.0.0.1:9090/mcp] [--ledger URL]
                  [--pid NUMBER] [--connections 10000] [--slow 500] [--patience 45]

Python's standard library only. It prints a line for each case, then what the well-behaved client
saw in each part. `--ledger`: nothing of the corpus may have been billed. `--pid` is the server's
process, whose memory is shown. It needs as many open files as connections (`ulimit -n`). The exit
status is 1 when anything was answered wrongly, or the well-behaved client was failed.
"""

import argparse
import errno
import json
import resource
import selectors
import socket
import sys
import time

sys.dont_write_bytecode = True

import abuse_corpus
from checks import Checks, Ledger
from good_client import GoodClient
from raw_http import Place, replies

# The well-behaved client's worst p99 that still counts as being served.
PATIENT_P99 = 2.0
# Megabytes that a hundred callers who take nothing may cost.
UNREAD_MEMORY = 150


class Abuse:
  """One run: the cases, the parts they are in, and the client beside them."""

  def __init__(self, options):
    self.options = options
    self.checks = Checks("rest abuse", options.only)
    self.rest = Place(options.rest)
    self.parts = []
    self.client = None

  def part(self, name, function, *arguments):
    """A part, whose time is that of what the well-behaved client saw meanwhile."""
    begin = time.monotonic()
    function(*arguments)
    self.parts.append((name, begin, time.monotonic(), self._memory()))

  def run(self):
    self.client = GoodClient(self.rest, self.options.token)
    self.part("alone", time.sleep, 3)
    groups = {}
    for case in abuse_corpus.rest(self.rest):
      groups.setdefault(case.group, []).append((self.rest, case))
    if self.options.mcp:
      place = Place(self.options.mcp)
      for case in abuse_corpus.mcp(place):
        groups.setdefault(case.group, []).append((place, case))
    for group, cases in groups.items():
      self.part(group, self._cases, cases)
    self.part("pipelining", self._pipelined)
    self.part("slow heads", self._slow, "slow heads", self.options.slow, self._slow_head())
    self.part("slow bodies", self._slow, "slow bodies", self.options.slow, self._slow_body())
    self.part("idle connections", self._slow, "idle connections", self.options.slow, [b""])
    self.part("unread answers", self._unread)
    self.part(f"{self.options.connections:,} connections", self._many)
    self.part("afterwards", time.sleep, 8)
    self._conclude(self.client.finish())
    self.checks.finish()

  # One request after the other.

  def _cases(self, cases):
    for place, case in cases:
      name = f"{case.group}: {case.name}"
      if not self.checks.wants(name):
        continue
      exchange = place.exchange(case.data, case.patience, quiet=2.0 if case.closes else 0.3)
      problem = _problem(case, exchange)
      self.checks.add(name, "BAD" if problem else "ok", problem or _outcome(exchange),
                      exchange.seconds)

  def _pipelined(self):
    """Requests sent at once are answered in order: the refused one ends it."""
    if not self.checks.wants("pipelining"):
      return
    get = self.rest.request("GET", "/studio/v1/generations?limit=1")
    bad = self.rest.request("GET", "/studio/v1/../nowhere")
    exchange = self.rest.exchange(get * 20 + bad + get)
    statuses = [reply.status for reply in exchange.replies]
    fine = statuses[:20] == [200] * 20 and statuses[20:21] and 400 <= statuses[20] < 500
    self.checks.add("pipelining: 20 requests, one bad, one more", "ok" if fine else "BAD",
                    str(statuses), exchange.seconds)

  # Many connections.

  def _slow_head(self):
    return [b"POST " + abuse_corpus.PICTURES.encode() + b" HTTP/1.1\r\n",
            f"Host: {self.rest.authority}\r\nX-Slow: ".encode()]

  def _slow_body(self):
    return [self.rest.request("POST", abuse_corpus.PICTURES, [
      "Content-Type: application/json", "Content-Length: 100000"])]

  def _slow(self, name, count, first):
    """Connections that bring one byte a second: the server has to end each of them."""
    if not self.checks.wants(name):
      return
    begin, crowd = time.monotonic(), Crowd(self.rest, count)
    crowd.send(b"".join(first))
    moves = name != "idle connections"
    while crowd.open and time.monotonic() - begin < self.options.patience:
      second = time.monotonic() + 1
      while time.monotonic() < second and crowd.open:
        crowd.listen(0.2)
      if moves:
        crowd.send(b"a")
    remark = f"{crowd.summary()}; the last ended after {crowd.last - begin:.1f} s"
    left = len(crowd.open)
    crowd.close()
    self.checks.add(f"{count} {name}: all are ended within {self.options.patience:.0f} s",
                    "BAD" if left else "ok", remark, time.monotonic() - begin)

  def _unread(self):
    """Callers who ask for a large picture and take nothing of it: they cost no memory, and end."""
    if not self.checks.wants("unread answers"):
      return
    body = json.dumps({"model": "x/payload-12mb", "prompt": "well-behaved, large"}).encode()
    exchange = self.rest.exchange(self.rest.post(abuse_corpus.PICTURES, body), patience=30)
    name = exchange.replies and exchange.replies[0].fields.get("x-easel-generation")
    if not name:
      return self.checks.add("unread answers", "BAD", f"no large picture: {exchange.status}", 0)
    begin, before, crowd = time.monotonic(), self._memory(), Crowd(self.rest, 100)
    crowd.send(self.rest.request("GET", f"/studio/v1/generations/{name}/images/1"))
    peak = before
    # Only the server knows when it gave up: what it sent before lies here unread.
    while time.monotonic() - begin < self.options.patience and crowd.count_at_server() > 0:
      time.sleep(0.5)
      peak = max(peak, self._memory())
    left, seconds = crowd.count_at_server(), time.monotonic() - begin
    crowd.close()
    fine = left == 0 and peak - before < UNREAD_MEMORY
    remark = f"{left} of 100 left after {seconds:.1f} s; server's MB {before}, at most {peak}"
    self.checks.add("100 unread answers of 12 MB are ended and cost little memory",
                    "ok" if fine else "BAD", remark, seconds)

  def _many(self):
    name = f"{self.options.connections:,} connections at once"
    if not self.checks.wants(name):
      return
    begin, crowd = time.monotonic(), Crowd(self.rest, self.options.connections)
    half = self.rest.request("GET", "/studio/v1/generations?limit=1")[:-2]
    crowd.send(half)
    end = time.monotonic() + 8
    while time.monotonic() < end:
      crowd.listen(0.5)
    remark = f"{crowd.made:,} were made; {crowd.summary()}; {len(crowd.open):,} still open"
    crowd.close()
    self.checks.add(name, "ok", remark, time.monotonic() - begin)

  # The end.

  def _conclude(self, observations):
    if self.options.ledger:
      billed = Ledger(self.options.ledger).accepted("abuse")
      self.checks.add("nothing of the corpus was billed", "BAD" if billed else "ok",
                      str([entry["prompt"] for entry in billed][:5]) if billed else "", 0)
    rows = []
    for name, begin, end, memory in self.parts:
      seen = [each for each in observations if begin <= each[1] < end]
      rows += [_row(name, kind, seen, memory) for kind in ("asked", "fresh", "picture")]
    print("\n  the well-behaved client            kind     requests   p50 ms   p99 ms   max ms  "
          "failed   server MB")
    for row in filter(None, rows):
      print("  {:34} {:8} {:8} {:8.1f} {:8.1f} {:8.1f} {:7} {:11.1f}".format(*row[:8]))
    for row in filter(None, rows):
      good = row[6] == 0 and row[4] < PATIENT_P99 * 1000
      self.checks.add(f"well-behaved client, {row[0]}, {row[1]}", "ok" if good else "BAD",
                      "" if good else f"{row[6]} of {row[2]} failed, p99 {row[4]:.0f} ms: {row[8]}",
                      0)

  def _memory(self):
    if not self.options.pid:
      return 0.0
    try:
      with open(f"/proc/{self.options.pid}/status") as file:
        kilobytes = next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))
    except OSError:
      return 0.0
    return round(kilobytes / 1024, 1)


class Crowd:
  """Many connections of one process, none of which waits for another."""

  def __init__(self, place, count):
    self.place, self.open, self.made = place, set(), 0
    self.ends, self.statuses, self.last = {}, {}, time.monotonic()
    self.selector = selectors.EpollSelector()
    for _ in range(count):
      self._connect()

  def _connect(self):
    connection = socket.socket()
    connection.settimeout(5)
    try:
      connection.connect((self.place.host, self.place.port))
    except OSError as error:
      connection.close()
      return self._note(f"not made ({errno.errorcode.get(error.errno, 'timeout')})")
    connection.setblocking(False)
    self.made += 1
    self.open.add(connection)
    self.selector.register(connection, selectors.EVENT_READ, bytearray())

  def send(self, data):
    """The same bytes to all that are open."""
    for connection in list(self.open):
      try:
        connection.send(data)
      except BlockingIOError:
        pass
      except OSError:
        self._end(connection, "reset")

  def listen(self, seconds):
    """Takes what comes, for so long at most."""
    for key, _ in self.selector.select(seconds):
      try:
        data = key.fileobj.recv(1 << 16)
      except BlockingIOError:
        continue
      except OSError:
        self._end(key.fileobj, "reset")
        continue
      if data:
        key.data.extend(data)
      else:
        status = next((reply.status for reply in replies(bytes(key.data))), None)
        self._end(key.fileobj, f"answered {status}" if status else "closed")

  def _end(self, connection, how):
    if connection not in self.open:
      return
    self.open.discard(connection)
    self.selector.unregister(connection)
    connection.close()
    self.last = time.monotonic()
    self._note(how)

  def _note(self, how):
    self.ends[how] = self.ends.get(how, 0) + 1

  def count_at_server(self):
    """How many of these the server still has open, as the system's table tells."""
    mine = {connection.getsockname()[1] for connection in self.open}
    with open("/proc/net/tcp") as table:
      rows = [line.split() for line in table.readlines()[1:]]
    # The server's end of each: from its port to one of ours, established.
    return sum(
      int(row[1].split(":")[1], 16) == self.place.port and row[3] == "01"
      and int(row[2].split(":")[1], 16) in mine for row in rows)

  def summary(self):
    return ", ".join(f"{count:,} {how}" for how, count in sorted(self.ends.items())) or "none ended"

  def close(self):
    for connection in self.open:
      connection.close()
    self.selector.close()


def _problem(case, exchange):
  """What is wrong with what came back; nothing for a clear refusal."""
  status = exchange.status
  if len(exchange.replies) > 1 and case.closes:
    return f"{len(exchange.replies)} answers: what was hidden was taken as a request"
  if status is None:
    if abuse_corpus.CLOSED in case.ok and exchange.ended != "open":
      return None
    return f"no answer ({exchange.ended}, {exchange.seconds:.1f} s); expected {_list(case.ok)}"
  if status not in case.ok:
    return (f"{status} {exchange.replies[0].body[:160]!r}; expected {_list(case.ok)}")
  reply = exchange.replies[0]
  if case.closes and exchange.ended not in ("closed", "reset", "reset while sending"):
    return f"{status}, and the connection stays open"
  return _envelope_problem(case, reply)


def _envelope_problem(case, reply):
  if "access-control-allow-origin" in reply.fields:
    return "an Access-Control-Allow-Origin header"
  if b"root:" in reply.body:
    return "the file's text"
  if reply.status < 400 and case.code is None:
    return None
  try:
    error = json.loads(reply.body)["error"]
    if case.code is not None and error["code"] != case.code:
      return f"code {error['code']}; expected {case.code}"
    # Services' own words are passed on, and Ollama's have no code.
    if not error["message"] or "code" not in error:
      return f"an envelope without message and code: {reply.body[:160]!r}"
  except (ValueError, KeyError, TypeError):
    if case.group == "MCP" and case.code is None:
      return None
    return f"{reply.status} without a JSON envelope: {reply.body[:160]!r}"
  return None


def _outcome(exchange):
  reply = exchange.replies[0] if exchange.replies else None
  code = ""
  if reply:
    try:
      code = f" {json.loads(reply.body)['error']['code']}"
    except (ValueError, KeyError, TypeError):
      pass
  return f"{reply.status if reply else 'no answer'}{code}, {exchange.ended}"


def _list(statuses):
  named = sorted(statuses - {0})
  text = "4xx" if len(named) > 10 else ", ".join(map(str, named))
  return text + (" or a closed connection" if 0 in statuses else "")


def _row(name, kind, seen, memory):
  chosen = [each for each in seen if each[0] == kind]
  if not chosen:
    return None
  times = sorted(each[2] * 1000 for each in chosen)
  failed = [each[3] for each in chosen if each[3]]
  return (name, kind, len(chosen), times[len(times) // 2], times[int(len(times) * 0.99)], times[-1],
          len(failed), memory, failed[:1])


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("--rest", required=True, metavar="URL", help="http://127.0.0.1:8080")
  parser.add_argument("--mcp", metavar="URL", help="http://127.0.0.1:9090/mcp")
  parser.add_argument("--ledger", metavar="URL")
  parser.add_argument("--pid", type=int, metavar="NUMBER", help="the server's process")
  parser.add_argument("--token", help="the door's bearer token, where it wants one")
  parser.add_argument("--connections", type=int, default=10_000)
  parser.add_argument("--slow", type=int, default=500, help="slow connections of each kind")
  parser.add_argument("--patience", type=float, default=90,
                      help="seconds until each slow or idle connection has to be ended")
  parser.add_argument("--only", metavar="TEXT", help="cases whose name holds this")
  options = parser.parse_args()
  wanted = options.connections + 200
  _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
  if most < wanted:
    parser.error(f"{wanted} open files are needed, {most} are allowed: ulimit -n, or --connections")
  resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, most), most))
  Abuse(options).run()


if __name__ == "__main__":
  main()
