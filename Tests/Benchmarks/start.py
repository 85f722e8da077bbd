"""Commands that answer and end: how long a shell waits for them."""

import subprocess
import time

from figures import alternate, milliseconds, ratio, table
from ground import repository
from store import fill


def run(ground, generations, runs):
  variables = fill(ground, generations)
  folder = repository(ground, 1000)
  plain = ground.environment("plain")
  contenders = {
    "jq --help": (["jq", "--help"], plain),
    "easel --help": ([ground.easel, "--help"], variables),
    "git log -20, 1,000 commits": (["git", "-C", folder, "log", "-20", "--oneline"], plain),
    f"easel history --limit 20 --json, {generations:,} generations":
      ([ground.easel, "history", "--limit", "20", "--json"], variables)}
  results = alternate(runs, {
    name: lambda arguments=arguments, environment=environment: _measure(arguments, environment)
    for name, (arguments, environment) in contenders.items()})
  names = list(results)
  peers = {names[1]: names[0], names[3]: names[2]}
  rows = [[name, *milliseconds(seconds), ratio(seconds, results[peers.get(name, name)])]
          for name, seconds in results.items()]
  table("start: from exec to the end, ms", ["", "p50", "p95", "p99", "p50/the one above"], rows)


def _measure(arguments, environment):
  begin = time.monotonic()
  subprocess.run(arguments, env=environment, check=True, stdout=subprocess.DEVNULL)
  return time.monotonic() - begin
