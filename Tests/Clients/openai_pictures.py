"""Pictures and streams through each client of the `openai` package."""

import asyncio
import base64
import json
import time
import urllib.request

import openai

from checks import expect, expect_equal, prompt
from openai_door import AZURE_SIZE, SMALL, pictures


def openai_sync(door):
  text = prompt("openai sync")
  answer = door.openai().images.generate(
    model=door.options.model, prompt=text, size=SMALL, response_format="b64_json")
  door.check_pictures(text, pictures(answer), 1)


def openai_default_fields(door):
  """A caller who says nothing but model and prompt."""
  text = prompt("openai default fields")
  answer = door.openai().images.generate(model=door.options.model, prompt=text)
  door.check_pictures(text, pictures(answer), 1)


async def openai_async(door):
  text = prompt("openai async")
  async with door.async_openai() as client:
    answer = await client.images.generate(model=door.options.model, prompt=text, size=SMALL)
  door.check_pictures(text, pictures(answer), 1)


def azure_sync(door):
  text = prompt("azure sync")
  answer = door.azure().images.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE)
  door.check_pictures(text, pictures(answer), 1)
  expect(answer.usage is not None and answer.usage.output_tokens > 0, "the service's usage",
         answer.usage)
  expect_equal((answer.size, answer.output_format), (AZURE_SIZE, "png"),
               "the service's other members:")


async def azure_async(door):
  text = prompt("azure async")
  async with door.async_azure() as client:
    answer = await client.images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
  door.check_pictures(text, pictures(answer), 1)


def azure_several(door):
  text = prompt("azure n=3")
  answer = door.azure().images.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE, n=3, output_format="jpeg")
  door.check_pictures(text, pictures(answer), 3)
  if door.ledger:
    expect_equal(door.ledger.accepted(text)[0]["count"], 3, "n in the ledger:")


def ollama_several(door):
  """Ollama makes one picture whatever `n` says, and so does the door."""
  text = prompt("ollama n=2")
  answer = door.openai().images.generate(
    model=door.options.model, prompt=text, size=SMALL, n=2)
  door.check_pictures(text, pictures(answer), 1)


def withheld_picture(door):
  """One of two pictures was filtered: the other is there, and what the service says of both."""
  text = prompt("azure withheld")
  raw = door.azure().images.with_raw_response.generate(
    model="filtered-output", prompt=text, size=AZURE_SIZE, n=2, output_format="jpeg")
  data = json.loads(raw.content)["data"]
  expect_equal([sorted(each) for each in data], [["b64_json"], ["content_filter_results"]],
               "members of the two entries:")


def dall_e_by_address(door):
  """An answer whose picture is an address: it is passed on, and what it points to is kept."""
  text = prompt("azure dall-e url")
  answer = door.azure().images.generate(model="dalle3", prompt=text, size="1024x1024")
  image = answer.data[0]
  expect(image.url and image.revised_prompt, "url and revised_prompt", image)
  with urllib.request.urlopen(image.url, timeout=20) as file:
    there = file.read()
  door.check_pictures(text, [there], 1)


def concurrent(door):
  async def make(client, number):
    text = prompt(f"openai parallel {number}")
    answer = await client.images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
    return text, pictures(answer)

  async def all_of_them():
    async with door.async_azure(timeout=120) as client:
      return await asyncio.gather(*(make(client, number) for number in range(8)))
  for text, made in asyncio.run(all_of_them()):
    door.check_pictures(text, made, 1)


# Streams.

def azure_stream(door):
  text = prompt("azure stream")
  events = []
  with door.azure().images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, stream=True,
      partial_images=2) as stream:
    for event in stream:
      events.append((time.monotonic(), event))
  _check_stream(door, text, events, partials=2)


def azure_stream_done(door):
  """A service that ends its streams with `[DONE]`."""
  text = prompt("azure stream done")
  with door.azure().images.generate(
      model="gpt-image-1-mini", prompt=text, size="1024x1024", stream=True,
      partial_images=1) as stream:
    events = [(time.monotonic(), event) for event in stream]
  _check_stream(door, text, events, partials=1)


async def azure_async_stream(door):
  text = prompt("azure async stream")
  events = []
  async with door.async_azure() as client:
    stream = await client.images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, stream=True, partial_images=3)
    async for event in stream:
      events.append((time.monotonic(), event))
  _check_stream(door, text, events, partials=3)


def azure_stream_without_partials(door):
  text = prompt("azure stream without partials")
  with door.azure().images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, stream=True) as stream:
    events = [(time.monotonic(), event) for event in stream]
  _check_stream(door, text, events, partials=0)


def _check_stream(door, text, events, partials):
  kinds = [event.type for _, event in events]
  expect_equal(
    kinds, ["image_generation.partial_image"] * partials + ["image_generation.completed"],
    "events:")
  expect_equal([event.partial_image_index for _, event in events[:-1]], list(range(partials)),
               "indices:")
  door.check_pictures(text, [base64.b64decode(events[-1][1].b64_json)], 1)
  if partials:
    lead = events[-1][0] - events[0][0]
    expect(lead > 0.05, "the first preview well before the picture (it is relayed as it comes)",
           f"{lead * 1000:.0f} ms between them")


def stream_error(door):
  """The service fails after the stream has begun: an error event, and a record that says so."""
  door.need_faults()
  text = prompt("fault-midway stream")
  try:
    with door.azure().images.generate(
        model=door.options.deployment, prompt=text, size=AZURE_SIZE, stream=True,
        partial_images=1) as stream:
      kinds = [event.type for event in stream]
  except openai.APIError as error:
    expect("the runner died" in str(error), "the service's message", error)
    return door.check_states(text, "failed", "unknown")
  raise AssertionError(f"the client raised nothing; events {kinds}")


def stream_cut(door):
  """A stream that breaks off must not look complete."""
  door.need_faults()
  text = prompt("fault-cut stream")
  try:
    with door.azure().images.generate(
        model=door.options.deployment, prompt=text, size=AZURE_SIZE, stream=True,
        partial_images=1) as stream:
      kinds = [event.type for event in stream]
  except openai.APIStatusError:
    raise
  except Exception as error:  # an error event, or the HTTP library's words for a cut answer
    words = str(error).lower()
    expect(isinstance(error, openai.APIError) or "closed" in words or "incomplete" in words,
           "an error event or a broken answer", repr(error))
    return door.check_states(text, "unknown")
  raise AssertionError(f"the client saw a whole stream; events {kinds}")
