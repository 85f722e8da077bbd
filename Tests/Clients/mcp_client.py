#!/usr/bin/env python3
"""Uses the MCP door through the official Python SDK, over HTTP or stdio, in every era it knows.

    mcp_client.py --url http://127.0.0.1:9090/mcp [--mode auto|legacy|2026-07-28]
                  [--ledger URL] [--store FOLDER] [--faults]
    mcp_client.py [the same options] --command easel mcp --capability A --capability B

Needs: pip install mcp==1.30.0, or mcp==2.3.0, each in a virtual environment of its own; this runs
under both. `--command` has to come last: everything after it is the server's command line, which
gets the environment of this program. `--ledger` is the ledger of `easel simulate`, `--store` the
folder that the server keeps generations in; `--faults` says that the simulator runs `faults.json`.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import os
import re
import sys
import time

sys.dont_write_bytecode = True

import jsonschema

from checks import Checks, Ledger, Skip, Store, expect, expect_equal, prompt, sha256
from mcp_peer import IS_FIRST, VERSION, Refusal, connected

OLLAMA, AZURE = "ollama-create-image", "aoai-generate-image"
# The largest event of server-sent events that SDK 2.x takes, and what clients are promised.
EVENT_LIMIT, PREVIEW_LIMIT = 1_048_576, 700_000


class Door:
  """The peer under test, and what its pictures are compared with."""

  def __init__(self, peer, options):
    self.peer, self.options = peer, options
    self.ledger = options.ledger and Ledger(options.ledger)
    self.store = options.store and Store(options.store)

  def need_faults(self):
    if not self.options.faults or not self.ledger:
      raise Skip("needs --faults and --ledger")

  async def states(self, text, wanted, seconds):
    """The states of the generations of this prompt, once they are as wanted or time is up."""
    end = time.monotonic() + seconds
    while True:
      states = [record["state"] for record, _ in self.store.generations(text)]
      if wanted(states) or time.monotonic() > end:
        return states
      await asyncio.sleep(0.1)

  async def check_result(self, text, result, count=1):
    """A result as clients can take it, whose pictures are those that were painted."""
    expect(not result.get("isError"), "no error", result)
    blocks = {}
    for block in result["content"]:
      blocks.setdefault(block["type"], []).append(block)
    expect(blocks.get("text"), "a text block", sorted(blocks))
    expect_equal(len(blocks.get("image", [])), count, "image blocks:")
    expect_equal(len(blocks.get("resource_link", [])), count, "resource_link blocks:")
    previews = sum(len(image["data"]) for image in blocks["image"])
    expect(previews <= PREVIEW_LIMIT, f"at most {PREVIEW_LIMIT} bytes of base64", previews)
    for image in blocks["image"]:
      _check_kind(base64.b64decode(image["data"], validate=True), image["mimeType"])
    expect(len(json.dumps(result)) < EVENT_LIMIT, "a result of less than 1 MiB",
           len(json.dumps(result)))
    structured = result.get("structuredContent")
    expect(structured and len(json.dumps(structured)) < 16_384,
           "structuredContent of less than 16 kB", len(json.dumps(structured)))
    expect_equal(len(structured["images"]), count, "images in structuredContent:")
    await self._check_originals(text, blocks["resource_link"], structured)
    return blocks, structured

  async def _check_originals(self, text, links, structured):
    digests = []
    for link, image in zip(links, structured["images"]):
      expect_equal(link["uri"], image["uri"], "uri of link and structuredContent:")
      content, = await self.peer.read(link["uri"])
      data = base64.b64decode(content["blob"], validate=True)
      digests.append(sha256(data))
      _check_kind(data, content["mimeType"])
      if link.get("size") is not None:
        expect_equal(link["size"], len(data), "size of the link:")
      if image.get("path"):
        with open(image["path"], "rb") as file:
          expect(file.read() == data, "the file's bytes behind the uri", image["path"])
    if self.ledger:
      entries = self.ledger.accepted(text)
      expect_equal(len(entries), 1, "accepted generations:")
      expect_equal(digests, entries[0]["sha256"], "SHA-256 as painted:")
    if self.store:
      self.store.check(text, digests)


def _check_kind(data, kind):
  wanted = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}
  expect(data.startswith(wanted.get(kind, b"\0")), f"bytes of {kind}", data[:16])


# What the server says of itself.

async def hello(door):
  peer = door.peer
  wanted = {"legacy": "2025-11-25", "auto": "2026-07-28", "2026-07-28": "2026-07-28"}
  mode = "legacy" if IS_FIRST else door.options.mode
  expect_equal(peer.protocol, wanted[mode], "protocol version:")
  if peer.server is not None:
    expect(peer.server.get("name") and peer.server.get("version"), "a name and version",
           peer.server)
  if mode != "2026-07-28":
    # This mode asks the server nothing first.
    expect(peer.instructions, "instructions", peer.instructions)
    expect("tools" in peer.capabilities and "resources" in peer.capabilities,
           "tools and resources", peer.capabilities)


async def ping(door):
  if not door.peer.is_modern:
    return await door.peer.ping()
  with contextlib.suppress(Refusal, RuntimeError):
    await door.peer.ping()
    raise AssertionError("ping is gone since 2026-07-28, and was answered")


async def tools(door):
  found = {tool["name"]: tool for tool in await door.peer.tools()}
  expect({OLLAMA, AZURE} <= set(found), f"{OLLAMA} and {AZURE}", sorted(found))
  for name, tool in found.items():
    expect(len(name) <= 64, "a name of at most 64 letters", name)
    expect(tool.get("description"), f"{name}: a description", tool)
    schema = tool["inputSchema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    expect_equal(schema.get("type"), "object", f"{name}: type of the schema:")
    expect(not {"oneOf", "anyOf", "allOf", "$ref", "not", "if"} & set(schema),
           f"{name}: no alternatives at the root", schema)
    for property_name, property_schema in schema["properties"].items():
      expect(property_schema.get("description"), f"{name}: {property_name} has a description",
             property_schema)
    if tool.get("outputSchema"):
      jsonschema.Draft202012Validator.check_schema(tool["outputSchema"])
      expect_equal(tool["outputSchema"].get("type"), "object", f"{name}: type of the output:")
  for name in (OLLAMA, AZURE):
    expect({"prompt", "body"} <= set(found[name]["inputSchema"]["properties"]),
           f"{name}: prompt and body", sorted(found[name]["inputSchema"]["properties"]))
    hints = [found[name]["annotations"].get(hint)
             for hint in ("readOnlyHint", "destructiveHint", "idempotentHint")]
    expect_equal(hints, [False] * 3, f"{name}: the seeds' hints:")
  expect("deployment" in found[AZURE]["inputSchema"]["properties"], "a `deployment` argument",
         sorted(found[AZURE]["inputSchema"]["properties"]))
  expect("model" in found[OLLAMA]["inputSchema"]["properties"], "a `model` argument",
         sorted(found[OLLAMA]["inputSchema"]["properties"]))


async def tools_keep_their_order(door):
  first, second = [[tool["name"] for tool in await door.peer.tools()] for _ in range(2)]
  expect_equal(second, first, "the same order:")


# Pictures.

async def ollama_picture(door):
  text = prompt("mcp ollama")
  result = await door.peer.call(
    OLLAMA, {"prompt": text, "model": door.options.model, "size": "256x256"})
  await door.check_result(text, result)


async def azure_picture(door):
  text = prompt("mcp azure")
  result = await door.peer.call(
    AZURE, {"prompt": text, "deployment": door.options.deployment, "size": "1024x640"})
  _, structured = await door.check_result(text, result)
  image = structured["images"][0]
  expect_equal((image.get("width"), image.get("height")), (1024, 640), "width and height:")


async def deployment_by_its_own_name(door):
  text = prompt("mcp deployment-id")
  result = await door.peer.call(AZURE, {
    "prompt": text, "deployment-id": door.options.deployment, "size": "1024x640"})
  await door.check_result(text, result)


async def deployment_by_default(door):
  text = prompt("mcp default deployment")
  result = await door.peer.call(AZURE, {"prompt": text, "size": "1024x640"})
  await door.check_result(text, result)


async def whole_body(door):
  """The seeds' literal contract: `with: {body: tools.body}`."""
  text = prompt("mcp body")
  result = await door.peer.call(OLLAMA, {"body": {
    "model": door.options.model, "prompt": text, "size": "256x256", "seed": 7}})
  await door.check_result(text, result)
  text = prompt("mcp body azure")
  result = await door.peer.call(AZURE, {"deployment": door.options.deployment, "body": {
    "prompt": text, "size": "1024x640", "output_format": "jpeg"}})
  await door.check_result(text, result)


