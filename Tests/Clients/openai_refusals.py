"""Refusals, broken answers, the client's own retries, and callers who hang up."""

import time

import openai

from checks import Skip, eventually, expect, expect_equal, prompt
from openai_door import AZURE_SIZE, SMALL, pictures, refused

HANG_UP_LIMIT = 30


def bad_request(door):
  error = refused(openai.BadRequestError, lambda: door.azure().images.generate(
    model=door.options.deployment, prompt=prompt("bad size"), size="17x17"))
  expect_equal((error.code, error.param, error.type),
               ("invalid_value", "size", "invalid_request_error"), "code, param, type:")


def missing_prompt(door):
  error = refused(openai.BadRequestError, lambda: door.openai().images.generate(
    model=door.options.model, prompt=""))
  expect_equal((error.type, error.status_code), ("invalid_request_error", 400), "type and status:")


def content_policy(door):
  error = refused(openai.BadRequestError, lambda: door.azure().images.generate(
    model=door.options.deployment, prompt=prompt("policy-content")))
  expect_equal(error.code, "moderation_blocked", "code")


def unauthorised(door):
  door.need_faults()
  for fault, kind in (("fault-401", openai.AuthenticationError),
                      ("fault-403", openai.PermissionDeniedError)):
    error = refused(kind, lambda: door.azure().images.generate(
      model=door.options.deployment, prompt=prompt(fault)))
    expect(error.code, "the service's code", error.body)


def not_found(door):
  error = refused(openai.NotFoundError, lambda: door.azure().images.generate(
    model="no-such-deployment", prompt=prompt("404")))
  expect_equal(error.code, "DeploymentNotFound", "code")
  error = refused(openai.NotFoundError, lambda: door.openai().images.generate(
    model="no/such-model", prompt=prompt("404")))
  expect_equal(error.type, "not_found_error", "type")


def unknown_path(door):
  error = refused(openai.NotFoundError, lambda: door.openai(
    base_url=door.base + "/nowhere").images.generate(model="x", prompt=prompt("path")))
  expect_equal((error.type, error.code, error.param),
               ("invalid_request_error", "not_found", None), "type, code, param:")


def rate_limit(door):
  door.need_faults()
  error = refused(openai.RateLimitError, lambda: door.azure().images.generate(
    model=door.options.deployment, prompt=prompt("fault-limit")))
  found = error.response.headers
  expect_equal((found.get("retry-after"), found.get("retry-after-ms")), ("7", "6500"),
               "Retry-After, retry-after-ms:")


def redirect(door):
  door.need_faults()
  text = prompt("fault-redirect")
  error = refused(openai.InternalServerError, lambda: door.azure().images.generate(
    model=door.options.deployment, prompt=text))
  expect_equal(error.status_code, 502, "status")
  expect("location" not in {name.lower() for name in error.response.headers}, "no Location",
         dict(error.response.headers))
  expect(error.code, "a code in the envelope", error.body)


def broken_answers(door, service, fault):
  """An answer that breaks becomes a clear JSON error, soon, and never half an answer."""
  door.need_faults()
  text = prompt(fault)
  client = door.azure() if service == "azure" else door.openai()
  model = door.options.deployment if service == "azure" else door.options.model
  size = AZURE_SIZE if service == "azure" else SMALL
  begin = time.monotonic()
  error = refused(openai.InternalServerError,
                   lambda: client.images.generate(model=model, prompt=text, size=size))
  seconds = time.monotonic() - begin
  expect(error.status_code in (502, 504), "502", error.status_code)
  expect(isinstance(error.body, dict) and error.code and error.body.get("message"),
         "an envelope with message and code", error.response.text)
  expect(seconds < 5, "an answer within 5 s", f"{seconds:.1f} s")
  door.check_states(text, "unknown", "failed")


def ollama_without_picture(door):
  """200 and nothing in it: how Ollama says that a generation died."""
  for model in ("x/broken", "x/imageless", "llama3.2"):
    error = refused(openai.InternalServerError, lambda: door.openai().images.generate(
      model=model, prompt=prompt("empty"), size=SMALL))
    expect_equal(error.status_code, 502, f"{model}: status")
    expect(error.code, f"{model}: a code in the envelope", error.response.text)


