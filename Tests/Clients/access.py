"""Who is let in, and how the server starts or says why it does not."""

import http.client
import json
import socket
import subprocess

from checks import Checks, Skip, expect, expect_equal
from processes import KEY, Server, environment, free_port

TOKEN = "a-token-of-enough-letters"


def run(easel, capabilities, simulator, root):
  """Answers the checks; some have servers of their own."""
  checks = Checks("access")
  server = Server(easel, capabilities, simulator, f"{root}/access")
  server.variables["EASEL_TOKEN"] = TOKEN
  with server:
    for function in (rest_token, mcp_token, addresses, token_is_not_told):
      checks.run(function.__name__.replace("_", " "), function, server)
  start = Start(easel, capabilities, simulator, root)
  for function in (dry_run, other_address, taken_port, twice_the_same, no_document, bad_document,
                   page_header, short_token, missing_key):
    checks.run(function.__name__.replace("_", " "), function, start)
  return checks


def _ask(server, port, method, path, body=None, **fields):
  connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
  named = {name.replace("_", "-"): value for name, value in fields.items()}
  if body is not None:
    named["Content-Type"] = "application/json"
  connection.request(method, path, body, named)
  answer = connection.getresponse()
  data = answer.read()
  connection.close()
  return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data


def rest_token(server):
  port, path = server.ports[0], "/studio/v1/generations"
  for fields in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Bearer {TOKEN}x"},
                 {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": TOKEN},
                 {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "Bearer "},
                 {"api_key": "wrong"}):
    status, found, data = _ask(server, port, "GET", path, **fields)
    expect_equal(status, 401, f"{fields}: status")
    expect(found.get("www-authenticate", "").startswith("Bearer"),
           "WWW-Authenticate: Bearer", found)
    expect(json.loads(data)["error"]["code"], "a code in the envelope", data)
  for fields in ({"Authorization": f"Bearer {TOKEN}"}, {"Authorization": f"bearer {TOKEN}"},
                 {"api_key": TOKEN}):
    status, _, data = _ask(server, port, "GET", path, **fields)
    expect_equal(status, 200, f"{fields}: status")
  body = json.dumps({"model": "x/z-image-turbo", "prompt": "token", "size": "64x64"})
  for path in ("/v1/images/generations", "/studio/v1/generations",
               "/v1/openai/deployments/gpt-image-2/images/generations"):
    status, _, _ = _ask(server, port, "POST", path, body)
    expect_equal(status, 401, f"POST {path} without a token: status")
  status, _, data = _ask(server, port, "POST", "/v1/images/generations", body,
                         Authorization=f"Bearer {TOKEN}")
  expect(status == 200, "a picture with the token", (status, data[:200]))
  status, _, _ = _ask(server, port, "GET", "/health/live")
  expect_equal(status, 200, "/health/live without a token: status")


def mcp_token(server):
  body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
    "protocolVersion": "2025-06-18", "capabilities": {},
    "clientInfo": {"name": "x", "version": "1"}}})
  accept = {"Accept": "application/json, text/event-stream"}
  status, found, _ = _ask(server, server.ports[1], "POST", "/mcp", body, **accept)
  expect_equal(status, 401, "status without a token")
  expect(found.get("www-authenticate", "").startswith("Bearer"), "WWW-Authenticate: Bearer", found)
  status, _, data = _ask(server, server.ports[1], "POST", "/mcp", body, **accept,
                         Authorization=f"Bearer {TOKEN}")
  expect(status == 200, "200 with the token", (status, data[:200]))


def addresses(server):
  """Loopback and nothing else, in both families."""
  for port in server.ports:
    listening = subprocess.run(["ss", "-Hltn", f"sport = :{port}"], stdout=subprocess.PIPE,
                               text=True, check=True).stdout
    found = {line.split()[3].rsplit(":", 1)[0] for line in listening.splitlines()}
    expect(found and found <= {"127.0.0.1", "[::1]"}, "127.0.0.1 and [::1]", found)


def token_is_not_told(server):
  said = server.said()
  for secret in (TOKEN, KEY):
    expect(secret not in said, "neither token nor key in the log", said[-300:])


