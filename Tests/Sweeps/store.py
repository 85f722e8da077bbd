"""Reads a store as it lies on the disk, without the program, and compares it with the ledger."""

import base64
import hashlib
import json
import os
import re

ENDS = {"saved", "failed", "unknown", "cancelled"}
JOBS = {"waiting", "sending", "sent", "receiving", "saving"}
PICTURE = re.compile(r"^\d{1,4}\.(png|jpg|webp|gif|bin)$")


class Generation:
  """One generation's folder."""

  def __init__(self, path):
    self.path = path
    self.id = os.path.basename(path)
    self.names = sorted(os.listdir(path))
    self.damage = None
    self.record = {}
    try:
      with open(os.path.join(path, "generation.json")) as file:
        self.record = json.load(file)
      if self.state not in ENDS | JOBS or self.record["id"] != self.id:
        self.damage = f"its state is {self.state!r}, its id {self.record.get('id')!r}"
    except (OSError, ValueError, KeyError) as error:
      self.damage = f"its record cannot be read: {error}"

  @property
  def state(self):
    return self.record.get("state")

  @property
  def prompt(self):
    return self.record.get("request", {}).get("prompt")

  @property
  def error(self):
    return self.record.get("error") or {}

  @property
  def pictures(self):
    """Name and SHA-256 of each picture file."""
    return {name: digest(os.path.join(self.path, name))
            for name in self.names if PICTURE.match(name)}

  @property
  def answer(self):
    return self._bytes("response.part")

  def part_hashes(self):
    return {digest(os.path.join(self.path, name)) for name in self.names
            if re.match(r"^\d+\.part$", name)}

  def _bytes(self, name):
    try:
      with open(os.path.join(self.path, name), "rb") as file:
        return file.read()
    except OSError:
      return b""

  def names_answer(self):
    """Whether the record tells that `response.part` holds something."""
    told = [self.error.get("hint") or "", self.error.get("message") or ""]
    return any("response.part" in text for text in told + self.record.get("warnings", []))

  def may_have_been_accepted(self):
    # Success without a picture is a failure; the service took the request on all the same.
    succeeded = self.record.get("answer", {}).get("status", 0) in range(200, 300)
    return (self.state in ("saved", "unknown") or self.error.get("mayHaveBeenBilled", False)
            or succeeded or self.state == "cancelled" and "sentAt" in self.record)


def generations(store):
  """Those with a name; what lies under a hidden one was never begun."""
  found = []
  for folder, folders, _ in os.walk(os.path.join(store, "generations")):
    for name in list(folders):
      if re.match(r"^\d{8}T\d{6}Z-[0-9a-f]{8}$", name):
        found.append(Generation(os.path.join(folder, name)))
        folders.remove(name)
  return sorted(found, key=lambda one: one.id)


def temporaries(store):
  """Everything that is neither a record, a picture nor one of the store's own files."""
  found = []
  for folder, folders, names in os.walk(store):
    below = os.path.relpath(folder, store)
    found += [os.path.join(below, name) for name in names
              if name.endswith((".tmp", ".part")) or name == "cancel"]
    found += [os.path.join(below, name) for name in folders if name.startswith(".new-")]
  return found


def digest(path):
  with open(path, "rb") as file:
    return hashlib.file_digest(file, "sha256").hexdigest()


def whole_pictures(answer, ended=True):
  """SHA-256 of every picture that is whole in the bytes of an answer; unless `ended`, also of what
  comes before the answer's end. Ollama's own route has them as `image`, the others as `b64_json`."""
  end = rb'"' if ended else rb'(?:"|$)'
  texts = re.findall(rb'"(?:b64_json|image)":\s*"([A-Za-z0-9+/=]+)' + end, answer)
  return {hashlib.sha256(base64.b64decode(text)).hexdigest()
          for text in texts if len(text) % 4 == 0}


def holds_picture_bytes(answer):
  return re.search(rb'"(?:b64_json|image)":\s*"[A-Za-z0-9+/]|"url":\s*"http', answer) is not None


class Arrived:
  """What a folder held of an answer at one moment."""

  def __init__(self, generation, paid):
    self.answer = generation.answer
    self.whole = whole_pictures(self.answer) | set(generation.pictures.values())
    self.whole |= generation.part_hashes() & paid


def arrived(store, paid):
  return {one.id: Arrived(one, paid) for one in generations(store)}


def untruths(store, prompt, authorised, paid, accepted, before=None):
  """Every promise that the store breaks, as sentences.

  `authorised`: how many requests the user asked for. `paid`: hashes of what the services made for
  this prompt, `accepted`: how many they took on. `before`: what had arrived, by `arrived`.
  """
  found = [one for one in generations(store)]
  said = []
  for one in found:
    said += [f"{one.id}: {text}" for text in _generation(one, paid)]
  if accepted > authorised:
    said.append(f"{accepted} requests were accepted, {authorised} authorised")
  admitted = sum(one.may_have_been_accepted() for one in found if one.prompt == prompt)
  if accepted > admitted:
    said.append(f"{accepted} accepted, {admitted} records admit it: "
                + ", ".join(f"{one.state} ({one.error.get('code')})" for one in found))
  files = [value for one in found for value in one.pictures.values()]
  if len(files) != len(set(files)):
    said.append("two files hold the same picture")
  for id, then in (before or {}).items():
    said += _lost(id, then, [one for one in found if one.id == id])
  return said


def _generation(one, paid):
  if one.damage:
    return [one.damage]
  said = []
  if one.state in JOBS:
    said.append(f"it is still {one.state}")
  images = one.record.get("images", [])
  if one.state == "saved" and not images:
    said.append("saved without a picture")
  if images and one.state != "saved":
    said.append(f"it is {one.state} ({one.error.get('code')}) and has its pictures")
  for image in images:
    found = one.pictures.get(image["file"])
    if found is None:
      said.append(f"the record names {image['file']}, which is not there")
    elif found != image["sha256"]:
      said.append(f"{image['file']} is not what the record says")
    elif found not in paid:
      said.append(f"{image['file']} is not a picture of the ledger")
  for name in set(one.pictures) - {image["file"] for image in images}:
    if not name.endswith(".bin"):
      said.append(f"{name} is there and the record ({one.state}) does not name it")
  return said


def _lost(id, then, now):
  if not now:
    return [f"{id}: the folder has gone"]
  now, said = now[0], []
  named = {image["sha256"] for image in now.record.get("images", [])}
  kept = named & set(now.pictures.values())
  in_answer = whole_pictures(now.answer, ended=False)
  for digest in then.whole - kept - (in_answer if now.names_answer() else set()):
    where = ("in a file that the record does not name" if digest in now.pictures.values() else
             "in response.part, which the record does not name" if digest in in_answer else "gone")
    said.append(f"{id}: a whole picture had arrived and is {where} (state {now.state})")
  if holds_picture_bytes(then.answer) and not then.whole:
    if not now.answer.startswith(then.answer) and not kept:
      said.append(f"{id}: {len(then.answer)} bytes of an answer are gone (state {now.state})")
    elif not kept and not now.names_answer():
      said.append(f"{id}: part of a picture, or a link, is in response.part; the record "
                  f"({now.state}) does not name it")
  return said
