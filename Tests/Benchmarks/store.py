"""A store full of generations, each of the shape that the measured binary itself writes."""

import copy
import datetime
import glob
import json
import os
import random
import shutil
import struct
import subprocess
import zlib

from simulator import Simulator

WORDS = """lighthouse storm oil canvas heavy impasto low sun clouds winter fox snow harbour dawn red
door quiet street rain neon paper crane mountain lake mist glass garden copper owl forest lantern
""".split()


def environment(ground, **changes):
  """The variables of easel with the full store."""
  return ground.environment("full", **changes)


def fill(ground, count):
  """Makes the store with so many generations, and its index; answers easel's variables."""
  variables = environment(ground)
  store = os.path.join(variables["XDG_DATA_HOME"], "easel")
  if os.path.isdir(store):
    return variables
  record, folder = _real_generation(ground, variables, store)
  shutil.rmtree(folder)
  pictures, numbers = [_picture(blue) for blue in range(0, 256, 16)], random.Random(1)
  newest = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
  lines = []
  for number in range(count):
    # Ten a day or so, as of somebody who likes the program.
    made = newest - datetime.timedelta(minutes=144 * number)
    picture = pictures[number % len(pictures)]
    lines.append(_write(store, record, made, number, picture, numbers))
  with open(os.path.join(store, "journal"), "a") as journal:
    journal.writelines(reversed(lines))
  forget_index(variables)
  warm_index(ground, variables)
  return variables


def forget_index(variables):
  """Deletes the index, as anybody may at any time."""
  shutil.rmtree(os.path.join(variables["XDG_CACHE_HOME"], "easel"), ignore_errors=True)


def warm_index(ground, variables):
  """Lets easel index everything: the list of jobs needs all generations to be known."""
  subprocess.run([ground.easel, "jobs", "--json"], env=variables, check=True,
                 stdout=subprocess.DEVNULL)


def _real_generation(ground, variables, store):
  with Simulator(ground) as simulator:
    subprocess.run(
      [ground.easel, "generate", "--provider", "ollama", "--model", "x/z-image-turbo",
       "--size", "1024x1024", "--quiet", "a lighthouse in a storm"],
      env={**variables, "OLLAMA_HOST": simulator.ollama}, check=True, stdout=subprocess.DEVNULL)
  path, = glob.glob(f"{store}/generations/*/*/*/*/generation.json")
  with open(path) as file:
    return json.load(file), os.path.dirname(path)


def _write(store, record, made, number, picture, numbers):
  name = f"{made:%Y%m%dT%H%M%SZ}-{numbers.getrandbits(32):08x}"
  folder = f"{store}/generations/{made:%Y/%m/%d}/{name}"
  os.makedirs(folder, mode=0o700)
  with open(f"{folder}/1.png", "wb") as file:
    file.write(picture)
  own = copy.deepcopy(record)
  own["id"] = name
  for moment in ("createdAt", "sentAt", "finishedAt"):
    own[moment] = f"{made:%Y-%m-%dT%H:%M:%S}.000Z"
  own["request"]["prompt"] = f"{' '.join(numbers.sample(WORDS, 8))}, number {number}"
  own["request"]["requestID"] = f"benchmark-{number}"
  own["images"][0].update(bytes=len(picture), width=64, height=64)
  with open(f"{folder}/generation.json", "w") as file:
    json.dump(own, file, indent=2)
  return f"c {name}\n"


def _picture(blue):
  """A PNG file of 64×64 pixels, a plain gradient."""
  rows = b"".join(
    b"\0" + bytes(value for x in range(64) for value in (x * 4, y * 4, blue)) for y in range(64))
  header = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
  chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
  return b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    for kind, data in chunks)