async def two_pictures(door):
  text = prompt("mcp two")
  result = await door.peer.call(AZURE, {
    "prompt": text, "deployment": door.options.deployment, "size": "1024x640", "n": 2})
  await door.check_result(text, result, count=2)


async def large_picture(door):
  """3 MB of noise: only a small preview of it fits, and the original is behind the link."""
  text = prompt("mcp large")
  result = await door.peer.call(
    OLLAMA, {"prompt": text, "model": "x/payload-3mb"}, progress=lambda *_: None)
  await door.check_result(text, result)


async def job_tool(door):
  """For clients without resources: a generation's pictures again, by its name."""
  text = prompt("mcp job")
  result = await door.peer.call(
    OLLAMA, {"prompt": text, "model": door.options.model, "size": "256x256"})
  _, structured = await door.check_result(text, result)
  name = structured.get("generation") or structured.get("id")
  expect(name, "the generation's name in structuredContent", structured)
  again = await door.peer.call("studio-job", {"generation": name, "wait": 0})
  await door.check_result(text, again)
  for wrong in ({}, {"generation": "x"}, {"generation": "../x"}, {"generation": name, "wait": -1},
                {"generation": "20200101T000000Z-00000000"}):
    refused = await door.peer.call("studio-job", wrong)
    expect(refused.get("isError"), f"{wrong}: isError", refused)


