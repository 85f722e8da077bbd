#!/usr/bin/env python3
"""Measures the REST door beside nginx, LiteLLM's proxy and a bare durable write. Never judges.

    doors.py --easel PATH [--litellm PATH] [--folder FOLDER] [--capability FILE …]

A constant answer, small (15 kB) and large (a picture of 3 MB), is asked for directly and through
each of them, in turns, on loopback. Needs nginx; wrk for requests per second; LiteLLM
(`pip install 'litellm[proxy]'`) when `--litellm` is given. See README.md of this folder for how
figures are printed. `--folder` is where the store and the durable writes are: a real disk.

- *added* is an answer's time minus the median of the direct answers, to the last byte.
- *floor* is what nginx adds plus the median durable write of the same picture: less is not possible
  for who answers only when the picture is kept.
- *concurrent*: 64 callers ask at once for large answers that the service sends slowly, so that all
  are on their way; memory is VmRSS of the process and its children, sampled.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True

from doors_peers import DurableWrite, Easel, LiteLLM, ReverseProxy, Service
from figures import alternate, median, quantile, table
from ground import ground

SIZES = {"small": 11_000, "large": 3_000_000}
DOCUMENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Sources",
                         "CapabilitySpecs", "Documents")
CONCURRENT = 64


class Caller:
  """One connection to a peer, kept; reads an answer as a program in no hurry to look at it."""

  def __init__(self, port):
    self.address = "127.0.0.1", port
    self.buffer = bytearray(1 << 20)
    self.socket = None

  def ask(self, path, body, keep=None):
    """Seconds from the request's first byte to the answer's last; `keep` collects the body."""
    if self.socket is None:
      self.socket = socket.create_connection(self.address, 120)
      self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    request = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.address[1]}\r\n"
               "Content-Type: application/json\r\napi-key: x\r\nAuthorization: Bearer x\r\n"
               f"Content-Length: {len(body)}\r\n\r\n").encode() + body
    begin = time.monotonic()
    self.socket.sendall(request)
    head, rest = self._head()
    length = head.get("content-length")
    if length is not None:
      self._fixed(int(length), rest, keep)
    else:
      self._chunked(rest, keep)
    seconds = time.monotonic() - begin
    if head["status"] != "200":
      raise RuntimeError(f"{self.address[1]}{path}: {head['status']}")
    if head.get("connection", "").lower() == "close":
      self.close()
    return seconds

  def _head(self):
    data = b""
    while b"\r\n\r\n" not in data:
      more = self.socket.recv(1 << 16)
      if not more:
        raise RuntimeError(f"{self.address[1]} closed before its answer: {data[:200]!r}")
      data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    found = {name.lower(): value for name, value in fields.items()}
    return found | {"status": first.split(" ")[1]}, rest

  def _fixed(self, length, rest, keep):
    if keep is not None:
      keep.extend(rest)
    length -= len(rest)
    while length > 0:
      count = self.socket.recv_into(self.buffer, min(length, len(self.buffer)))
      if count == 0:
        raise RuntimeError(f"{self.address[1]} closed in the middle of its answer")
      if keep is not None:
        keep.extend(self.buffer[:count])
      length -= count

  def _chunked(self, rest, keep):
    data = bytearray(rest)
    while not data.endswith(b"0\r\n\r\n"):
      count = self.socket.recv_into(self.buffer)
      if count == 0:
        raise RuntimeError(f"{self.address[1]} closed in the middle of its answer")
      data += self.buffer[:count]
    place = 0
    while keep is not None:
      line_end = data.index(b"\r\n", place)
      size = int(data[place:line_end], 16)
      if size == 0:
        return
      keep.extend(data[line_end + 2:line_end + 2 + size])
      place = line_end + 2 + size + 2

  def close(self):
    if self.socket is not None:
      self.socket.close()
      self.socket = None


def body(size):
  """A request that every peer understands; its prompt occurs once."""
  body.count = getattr(body, "count", 0) + 1
  return json.dumps({"model": size, "prompt": f"a red kite {os.getpid()}-{body.count}"}).encode()


def latency(peers, service, durable, runs):
  """name → list of seconds, for one size after the other."""
  results = {}
  for size in SIZES:
    callers = {peer.name: (Caller(peer.port), peer.path(size)) for peer in peers}
    for name, (caller, path) in callers.items():
      _check(name, caller, path, size, service)
    contenders = {name: (lambda caller=caller, path=path: caller.ask(path, body(size)))
                  for name, (caller, path) in callers.items()}
    contenders["durable write"] = lambda: durable.seconds(service.pictures[size])
    results[size] = alternate(runs[size], contenders)
    for caller, _ in callers.values():
      caller.close()
  return results


def _check(name, caller, path, size, service):
  """Times of different answers would say nothing."""
  received = bytearray()
  caller.ask(path, body(size), received)
  if bytes(received) == service.answers[size]:
    return
  pictures = [json.loads(text)["data"][0]["b64_json"] for text in (received, service.answers[size])]
  if pictures[0] != pictures[1]:
    raise SystemExit(f"{name} answers another picture")
  print(f"note: {name} writes the answer anew ({len(received):,} bytes)")


def report_latency(results, runs):
  for size, times in results.items():
    direct = median(times["service"])
    rows = []
    for name, seconds in times.items():
      added = [each - direct for each in seconds]
      written = name in ("service", "durable write")
      row = [name, *_milliseconds(seconds)] + (["–", "–"] if written else _milliseconds(added))
      rows.append(row)
    table(f"doors, {size} ({SIZES[size]:,} bytes of picture), {runs[size]} turns, ms",
          ["", "p50", "p99", "added p50", "added p99"], rows)
    if "easel" not in times:
      continue
    floor = median(times["proxy"]) - direct + median(times["durable write"])
    easel = median(times["easel"]) - direct
    print(f"  easel added / floor (nginx added + durable write, {floor * 1000:.2f} ms): "
          f"{easel / floor:.2f}")
    if "litellm" in times:
      print(f"  litellm added / easel added: "
            f"{(median(times['litellm']) - direct) / easel:.2f}")


def _milliseconds(seconds):
  return [f"{quantile(seconds, fraction) * 1000:.2f}" for fraction in (0.5, 0.99)]


def throughput(peers, ground, seconds, connections):
  """Requests per second that wrk gets out of each, in turns."""
  if shutil.which("wrk") is None:
    return print("note: wrk is not installed: no requests per second")
  rows = []
  for size in SIZES:
    script = ground.path(f"{size}.lua")
    with open(script, "w") as file:
      file.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
                 'wrk.headers["api-key"] = "x"\n'
                 f'wrk.body = \'{{"model": "{size}", "prompt": "a red kite"}}\'\n')
    measured = alternate(2, {peer.name: (
      lambda peer=peer: _wrk(peer, size, script, seconds, connections)) for peer in peers})
    for name, runs in measured.items():
      failed = sum(run[1] for run in runs)
      rows.append([f"{name}, {size}", *(f"{run[0]:.0f}" for run in runs), failed])
  table(f"doors, requests per second, {connections} connections, {seconds} s each",
        ["", "first", "second", "not 2xx"], rows)


def _wrk(peer, size, script, seconds, connections):
  said = subprocess.run(
    ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", script,
     f"http://127.0.0.1:{peer.port}{peer.path(size)}"], stdout=subprocess.PIPE, text=True,
    check=True).stdout
  peer.settle()
  found = {line.split(":")[0].strip(): line.split(":")[1].strip()
           for line in said.splitlines() if ":" in line}
  return float(found["Requests/sec"]), int(found.get("Non-2xx or 3xx responses", 0))


def memory(peers, at_rest):
  """Memory at rest, in use, and with many large answers on their way."""
  rows = []
  for peer in peers:
    before = peer.memory()
    peak, slowest, failures = _crowd(peer)
    rows.append([peer.name, f"{at_rest[peer.name]:.1f}", f"{before:.1f}", f"{peak:.1f}",
                 f"{slowest:.1f}", failures])
  table(f"doors, RSS in MB; {CONCURRENT} concurrent large answers, "
        f"{CONCURRENT * SIZES['large'] * 4 / 3 / 1e6:.0f} MB on their way",
        ["", "at rest", "after the above", "concurrent", "s", "failed"], rows)


def _crowd(peer):
  """Peak memory, seconds until the last answer, and how many failed."""
  failures, callers = [], []

  def call():
    caller = Caller(peer.port)
    try:
      caller.ask(peer.path("paced"), body("paced"))
    except (OSError, RuntimeError) as error:
      failures.append(str(error))
    finally:
      caller.close()
  peer.settle()
  begin, peak = time.monotonic(), peer.memory()
  for _ in range(CONCURRENT):
    callers.append(threading.Thread(target=call))
    callers[-1].start()
  while any(caller.is_alive() for caller in callers):
    peak = max(peak, peer.memory())
    time.sleep(0.02)
  if failures:
    print(f"note: {peer.name}: {failures[0]}")
  return peak, time.monotonic() - begin, len(failures)


def main():
  options = _options()
  if not os.access(options.easel, os.X_OK):
    sys.exit(f"There is no program at {options.easel}.")
  # All of it, the store included, is below this folder.
  tempfile.tempdir = options.folder
  print(f"{options.easel}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, "
        f"in {options.folder or tempfile.gettempdir()}")
  runs = {"small": options.runs, "large": max(1, options.runs // 3)}
  with ground(options.easel) as place, contextlib.ExitStack() as stack:
    service = stack.enter_context(Service(place, SIZES))
    peers = [service, stack.enter_context(ReverseProxy(place, service))]
    if options.litellm:
      peers.append(stack.enter_context(LiteLLM(place, service, options.litellm)))
    if not options.without_easel:
      peers.append(stack.enter_context(Easel(place, service, options.capability, options.serve)))
    time.sleep(5)
    at_rest = {peer.name: peer.memory() for peer in peers}
    results = latency(peers, service, DurableWrite(place), runs)
    report_latency(results, runs)
    throughput(peers, place, options.seconds, options.connections)
    memory(peers[1:], at_rest)


def _options():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("--easel", required=True, metavar="PATH", help="the binary to measure")
  parser.add_argument("--litellm", metavar="PATH", help="LiteLLM's program `litellm`")
  parser.add_argument("--folder", metavar="FOLDER", help="on a real disk; else that of TMPDIR")
  parser.add_argument("--capability", action="append", metavar="FILE",
                      help="an exposed Azure document; else the built-in one")
  parser.add_argument("--runs", type=int, default=300, help="turns of the small answer; a third of "
                      "them of the large one")
  parser.add_argument("--seconds", type=int, default=5, help="of each run of wrk")
  parser.add_argument("--connections", type=int, default=16, help="of wrk")
  parser.add_argument("--serve", action="append", default=[], metavar="WORD",
                      help="one more argument of easel serve")
  parser.add_argument("--without-easel", action="store_true", help="the others only")
  options = parser.parse_args()
  options.capability = options.capability or [
    os.path.join(DOCUMENTS, name) for name in sorted(os.listdir(DOCUMENTS)) if "azure" in name]
  return options


if __name__ == "__main__":
  main()
