"""Medians, high quantiles and tables. Nothing here judges a figure."""

import math


def quantile(values, fraction):
  """The smallest value that at least `fraction` of the values do not exceed (nearest rank)."""
  ordered = sorted(values)
  return ordered[max(0, math.ceil(fraction * len(ordered)) - 1)]


def median(values):
  return quantile(values, 0.5)


def milliseconds(values):
  """`p50 12.3  p95 14.0  p99 14.2` of seconds, as a row of a table."""
  return [f"{quantile(values, fraction) * 1000:.1f}" for fraction in (0.5, 0.95, 0.99)]


def ratio(measured, peer, fraction=0.5):
  """How many times the peer's figure, at this quantile."""
  return f"{quantile(measured, fraction) / quantile(peer, fraction):.2f}"


def table(title, head, rows):
  """Prints columns; the first one is left-aligned, the others are numbers."""
  cells = [head] + [[str(cell) for cell in row] for row in rows]
  widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
  print(f"\n{title}")
  for row in cells:
    first, *others = row
    numbers = "  ".join(text.rjust(width) for text, width in zip(others, widths[1:]))
    print(f"  {first.ljust(widths[0])}  {numbers}".rstrip(), flush=True)


def alternate(runs, contenders):
  """Runs the contenders in turn, A B A B, so that a busy moment falls on all of them.

  `contenders` maps a name to a function that returns one measurement; answers name → list.
  A first round, in which files come into the page cache, does not count.
  """
  results = {name: [] for name in contenders}
  for turn in range(runs + 1):
    for name, measure in contenders.items():
      measurement = measure()
      if turn > 0:
        results[name].append(measurement)
  return results
