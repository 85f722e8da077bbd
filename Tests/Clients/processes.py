"""The simulator and the server under test, in folders of their own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
FOLDERS = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
           "XDG_RUNTIME_DIR")
# What the server shows to the simulated services, and must show to nobody else.
KEY = "simulated-key"


def environment(root, **changes):
  """Variables with folders of their own and no provider."""
  variables = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb"}
  for name in FOLDERS:
    variables[name] = os.path.join(root, name.lower())
    os.makedirs(variables[name], mode=0o700, exist_ok=True)
  return variables | changes


def free_port():
  with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    return probe.getsockname()[1]


class Simulator:
  """`easel simulate` with `faults.json`, for the time of a `with` block."""

  def __init__(self, easel, root, pace="instant", script=os.path.join(FOLDER, "faults.json")):
    self.arguments = [easel, "simulate", "--port", "0", "--pace", pace, "--script", script]
    self.variables = environment(os.path.join(root, "simulator"))

  def __enter__(self):
    self.process = subprocess.Popen(
      self.arguments, env=self.variables, stdout=subprocess.PIPE, text=True)
    addresses = json.loads(self.process.stdout.readline())
    self.ollama, self.azure, self.ledger = (
      addresses[name] for name in ("ollama", "azure", "ledger"))
    return self

  def __exit__(self, *_):
    end(self.process)
    self.process.stdout.close()


class Server:
  """`easel serve` of some documents, for the time of a `with` block."""

  def __init__(self, easel, capabilities, simulator, root, more=()):
    self.easel, self.capabilities, self.more = easel, list(capabilities), list(more)
    self.root = os.path.join(root, "server")
    self.variables = environment(
      self.root, OLLAMA_HOST=simulator.ollama, AZURE_OPENAI_ENDPOINT=simulator.azure,
      AZURE_OPENAI_DEPLOYMENT="gpt-image-2", MICROSOFT_AZURE_OPENAI_API_KEY=KEY)
    self.store = os.path.join(self.root, "store")
    self.ports = free_port(), free_port()
    self.rest = f"http://127.0.0.1:{self.ports[0]}"
    self.mcp = f"http://127.0.0.1:{self.ports[1]}/mcp"
    self.log = os.path.join(self.root, "log")

  def documents(self):
    """The arguments that name the documents, one `--capability` each."""
    return [word for path in self.capabilities for word in ("--capability", path)]

  def __enter__(self):
    arguments = [self.easel, "serve", *self.documents(), "--store", self.store, "--rest-port",
                 str(self.ports[0]), "--mcp-port", str(self.ports[1]), *self.more]
    with open(self.log, "ab") as log:
      self.process = subprocess.Popen(
        arguments, env=self.variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    for port in self.ports:
      self._wait(port)
    return self

  def _wait(self, port):
    end_of_patience = time.monotonic() + 20
    while True:
      with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return
      if self.process.poll() is not None or time.monotonic() > end_of_patience:
        end(self.process)
        raise SystemExit(f"easel serve does not listen on {port}:\n{self.said()}")
      time.sleep(0.02)

  def said(self):
    """The end of what it wrote to stdout and stderr."""
    with open(self.log, errors="replace") as log:
      return log.read()[-4000:]

  def __exit__(self, *_):
    end(self.process)


def end(process, seconds=40):
  """Asks a process to stop and waits; answers its exit status."""
  if process.poll() is None:
    process.send_signal(signal.SIGTERM)
  try:
    return process.wait(seconds)
  except subprocess.TimeoutExpired:
    process.kill()
    return process.wait()
