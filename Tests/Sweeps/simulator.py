"""`easel simulate`, which stands for the services, and its ledger, which counts what was bought."""

import hashlib
import http.server
import json
import subprocess
import threading
import time
import urllib.request

# A PNG of one pixel.
PICTURE = bytes.fromhex(
  "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
  "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")


class Simulator:
  """Both services for the time of a `with` block."""

  def __init__(self, ground, pace="instant", rules=()):
    self._ground = ground
    self._arguments = [ground.easel, "simulate", "--port", "0", "--pace", str(pace)]
    self._rules = list(rules)

  def __enter__(self):
    home = self._ground.home("simulator")
    if self._rules:
      script = home.folder("script.json")
      with open(script, "w") as file:
        json.dump({"rules": self._rules}, file)
      self._arguments += ["--script", script]
    self._process = subprocess.Popen(
      self._arguments, env=home.environment(), stdout=subprocess.PIPE, text=True)
    self.addresses = json.loads(self._process.stdout.readline())
    return self

  def __exit__(self, *_):
    self._process.terminate()
    try:
      self._process.wait(5)
    except subprocess.TimeoutExpired:
      self._process.kill()
      self._process.wait()
    self._process.stdout.close()

  @property
  def services(self):
    """The variables that lead a program here."""
    return {"OLLAMA_HOST": self.addresses["ollama"],
            "AZURE_OPENAI_ENDPOINT": self.addresses["azure"],
            "AZURE_OPENAI_API_KEY": "a-key-for-sweeps"}

  def ledger(self):
    with urllib.request.urlopen(self.addresses["ledger"], timeout=30) as answer:
      return Ledger(json.load(answer)["accepted"])

  def settled_ledger(self, patience=20):
    """The ledger when nothing is being made any more: twice the same."""
    last, end = None, time.monotonic() + patience
    while time.monotonic() < end:
      ledger = self.ledger()
      if last is not None and ledger.accepted == last:
        break
      last = ledger.accepted
      time.sleep(0.3)
    return ledger


class Ledger:
  """Every generation that the services would have billed."""

  def __init__(self, accepted):
    self.accepted = accepted

  def of(self, prompt):
    """Those of one prompt, which stands for one wish."""
    return [one for one in self.accepted if one["prompt"] == prompt]

  def hashes(self, prompt):
    return {digest for one in self.of(prompt) for digest in one["sha256"]}

  def all_hashes(self):
    return {digest for one in self.accepted for digest in one["sha256"]}


class LinkedPictures:
  """Serves pictures that an answer names by links: each path has one of its own."""

  def __init__(self, picture):
    self._picture = picture

  def __enter__(self):
    linked = self

    class Handler(http.server.BaseHTTPRequestHandler):
      def do_GET(self):
        body = linked._bytes(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

      def log_message(self, *_):
        pass

    self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=self._server.serve_forever, daemon=True).start()
    return self

  def __exit__(self, *_):
    self._server.shutdown()
    self._server.server_close()

  def _bytes(self, path):
    return self._picture + path.encode()

  def rule(self, word, count):
    """Answers prompts that hold `word` with so many links."""
    port = self._server.server_port
    links = [{"url": f"http://127.0.0.1:{port}/{number + 1}"} for number in range(count)]
    body = json.dumps({"created": 1, "data": links})
    return {"prompt": word, "billed": True, "fault": {
      "kind": "answer", "status": 200, "headers": {"Content-Type": "application/json"},
      "body": body}}

  def hashes(self, count):
    return {hashlib.sha256(self._bytes(f"/{number + 1}")).hexdigest() for number in range(count)}