async def parallel(door):
  """Two calls at once, of which the first started is the slower, and a list between them."""
  if not door.options.faults:
    raise Skip("needs --faults")
  slow, quick = prompt("fault-pause mcp parallel"), prompt("mcp parallel")
  begin = time.monotonic()
  first = asyncio.create_task(door.peer.call(AZURE, {
    "prompt": slow, "deployment": door.options.deployment, "size": "1024x640"}))
  await asyncio.sleep(0.2)
  second = asyncio.create_task(door.peer.call(
    OLLAMA, {"prompt": quick, "model": door.options.model, "size": "256x256"}))
  await door.peer.tools()
  listed = time.monotonic() - begin
  quick_result = await second
  expect(not first.done(), "the quick call done before the slow one", "it waited")
  await door.check_result(quick, quick_result)
  await door.check_result(slow, await first)
  expect(listed < 2, "the list at once", f"{listed:.1f} s")


# Time.

async def progress(door):
  """Progress by the clock, rising, while the service is silent."""
  door.need_faults()
  text, seen = prompt("fault-long-pause mcp progress"), []
  result = await door.peer.call(
    AZURE, {"prompt": text, "deployment": door.options.deployment, "size": "1024x640"},
    progress=lambda *values: seen.append((time.monotonic(), *values)))
  expect(len(seen) >= 2, "at least two reports in 20 s", seen)
  values = [each[1] for each in seen]
  expect(all(a < b for a, b in zip(values, values[1:])), "strictly rising progress", values)
  expect(all(each[3] for each in seen), "a message in each report", [each[3] for each in seen])
  gaps = [b[0] - a[0] for a, b in zip(seen, seen[1:])]
  expect(max(gaps) <= 12, "a report every 10 s", gaps)
  await door.check_result(text, result)


