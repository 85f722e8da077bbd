"""`easel simulate`, which stands for the services."""

import json
import subprocess


class Simulator:
  """A simulator that answers at once, for the time of a `with` block; `ollama` is its address."""

  def __init__(self, ground):
    self._arguments = [ground.easel, "simulate", "--port", "0", "--pace", "instant"]
    self._environment = ground.environment("simulator")

  def __enter__(self):
    self._process = subprocess.Popen(
      self._arguments, env=self._environment, stdout=subprocess.PIPE, text=True)
    self.ollama = json.loads(self._process.stdout.readline())["ollama"]
    return self

  def __exit__(self, *_):
    self._process.terminate()
    try:
      self._process.wait(5)
    except subprocess.TimeoutExpired:
      self._process.kill()
      self._process.wait()
    self._process.stdout.close()
