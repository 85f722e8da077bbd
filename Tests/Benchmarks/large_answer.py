"""A large answer from the service to the file: easel, and curl | jq | base64 on the same server."""

import hashlib
import json
import os
import shutil
import subprocess
import time

from figures import alternate, median, quantile, table
from simulator import Simulator

SMALL, LARGE = "x/payload-1mb", "x/payload-48mb"


def run(ground, runs):
  with Simulator(ground) as simulator:
    results = alternate(runs, {
      ("curl | jq | base64", LARGE): lambda: _pipe(ground, simulator, LARGE),
      ("easel", LARGE): lambda: _easel(ground, simulator, LARGE),
      ("curl | jq | base64", SMALL): lambda: _pipe(ground, simulator, SMALL),
      ("easel", SMALL): lambda: _easel(ground, simulator, SMALL)})
  _check(results)
  _report(results)


def _easel(ground, simulator, model):
  """Seconds, peak resident memory in MB, SHA-256 of the file."""
  variables = ground.environment("large", OLLAMA_HOST=simulator.ollama)
  output = ground.path("answer.json")
  arguments = [ground.easel, "generate", "x", "--provider", "ollama", "--model", model, "--json"]
  with open(output, "w") as file:
    begin = time.monotonic()
    process = subprocess.Popen(arguments, env=variables, stdout=file, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
  process.returncode = os.waitstatus_to_exitcode(status)
  if process.returncode != 0:
    raise RuntimeError(f"easel generate ended with {process.returncode}")
  with open(output) as file:
    path = json.load(file)["images"][0]["path"]
  digest = _digest(path)
  shutil.rmtree(os.path.join(variables["XDG_DATA_HOME"], "easel"))
  return seconds, usage.ru_maxrss / 1024, digest


def _pipe(ground, simulator, model):
  """Seconds and SHA-256 of the file; the pipe's memory is not measured."""
  path = ground.path("picture")
  body = json.dumps({"model": model, "prompt": "x", "response_format": "b64_json"})
  command = ('set -o pipefail; curl -s -H "Content-Type: application/json" -d "$1" "$2" '
             "| jq -r '.data[0].b64_json' | base64 -d > \"$3\"")
  begin = time.monotonic()
  subprocess.run(
    ["bash", "-c", command, "pipe", body, f"{simulator.ollama}/v1/images/generations", path],
    env=ground.environment("large"), check=True)
  return time.monotonic() - begin, None, _digest(path)


def _digest(path):
  with open(path, "rb") as file:
    return hashlib.file_digest(file, "sha256").hexdigest()


def _check(results):
  """Both ways have to come to the same file: else the times say nothing."""
  for model in (SMALL, LARGE):
    digests = {run[2] for (_, wanted), runs in results.items() if wanted == model for run in runs}
    if len(digests) > 1:
      print(f"note: {model} is not the same file each time")


def _report(results):
  rows = []
  for (name, model), runs in results.items():
    seconds, memory = [run[0] for run in runs], [run[1] for run in runs]
    peer = [run[0] for run in results[("curl | jq | base64", model)]]
    rows.append([
      f"{name}, {model}", f"{median(seconds):.3f}", f"{quantile(seconds, 0.95):.3f}",
      f"{median(seconds) / median(peer):.2f}",
      *([f"{median(memory):.1f}", f"{max(memory):.1f}"] if memory[0] else ["–", "–"])])
  small = median([run[1] for run in results[("easel", SMALL)]])
  large = median([run[1] for run in results[("easel", LARGE)]])
  table("large-answer", ["", "s p50", "p95", "p50/pipe", "peak RSS MB p50", "max"], rows)
  print(f"  peak RSS, large over small: {large - small:+.1f} MB")
