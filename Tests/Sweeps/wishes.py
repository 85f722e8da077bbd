"""What the sweeps ask the services for."""

import contextlib

from simulator import PICTURE, LinkedPictures, Simulator

# The smallest pictures that each service makes.
AZURE = ["--provider", "azure", "--deployment", "gpt-image-2", "--size", "1024x640",
         "--format", "jpeg"]
OLLAMA = ["--provider", "ollama", "--model", "x/z-image-turbo", "--size", "64x64"]
DESTINATIONS = {"azure": AZURE, "ollama": OLLAMA, "links": AZURE}


class Wish:
  """One `easel generate`, and what the services may have made of it."""

  def __init__(self, services, destination, count, word):
    self._services = services
    self.destination = destination
    self.count = count
    self.prompt = f"lines, {destination}-{count}, {word}"

  @property
  def arguments(self):
    return ["generate", self.prompt, *DESTINATIONS[self.destination], "--count", str(self.count),
            "--json"]

  @property
  def authorised(self):
    """Ollama makes one picture a request."""
    return self.count if self.destination == "ollama" else 1

  def paid(self, ledger):
    """SHA-256 of every picture that was made."""
    if self.destination == "links":
      return self._services.links.hashes(self.count)
    return ledger.hashes(self.prompt)


class Services:
  """The simulator, and a server of linked pictures."""

  def __init__(self, simulator, links):
    self.simulator = simulator
    self.links = links

  @property
  def variables(self):
    return self.simulator.services

  def ledger(self):
    return self.simulator.ledger()

  def wish(self, destination, count, word):
    return Wish(self, destination, count, word)


@contextlib.contextmanager
def services(ground, pace="instant", rules=()):
  with LinkedPictures(PICTURE) as links:
    by_links = [links.rule(f"links-{count},", count) for count in (1, 4)]
    with Simulator(ground, pace, [*rules, *by_links]) as simulator:
      yield Services(simulator, links)