def mislabelled(door):
  """The right answer under another media type is the right answer (Ollama says x-ndjson)."""
  door.need_faults()
  text = prompt("fault-media-type")
  answer = door.openai().images.generate(model=door.options.model, prompt=text, size=SMALL)
  door.check_pictures(text, pictures(answer), 1)


# Retries.

def retry_after_refusal(door):
  """Not billed: the client's own retry may and should succeed."""
  door.need_faults()
  for fault in ("fault-once-limited", "fault-once-503"):
    text = prompt(fault)
    answer = door.azure(max_retries=2).images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
    pictures(answer)
    door.check_accepted_once(text)


def retry_is_not_billed_twice(door, service, fault):
  """The service may have billed: the client's automatic retries must not bill again."""
  door.need_faults()
  text = prompt(fault)
  if service == "azure":
    client, model, size = door.azure(max_retries=2), door.options.deployment, AZURE_SIZE
  else:
    client, model, size = door.openai(max_retries=2), door.options.model, SMALL
  error = refused(openai.APIStatusError,
                   lambda: client.images.generate(model=model, prompt=text, size=size))
  accepted = door.ledger.accepted(text)
  records = door.store.generations(text) if door.store else accepted
  expect(error.status_code >= 500 and len(accepted) == len(records) == 1,
         "5xx, and one request to the service (x-should-retry: false)",
         f"{len(records)} records, {len(accepted)} accepted; status {error.status_code}, "
         f"x-should-retry {error.response.headers.get('x-should-retry')}")


def retry_after_timeout(door):
  """A client that lost patience asks again: what it asked for is made once, and then it has it."""
  door.need_faults()
  text = prompt("fault-pause")
  answer = door.azure(max_retries=2, timeout=2.5).images.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
  door.check_pictures(text, pictures(answer), 1)


def idempotency_key(door):
  """The same key twice is one generation, and both callers get its picture."""
  text = prompt("idempotency")
  made = [door.azure().images.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg",
    extra_headers={"Idempotency-Key": text.replace(" ", "-")}) for _ in range(2)]
  expect(pictures(made[0]) == pictures(made[1]), "the same picture", "two different ones")
  door.check_pictures(text, pictures(made[0]), 1)


# Callers who hang up.

def hang_up_paid(door):
  """A paid generation is finished and kept when its caller hangs up."""
  door.need_faults()
  if not door.store:
    raise Skip("needs --store")
  text = prompt("fault-pause hang-up paid")
  try:
    door.azure(timeout=1.5).images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
    raise AssertionError("the answer came before the timeout")
  except openai.APITimeoutError:
    pass
  get = lambda: [record["state"] for record, _ in door.store.generations(text)]
  states = eventually(get, lambda them: them == ["saved"], HANG_UP_LIMIT)
  expect_equal(states, ["saved"], "state after the caller left:")
  expect_equal(door.store.digests(text), door.ledger.accepted(text)[0]["sha256"], "SHA-256:")


def hang_up_local(door):
  """A local generation is cancelled when its caller hangs up, and the service is told."""
  door.need_faults()
  if not door.store:
    raise Skip("needs --store")
  text = prompt("fault-long-pause hang-up local")
  begin = time.monotonic()
  try:
    door.openai(timeout=1.5).images.generate(
      model=door.options.model, prompt=text, size=SMALL)
    raise AssertionError("the answer came before the timeout")
  except openai.APITimeoutError:
    pass
  get = lambda: [record["state"] for record, _ in door.store.generations(text)]
  states = eventually(get, lambda them: them in (["cancelled"], ["unknown"]), 10)
  expect(states in (["cancelled"], ["unknown"]), "cancelled within 10 s, not after the pause of 20",
         f"{states} after {time.monotonic() - begin:.1f} s")


def stream_hang_up(door):
  """A caller leaves a stream after its first preview: the paid picture is kept."""
  if not door.store or not door.ledger:
    raise Skip("needs --store and --ledger")
  text = prompt("azure stream hang-up")
  with door.azure().images.generate(
      model=door.options.deployment, prompt=text, size=AZURE_SIZE, stream=True,
      partial_images=3) as stream:
    next(iter(stream))
  get = lambda: [record["state"] for record, _ in door.store.generations(text)]
  states = eventually(get, lambda them: them == ["saved"], HANG_UP_LIMIT)
  expect_equal(states, ["saved"], "state after the caller left:")
  expect_equal(door.store.digests(text), door.ledger.accepted(text)[0]["sha256"], "SHA-256:")
