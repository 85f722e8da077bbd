"""`easel serve`, and a program that calls it."""

import http.client
import json
import subprocess
import urllib.parse


class Door:
  """The REST door for the time of a `with` block."""

  def __init__(self, home):
    self._home = home

  def __enter__(self):
    self._process = subprocess.Popen(
      [self._home.ground.easel, "serve", "--rest-port", "0", "--mcp-port", "0", "--quiet"],
      env=self._home.environment(), stdout=subprocess.PIPE, text=True)
    self._rest = json.loads(self._process.stdout.readline())["rest"][0]
    return self

  def __exit__(self, *_):
    self._process.terminate()
    try:
      self._process.wait(10)
    except subprocess.TimeoutExpired:
      self._process.kill()
      self._process.wait()
    self._process.stdout.close()

  def stream(self, prompt, deployment="gpt-image-2"):
    """Asks for a stream; answers the status and what came of the body until it ended or broke."""
    place = urllib.parse.urlsplit(self._rest)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    body = json.dumps({"prompt": prompt, "size": "1024x640", "output_format": "jpeg",
                       "stream": True, "partial_images": 1})
    try:
      connection.request(
        "POST", f"/v1/openai/deployments/{deployment}/images/generations", body,
        {"Content-Type": "application/json"})
      answer = connection.getresponse()
      try:
        return answer.status, answer.read()
      except http.client.IncompleteRead as broken:
        return answer.status, broken.partial
    except (OSError, http.client.HTTPException):
      return None, b""
    finally:
      connection.close()
