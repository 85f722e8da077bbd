"""What goes through the door unchanged, and what does not go through it."""

import json

import openai

from checks import Skip, expect, expect_equal, prompt, sha256
from openai_door import AZURE_SIZE, SMALL, pictures, post, refused


def unknown_field_reaches_the_service(door):
  text = prompt("unknown field")
  error = refused(openai.BadRequestError, lambda: door.azure().images.generate(
    model=door.options.deployment, prompt=text, extra_body={"no_such_field": [1, {"a": None}]}))
  expect_equal((error.code, error.param, error.type),
               ("unknown_parameter", "no_such_field", "invalid_request_error"),
               "code, param, type:")


def seed_reaches_the_service(door):
  """`seed` is no field of the client's: the same one twice paints the same picture."""
  made = []
  text = prompt("seed")
  for _ in range(2):
    answer = door.openai().images.generate(
      model=door.options.model, prompt=text, size=SMALL,
      extra_body={"seed": 42, "x-unknown": {"deep": [1, 2.50, "é"]}})
    made += pictures(answer)
  expect(made[0] == made[1], "the same picture for the same seed",
         [sha256(each) for each in made])
  if door.store:
    sent = [record["sent"]["body"] for record, _ in door.store.generations(text)]
    expect(all('"seed":42' in body.replace(" ", "") and '"x-unknown"' in body for body in sent),
           "unknown members in the record's sent body", sent)


def large_numbers_survive(door):
  """JSON is passed on without loss: a number that fits no Double reaches the service as it is."""
  text = prompt("numbers")
  body = ('{"model":%s,"prompt":%s,"size":"256x256","big":12345678901234567890123,'
          '"fine":1.50,"tiny":1e-400}') % (json.dumps(door.options.model), json.dumps(text))
  status, _, _ = post(door, "/v1/images/generations", body.encode())
  expect_equal(status, 200, "status")
  if door.store:
    sent = door.store.generations(text)[0][0]["sent"]["body"]
    expect(all(each in sent for each in ("12345678901234567890123", "1.50", "1e-400")),
           "the numbers as they were written", sent)


def callers_key_stays_here(door):
  """The service refuses `wrong-key`: it must never see the caller's credentials."""
  if door.options.token:
    raise Skip("the door wants its token here")
  text = prompt("callers key")
  answer = door.azure(api_key="wrong-key").images.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
  door.check_pictures(text, pictures(answer), 1)
  text = prompt("callers token")
  answer = door.azure(api_key=None, azure_ad_token="a.expired.token").images.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
  door.check_pictures(text, pictures(answer), 1)


def api_version_of_the_caller(door):
  error = refused(openai.NotFoundError, lambda: door.azure(api_version="1999-01-01")
                   .images.generate(model=door.options.deployment, prompt=prompt("version")))
  expect("Resource not found" in str(error), "the service's 404", error)


def api_version_by_default(door):
  text = prompt("no version")
  body = {"prompt": text, "size": AZURE_SIZE, "output_format": "jpeg"}
  path = f"/v1/openai/deployments/{door.options.deployment}/images/generations"
  status, _, answer = post(door, path, json.dumps(body).encode())
  expect(status == 200, "200 with the configured api-version", (status, answer[:300]))


def host_is_not_the_callers(door):
  """`resource` and its like, wherever a caller writes them, choose no host."""
  text = prompt("host")
  answer = door.azure().images.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg",
    extra_query={"resource": "evil", "baseUri": "http://127.0.0.1:9", "host": "evil"},
    extra_headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
  door.check_pictures(text, pictures(answer), 1)


def headers(door):
  text = prompt("headers")
  raw = door.azure().images.with_raw_response.generate(
    model=door.options.deployment, prompt=text, size=AZURE_SIZE, output_format="jpeg")
  found = {name.lower(): value for name, value in raw.headers.items()}
  expect(found.get("content-type", "").startswith("application/json"), "application/json", found)
  expect("x-request-id" in found, "a request id header", found)
  expect(any("easel" in name or name == "server-timing" for name in found),
         "the door's own overhead in a header", found)
  expect("x-ratelimit-remaining-requests" in found and "apim-request-id" in found,
         "the service's x-ratelimit-* and apim-request-id", found)
  unwanted = {"access-control-allow-origin", "strict-transport-security", "set-cookie"}
  expect(not unwanted & set(found), "no CORS, HSTS or cookie header", found)


def headers_of_a_refusal(door):
  door.need_faults()
  error = refused(openai.BadRequestError, lambda: door.azure().images.generate(
    model=door.options.deployment, prompt=prompt("fault-hop-by-hop")))
  found = {name.lower(): value for name, value in error.response.headers.items()}
  expect_equal((error.code, error.param), ("odd", "prompt"), "code and param:")
  expect(not {"set-cookie", "proxy-authenticate"} & set(found) and
         found.get("keep-alive") != "timeout=1" and found.get("server") != "upstream/1.0",
         "neither cookie nor hop-by-hop header", found)
  expect_equal(found.get("x-ratelimit-remaining-requests"), "7", "x-ratelimit-remaining-requests")


def bytes_are_unchanged(door):
  """The service's bytes are passed on, unknown members and the spelling of numbers included."""
  door.need_faults()
  body = {"prompt": prompt("fault-unknown-members")}
  path = f"/v1/openai/deployments/{door.options.deployment}/images/generations"
  status, _, answer = post(door, path, json.dumps(body).encode())
  wanted = (b'{"error":{"message":"no","type":"x","param":null,"code":"y","extra":'
            b'{"deep":[1.50,12345678901234567890]}},"zebra":1}')
  expect_equal(status, 400, "status")
  expect_equal(answer, wanted, "the body as it was sent:")