class Start:
  """Starts servers that are expected to end by themselves."""

  def __init__(self, easel, capabilities, simulator, root):
    self.easel, self.capabilities, self.simulator, self.root = easel, capabilities, simulator, root
    self.count = 0

  def ended(self, capabilities, *more, seconds=10, **changes):
    """Exit status, stdout and stderr."""
    self.count += 1
    variables = environment(
      f"{self.root}/start-{self.count}", OLLAMA_HOST=self.simulator.ollama,
      AZURE_OPENAI_ENDPOINT=self.simulator.azure, MICROSOFT_AZURE_OPENAI_API_KEY=KEY)
    variables |= {name: value for name, value in changes.items() if value}
    for name, value in changes.items():
      if not value:
        variables.pop(name, None)
    words = [word for path in capabilities for word in ("--capability", path)]
    if "--rest-port" not in more:
      more = (*more, "--rest-port", str(free_port()), "--mcp-port", str(free_port()))
    process = subprocess.Popen(
      [self.easel, "serve", *words, *more], env=variables, stdin=subprocess.DEVNULL,
      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
      out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
      process.terminate()
      out, err = process.communicate()
      raise AssertionError(f"it went on to serve: {out[-300:]}{err[-300:]}") from None
    expect(KEY not in out + err, "no key in what it says", "it is there")
    return process.returncode, out, err

  def refused(self, status, words, capabilities, *more, **changes):
    found, out, err = self.ended(capabilities, *more, **changes)
    expect(found == status and not out and words in err, f"status {status}, {words!r} on stderr",
           (found, out[-200:], err[-400:]))


def dry_run(start):
  status, out, err = start.ended(start.capabilities, "--dry-run")
  expect_equal(status, 0, f"status ({err[-200:]})")
  for words in ("/v1/images/generations",
                "/v1/openai/deployments/{deployment-id}/images/generations",
                "ollama-create-image", "aoai-generate-image"):
    expect(words in out, f"{words} in the plan", out)


def other_address(start):
  start.refused(78, "EASEL_TOKEN", start.capabilities, "--address", "0.0.0.0")


def short_token(start):
  start.refused(78, "16", start.capabilities, EASEL_TOKEN="short")


def taken_port(start):
  with socket.socket() as other:
    other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    other.bind(("127.0.0.1", 0))
    other.listen()
    port = str(other.getsockname()[1])
    start.refused(73, port, start.capabilities, "--rest-port", port, "--mcp-port",
                  str(free_port()))


def twice_the_same(start):
  """Two documents of different names that want the same route."""
  path = f"{start.root}/twin.yaml"
  with open(start.capabilities[0]) as file:
    text = file.read()
  with open(path, "w") as file:
    file.write(text.replace("openai-compatibility-images", "twin"))
  start.refused(78, "/v1/images/generations", [start.capabilities[0], path])


def no_document(start):
  status, out, err = start.ended(["/nowhere/document.yaml"])
  expect(status in (3, 66, 78) and "document.yaml" in err, "a refusal that names the file",
         (status, err))


def bad_document(start):
  """A document that is broken in one place is refused with this place."""
  path = f"{start.root}/broken.yaml"
  with open(start.capabilities[0]) as file:
    text = file.read()
  with open(path, "w") as file:
    file.write(text.replace("call: openai-compatibility-images.createimage",
                            "call: openai-compatibility-images.createimagf"))
  status, _, err = start.ended([path])
  expect(status == 78 and "broken.yaml:" in err and "createimage" in err,
         "status 78, file:line:col and the near match", (status, err[-500:]))


def page_header(start):
  """A page's text before the document, as the seeds were published."""
  path = f"{start.root}/page.txt"
  with open(start.capabilities[0]) as file:
    text = file.read()
  if not text.startswith("naftiko"):
    raise Skip("the document given has one itself")
  with open(path, "w") as file:
    file.write(f"A page\n\nPOST\nRun with Naftiko Something\n\ndocument.yaml Raw ↑\n{text}")
  status, out, err = start.ended([path], "--dry-run")
  expect(status == 0 and "/v1/images/generations" in out, "the document below it is served",
         (status, err[-300:]))


def missing_key(start):
  """Keys are wanted when they are used: the other door opens, and this one says what is missing."""
  server = Server(start.easel, start.capabilities, start.simulator, f"{start.root}/keyless")
  del server.variables["MICROSOFT_AZURE_OPENAI_API_KEY"]
  with server:
    body = json.dumps({"model": "x/z-image-turbo", "prompt": "keyless", "size": "64x64"})
    status, _, data = _ask(server, server.ports[0], "POST", "/v1/images/generations", body)
    expect(status == 200, "a picture of the service that needs no key", (status, data[:200]))
    status, _, data = _ask(
      server, server.ports[0], "POST", "/v1/openai/deployments/gpt-image-2/images/generations",
      json.dumps({"prompt": "keyless"}))
    error = json.loads(data)["error"]
    expect((status, error["code"]) == (400, "missing_configuration")
           and "MICROSOFT_AZURE_OPENAI_API_KEY" in error["message"],
           "400 missing_configuration that names the variable", (status, error))
