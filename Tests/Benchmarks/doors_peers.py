"""What the REST door is measured beside: a service that answers at once, and programs between."""

import base64
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import time
import zlib

PATIENCE = 90
# A slow service sends this much a second, so that many answers are on their way at once.
PACE = "1500k"


def free_port():
  with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    return probe.getsockname()[1]


def noise_picture(size):
  """A valid PNG file of about so many bytes that no compression makes smaller."""
  width = max(16, int((size / 3) ** 0.5))
  height = max(1, size // (3 * width + 1))
  rows = b"".join(b"\0" + os.urandom(3 * width) for _ in range(height))
  chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
  return b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    for kind, data in chunks)


class Peer:
  """A program that listens on a port, for the time of a `with` block."""

  def __init__(self, name, port):
    self.name, self.port, self.process = name, port, None

  def start(self, arguments, environment, log):
    with open(log, "ab") as output:
      self.process = subprocess.Popen(
        arguments, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    end = time.monotonic() + PATIENCE
    while True:
      with contextlib.suppress(OSError):
        return socket.create_connection(("127.0.0.1", self.port), 1).close()
      if self.process.poll() is not None or time.monotonic() > end:
        self.stop()
        with open(log, errors="replace") as output:
          raise SystemExit(f"{self.name} does not listen:\n{output.read()[-2000:]}")
      time.sleep(0.05)

  def stop(self):
    if self.process.poll() is None:
      self.process.send_signal(signal.SIGTERM)
    try:
      self.process.wait(40)
    except subprocess.TimeoutExpired:
      self.process.kill()
      self.process.wait()

  def memory(self):
    """Resident megabytes of the process and all below it."""
    total = 0
    for pid in self._processes():
      with contextlib.suppress(OSError, StopIteration), open(f"/proc/{pid}/status") as file:
        total += next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    return total / 1024

  def settle(self, seconds=60):
    """Waits until it rests: callers who broke off may have left it work, which is not others'."""
    end = time.monotonic() + seconds
    before = self._effort()
    while time.monotonic() < end:
      time.sleep(0.5)
      after = self._effort()
      if after - before < 0.02:
        return
      before = after

  def _effort(self):
    """Seconds of processor time."""
    ticks = 0
    for pid in self._processes():
      with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
        ticks += sum(map(int, file.read().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")

  def _processes(self):
    found = [self.process.pid]
    for pid in found:
      with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{pid}/children") as file:
        found += [int(number) for number in file.read().split()]
    return found

  def __enter__(self):
    return self

  def __exit__(self, *_):
    self.stop()


class Nginx(Peer):
  """nginx with one server, whose locations are given."""

  def __init__(self, ground, name, locations, outside=""):
    super().__init__(name, free_port())
    folder = ground.path(name)
    os.makedirs(folder, exist_ok=True)
    temporary = "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in (
      "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(f"{folder}/nginx.conf", "w") as file:
      # Started by root, its worker would be nobody, who may not enter the folder.
      file.write("user root;\n" if os.geteuid() == 0 else "")
      file.write(
        f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/log;\n"
        "events { worker_connections 4096; }\nhttp {\n  access_log off;\n  sendfile on;\n"
        "  keepalive_requests 100000000;\n  client_max_body_size 25m;\n  default_type "
        f"application/json;\n{temporary}{outside}"
        f"  server {{\n    listen 127.0.0.1:{self.port} backlog=4096;\n{locations}  }}\n}}\n")
    self.arguments = ["nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/log"]
    self.log = f"{folder}/output"
    self.environment = ground.environment(name)
    # nginx is not in everybody's PATH.
    self.environment["PATH"] += ":/usr/sbin"

  def __enter__(self):
    self.start(self.arguments, self.environment, self.log)
    return self


class Service(Nginx):
  """The service: an answer of constant bytes to every POST whose path names its size.

  `/…/small/…`, `/…/large/…`; `/…/paced/…` is the large one, slowly.
  """

  def __init__(self, ground, sizes):
    folder = ground.path("answers", "files")
    os.makedirs(folder, exist_ok=True)
    self.pictures = {name: noise_picture(size) for name, size in sizes.items()}
    self.answers = {name: json.dumps({
      "created": 1790000000, "data": [{"b64_json": base64.b64encode(picture).decode()}],
      "usage": {"input_tokens": 10, "output_tokens": 4160, "total_tokens": 4170,
                "input_tokens_details": {"text_tokens": 10, "image_tokens": 0}}},
      separators=(",", ":")).encode() for name, picture in self.pictures.items()}
    for name, answer in self.answers.items():
      with open(f"{folder}/{name}.json", "wb") as file:
        file.write(answer)
    os.symlink("large.json", f"{folder}/paced.json")
    # A static file is no answer to a POST; its error page is.
    locations = "".join(
      f"    location ~ /{name}/ {{ error_page 405 =200 /files/{name}.json; return 405; }}\n"
      for name in ("small", "large", "paced"))
    locations += (
      f"    location /files/ {{ internal; root {ground.path('answers')}; }}\n"
      f"    location = /files/paced.json {{ internal; root {ground.path('answers')}; "
      f"limit_rate {PACE}; }}\n")
    super().__init__(ground, "service", locations)

  def path(self, size):
    return f"/openai/deployments/{size}/images/generations?api-version=2025-04-01-preview"


class ReverseProxy(Nginx):
  """nginx as people put it before a service: as it is by default, with kept connections."""

  def __init__(self, ground, service):
    locations = ("    location / { proxy_pass http://service; proxy_http_version 1.1; "
                 "proxy_set_header Connection \"\"; }\n")
    super().__init__(ground, "proxy", locations, outside=(
      f"  upstream service {{ server 127.0.0.1:{service.port}; keepalive 64; }}\n"))
    self.path = service.path


class LiteLLM(Peer):
  """LiteLLM's proxy with the service's two sizes as two models."""

  def __init__(self, ground, service, program):
    super().__init__("litellm", free_port())
    folder = ground.path("litellm")
    os.makedirs(folder, exist_ok=True)
    models = [
      {"model_name": name, "model_info": {"mode": "image_generation"}, "litellm_params": {
        "model": f"openai/{name}", "api_key": "x",
        "api_base": f"http://127.0.0.1:{service.port}/{name}/v1"}}
      for name in ("small", "large", "paced")]
    with open(f"{folder}/config.yaml", "w") as file:
      json.dump({"model_list": models, "litellm_settings": {
        "num_retries": 0, "telemetry": False, "request_timeout": 120}}, file)
    self.arguments = [program, "--config", f"{folder}/config.yaml", "--host", "127.0.0.1",
                      "--port", str(self.port), "--num_workers", "1"]
    self.log = f"{folder}/output"
    self.environment = ground.environment(
      "litellm", LITELLM_LOG="ERROR", NO_DOCS="True",
      LITELLM_LOCAL_MODEL_COST_MAP="True",
      LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY="true")

  def path(self, size):
    return "/v1/images/generations"

  def __enter__(self):
    self.start(self.arguments, self.environment, self.log)
    return self


class Easel(Peer):
  """`easel serve`, with a store on the same file system."""

  def __init__(self, ground, service, capabilities, more):
    super().__init__("easel", free_port())
    self.arguments = [ground.easel, "serve"]
    for capability in capabilities:
      self.arguments += ["--capability", os.path.abspath(capability)]
    self.arguments += ["--store", ground.path("store"), "--rest-port", str(self.port),
                       "--mcp-port", str(free_port()), *more]
    self.log = ground.path("easel.log")
    self.environment = ground.environment(
      "easel", AZURE_OPENAI_ENDPOINT=f"http://127.0.0.1:{service.port}",
      MICROSOFT_AZURE_OPENAI_API_KEY="benchmark", OLLAMA_HOST=f"http://127.0.0.1:{service.port}")

  def path(self, size):
    return f"/v1/openai/deployments/{size}/images/generations"

  def __enter__(self):
    self.start(self.arguments, self.environment, self.log)
    return self


class DurableWrite:
  """The bare cost of keeping a picture: write, fsync, rename, fsync of the folder."""

  def __init__(self, ground):
    self.folder = ground.path("durable")
    os.makedirs(self.folder, exist_ok=True)
    self.count = 0

  def seconds(self, data):
    self.count += 1
    begin = time.monotonic()
    temporary = f"{self.folder}/{self.count}.part"
    file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(file, data)
    os.fsync(file)
    os.close(file)
    os.rename(temporary, f"{self.folder}/{self.count}.png")
    folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(folder)
    os.close(folder)
    seconds = time.monotonic() - begin
    os.unlink(f"{self.folder}/{self.count}.png")
    return seconds
