#!/usr/bin/env python3
"""Uses the REST door through the official `openai` package, as its users would.

    openai_client.py --rest http://127.0.0.1:8080 [--ledger URL] [--store FOLDER] [--faults]

Needs: pip install openai. `--ledger` is the ledger of `easel simulate`, `--store` the folder that
the server keeps generations in; without them the checks that need them are left out. `--faults`
says that the simulator runs `faults.json`.
"""

import argparse
import asyncio
import sys

sys.dont_write_bytecode = True

import openai

import openai_passage as passage
import openai_pictures as pictures
import openai_refusals as refusals
from checks import Checks
from openai_door import Door

CHECKS = (
  pictures.openai_sync, pictures.openai_default_fields, pictures.openai_async,
  pictures.azure_sync, pictures.azure_async, pictures.azure_several, pictures.ollama_several,
  pictures.withheld_picture, pictures.dall_e_by_address, pictures.azure_stream,
  pictures.azure_async_stream, pictures.azure_stream_done, pictures.azure_stream_without_partials,
  pictures.stream_error, pictures.stream_cut,
  passage.unknown_field_reaches_the_service, passage.seed_reaches_the_service,
  passage.large_numbers_survive, passage.callers_key_stays_here,
  passage.api_version_of_the_caller, passage.api_version_by_default,
  passage.host_is_not_the_callers, passage.headers, passage.headers_of_a_refusal,
  passage.bytes_are_unchanged,
  refusals.bad_request, refusals.missing_prompt, refusals.content_policy, refusals.unauthorised,
  refusals.not_found, refusals.unknown_path, refusals.rate_limit, refusals.redirect,
  refusals.ollama_without_picture, refusals.mislabelled, refusals.retry_after_refusal,
  refusals.retry_after_timeout, refusals.idempotency_key, refusals.hang_up_paid,
  refusals.hang_up_local, refusals.stream_hang_up)

# An answer whose length is wrong and whose JSON is whole is no broken one: its pictures are passed on.
BROKEN = ("fault-cut-early", "fault-cut", "fault-reset-midway", "fault-reset",
          "fault-hang-up", "fault-empty", "fault-garbage", "fault-no-picture", "fault-not-json")
MAYBE_BILLED = ("fault-500-billed", "fault-cut", "fault-reset", "fault-garbage", "fault-empty")


async def everything(door, checks):
  for function in CHECKS:
    await checks.run_async(_words(function), function, door)
  for service in ("azure", "ollama"):
    for fault in BROKEN:
      await checks.run_async(f"{service}: broken answer, {fault[6:]}", refusals.broken_answers,
                             door, service, fault)
    for fault in MAYBE_BILLED:
      await checks.run_async(f"{service}: no second bill by the client's retries, {fault[6:]}",
                             refusals.retry_is_not_billed_twice, door, service, fault)


def _words(function):
  return function.__name__.replace("_", " ")


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("--rest", required=True, metavar="URL", help="http://127.0.0.1:8080")
  parser.add_argument("--deployment", default="gpt-image-2", help="Azure deployment")
  parser.add_argument("--model", default="x/z-image-turbo", help="Ollama model")
  parser.add_argument("--ledger", metavar="URL")
  parser.add_argument("--store", metavar="FOLDER")
  parser.add_argument("--token", help="the door's bearer token, where it wants one")
  parser.add_argument("--faults", action="store_true", help="the simulator runs faults.json")
  parser.add_argument("--only", metavar="TEXT", help="checks whose name holds this")
  options = parser.parse_args()
  checks = Checks(f"openai {openai.__version__}", options.only)
  door = Door(options)
  # This one has an event loop of its own.
  checks.run(_words(pictures.concurrent), pictures.concurrent, door)
  asyncio.run(everything(door, checks))
  checks.finish()


if __name__ == "__main__":
  main()