async def no_progress_unasked(door):
  door.peer.heard.clear()
  text = prompt("mcp no progress")
  await door.peer.call(OLLAMA, {"prompt": text, "model": door.options.model, "size": "256x256"})
  unasked = [each for each in door.peer.heard if "progress" in each[0]]
  expect_equal(unasked, [], "progress without a token:")


async def cancellation(door, tool, wanted):
  """A call that is taken back stops at the service, and the record tells the truth."""
  door.need_faults()
  text = prompt(f"fault-long-pause mcp cancel {tool}")
  arguments = {"prompt": text}
  if tool == AZURE:
    arguments |= {"deployment": door.options.deployment, "size": "1024x640"}
  else:
    arguments |= {"model": door.options.model, "size": "256x256"}
  result = await door.peer.call_and_cancel(tool, arguments, after=2)
  expect(result is None, "no result of a cancelled call", result)
  if door.store:
    states = await door.states(text, lambda them: len(them) == 1 and them[0] in wanted, 8)
    expect(len(states) == 1 and states[0] in wanted,
           f"one record, {' or '.join(wanted)}, within 8 s", states)
  accepted = len(door.ledger.accepted(text))
  expect_equal(accepted, 1, "accepted generations:")
  await door.peer.tools()


# Refusals.

async def refused_arguments(door):
  """What is wrong with arguments is a result that a model can act on."""
  for name, arguments, words in (
      (OLLAMA, {"model": door.options.model}, "prompt"),
      (OLLAMA, {"prompt": "", "model": door.options.model}, "prompt"),
      (OLLAMA, {"prompt": 7, "model": door.options.model}, "prompt"),
      (OLLAMA, {"prompt": "x", "model": ["a"]}, "model"),
      (OLLAMA, {}, "prompt"),
      (OLLAMA, None, "prompt"),
      (AZURE, {"prompt": prompt("size"), "deployment": door.options.deployment,
               "size": "17x17"}, "17"),
      (AZURE, {"prompt": prompt("path"), "deployment": "../../v1/models"}, "")):
    try:
      result = await door.peer.call(name, arguments)
    except Refusal as refusal:
      raise AssertionError(f"{name} {arguments}: expected isError; got {refusal}") from None
    expect(result.get("isError"), f"{name} {arguments}: isError", result)
    expect(words in result["content"][0]["text"], f"{name} {arguments}: {words!r} in the text",
           result["content"][0]["text"])


async def unknown_tool(door):
  try:
    result = await door.peer.call("no-such-tool", {})
  except Refusal as refusal:
    return expect_equal(refusal.code, -32602, "code")
  expect(result.get("isError"), "an error", result)


async def service_refusals(door):
  """What was refused, why, and what it cost reaches the model, and nothing secret with it."""
  cases = [(OLLAMA, {"prompt": prompt("404"), "model": "no/such"}, "no/such"),
           (AZURE, {"prompt": prompt("policy-content"), "deployment": door.options.deployment},
            "content filter"),
           (AZURE, {"prompt": prompt("404"), "deployment": "no-such"}, "deployment")]
  if door.options.faults:
    cases += [(AZURE, {"prompt": prompt(fault), "deployment": door.options.deployment}, words)
              for fault, words in (("fault-401", ""), ("fault-limit", ""), ("fault-empty", ""),
                                   ("fault-cut", ""), ("fault-garbage", ""),
                                   ("fault-redirect", ""), ("fault-no-picture", ""))]
  for name, arguments, words in cases:
    result = await door.peer.call(name, arguments)
    expect(result.get("isError"), f"{arguments}: isError", result)
    text = result["content"][0]["text"]
    expect(text and words in text, f"{arguments}: {words!r} in the text", text)
    expect("simulated-key" not in json.dumps(result), f"{arguments}: no key", text)


