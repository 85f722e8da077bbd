#!/usr/bin/env python3
"""Lets schemathesis try the REST door's own OpenAPI document on the REST door.

    openapi_fuzz.py --rest http://127.0.0.1:8080 --ledger URL [--examples 40] [-- more for st run]

Needs: pip install schemathesis. It makes pictures: the ledger shows that they are the simulator's
and cost nothing, so it is not optional. The stream of events never ends and is left out, as it is
in `studio_client.py`.
"""

import argparse
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from checks import Ledger

ENDLESS = "/studio/v1/events"
# Whether a wish is granted is the service's to say: models and deployments are not in the document.
CONFIGURATION = """
[[operations]]
include-method = "POST"
checks.positive_data_acceptance.enabled = false
"""


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("--rest", required=True, metavar="URL", help="http://127.0.0.1:8080")
  parser.add_argument("--ledger", required=True, metavar="URL")
  parser.add_argument("--token", help="the door's bearer token, where it wants one")
  parser.add_argument("--examples", type=int, default=40, help="of each operation and phase")
  parser.add_argument("--seed", type=int, default=1)
  parser.add_argument("more", nargs="*")
  options = parser.parse_args()
  before = len(Ledger(options.ledger).accepted())
  program = os.path.join(os.path.dirname(sys.executable), "schemathesis")
  command = [
    program, "run", options.rest.rstrip("/") + "/studio/v1/openapi.json",
    "--url", options.rest.rstrip("/"), "--exclude-path", ENDLESS,
    "--max-examples", str(options.examples), "--seed", str(options.seed), "--workers", "1",
    "--request-timeout", "30", "--continue-on-failure", "--no-color", *options.more]
  if options.token:
    command += ["--header", f"Authorization:Bearer {options.token}"]
  # It keeps what it found in the working directory.
  with tempfile.TemporaryDirectory(prefix="easel-fuzz-") as folder:
    with open(os.path.join(folder, "schemathesis.toml"), "w") as file:
      file.write(CONFIGURATION)
    status = subprocess.run(command, cwd=folder).returncode
  print(f"schemathesis ended with {status}; "
        f"{len(Ledger(options.ledger).accepted()) - before} generations at the simulator")
  sys.exit(status)


if __name__ == "__main__":
  main()