async def outcome_unknown_is_said(door):
  """When a picture may have been billed and did not arrive, the model is told so."""
  door.need_faults()
  text = prompt("fault-reset mcp")
  result = await door.peer.call(AZURE, {"prompt": text, "deployment": door.options.deployment})
  expect(result.get("isError"), "isError", result)
  words = result["content"][0]["text"].lower()
  expect("billed" in words or "unknown" in words, "that it may have been billed", words)
  expect_equal(len(door.ledger.accepted(text)), 1, "accepted generations:")


# History.

async def resources(door):
  text = prompt("mcp resources")
  result = await door.peer.call(
    OLLAMA, {"prompt": text, "model": door.options.model, "size": "256x256"})
  blocks, _ = await door.check_result(text, result)
  uri = blocks["resource_link"][0]["uri"]
  listed = {resource["uri"]: resource for resource in await door.peer.resources()}
  expect(uri in listed, f"{uri} in the list", sorted(listed)[:5])
  expect_equal(listed[uri].get("mimeType"), "image/png", "mimeType:")
  expect("studio://history" in listed, "studio://history in the list", sorted(listed)[:5])
  content, = await door.peer.read("studio://history")
  expect(text in content["text"], "the prompt in the history", content["text"][:300])
  json.loads(content["text"])


async def unknown_resource(door):
  wanted = -32602 if door.peer.is_modern else -32002
  for uri in ("studio://images/none", "studio://images/..%2f..%2f..%2fetc%2fpasswd",
              "studio://nothing", "file:///etc/passwd"):
    try:
      content = await door.peer.read(uri)
    except Refusal as refusal:
      expect_equal(refusal.code, wanted, f"{uri}: code")
      continue
    raise AssertionError(f"{uri}: expected {wanted}; got {str(content)[:200]}")


async def templates(door):
  found = [template["uriTemplate"] for template in await door.peer.templates()]
  expect(any(each.startswith("studio://images/{id}") for each in found), "one of images", found)


async def bad_cursor(door):
  try:
    await door.peer._page("list_resources", "no such cursor")
  except Exception as error:  # either generation's own kind
    code = getattr(getattr(error, "error", None), "code", None)
    return expect_equal(code, -32602, "code")
  raise AssertionError("a cursor that nobody gave was taken")


async def subscription(door):
  """A new picture is heard of by those who asked."""
  uri = "studio://history"
  door.peer.heard.clear()
  async with door.peer.subscribed(uri):
    # A legacy client opens its stream after the handshake, by itself.
    await asyncio.sleep(0.5)
    await door.peer.call(OLLAMA, {
      "prompt": prompt("mcp subscription"), "model": door.options.model, "size": "256x256"})
    for _ in range(50):
      names = [name.lower() for name, _ in door.peer.heard]
      if any("updated" in name for name in names) and any("list" in name for name in names):
        return
      await asyncio.sleep(0.1)
  raise AssertionError(f"expected updated and list_changed within 5 s; heard {door.peer.heard}")


async def prompts(door):
  if "prompts" not in door.peer.capabilities and door.options.mode != "2026-07-28":
    raise Skip("the server has no prompts")
  found = await door.peer.prompts()
  expect(found, "a prompt", found)
  result = await door.peer.call(OLLAMA, {
    "prompt": prompt("mcp prompts"), "model": door.options.model, "size": "256x256"})
  name = (result.get("structuredContent") or {}).get("generation", "")
  for each in found:
    arguments = {argument["name"]: name if argument["name"] == "generation" else "a red kite"
                 for argument in each.get("arguments", [])}
    answer = await door.peer.prompt(each["name"], arguments)
    expect(answer["messages"], f"{each['name']}: messages", answer)
    if any(argument.get("required") for argument in each.get("arguments", [])):
      await _expect_invalid(f"{each['name']} without arguments", door.peer.prompt(each["name"], {}))
  await _expect_invalid("an unknown prompt", door.peer.prompt("no-such-prompt", {}))


async def _expect_invalid(what, call):
  try:
    answer = await call
  except Refusal as refusal:
    return expect_equal(refusal.code, -32602, f"{what}: code")
  raise AssertionError(f"{what}: expected -32602; got {str(answer)[:200]}")


async def completion(door):
  if "completions" not in door.peer.capabilities and door.options.mode != "2026-07-28":
    raise Skip("the server completes nothing")
  references = [({"type": "ref/resource", "uri": template["uriTemplate"]}, name)
                for template in await door.peer.templates()
                for name in re.findall(r"\{([^}]*)\}", template["uriTemplate"])]
  with contextlib.suppress(Refusal):
    for each in await door.peer.prompts():
      references += [({"type": "ref/prompt", "name": each["name"]}, argument["name"])
                     for argument in each.get("arguments", [])]
  for reference, name in references:
    answer = await door.peer.complete(reference, {"name": name, "value": ""})
    expect(isinstance(answer["values"], list) and len(answer["values"]) <= 100,
           f"{reference} {name}: at most 100 values", answer)


CHECKS = (
  hello, ping, tools, tools_keep_their_order, ollama_picture, azure_picture,
  deployment_by_its_own_name, deployment_by_default, whole_body, two_pictures, large_picture,
  job_tool, parallel, no_progress_unasked, refused_arguments, unknown_tool, service_refusals,
  outcome_unknown_is_said, resources, unknown_resource, templates, bad_cursor, subscription,
  prompts, completion, progress)


async def everything(options):
  way = "HTTP" if options.url else "stdio"
  mode = "" if IS_FIRST else f", {options.mode}"
  checks = Checks(f"mcp {VERSION}, {way}{mode}", options.only)
  try:
    async with connected(url=options.url, command=options.command, environment=dict(os.environ),
                         mode=options.mode, token=options.token) as peer:
      door = Door(peer, options)
      for function in CHECKS:
        await checks.run_async(function.__name__.replace("_", " "), _limited, function, door)
      # A cancelled call goes on nowhere; a paid one may still be billed, which is not known.
      for tool, wanted in ((OLLAMA, ("cancelled", "unknown")), (AZURE, ("cancelled", "unknown"))):
        await checks.run_async(f"cancellation, {tool}", _limited, cancellation, door, tool, wanted)
      closing = time.monotonic()
  except BaseException as error:
    checks.add("the connection", "BAD", _innermost(error), 0)
    return checks
  seconds = time.monotonic() - closing
  checks.add("the connection ends at once", "ok" if seconds < 3 else "BAD",
             "" if seconds < 3 else f"took {seconds:.1f} s", seconds)
  return checks


async def _limited(function, *arguments):
  await asyncio.wait_for(function(*arguments), 60)


def _innermost(error):
  while getattr(error, "exceptions", None):
    error = error.exceptions[0]
  return f"{type(error).__name__}: {error}"[:400]


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("--url", metavar="URL", help="http://127.0.0.1:9090/mcp")
  parser.add_argument("--mode", default="auto", choices=("auto", "legacy", "2026-07-28"),
                      help="of SDK 2.x")
  parser.add_argument("--deployment", default="gpt-image-2", help="Azure deployment")
  parser.add_argument("--model", default="x/z-image-turbo", help="Ollama model")
  parser.add_argument("--ledger", metavar="URL")
  parser.add_argument("--store", metavar="FOLDER")
  parser.add_argument("--token", help="the door's bearer token, where it wants one")
  parser.add_argument("--faults", action="store_true", help="the simulator runs faults.json")
  parser.add_argument("--only", metavar="TEXT", help="checks whose name holds this")
  parser.add_argument("--command", nargs=argparse.REMAINDER, metavar="WORD")
  options = parser.parse_args()
  if bool(options.url) == bool(options.command):
    parser.error("either --url or --command")
  asyncio.run(everything(options)).finish()


if __name__ == "__main__":
  main()
