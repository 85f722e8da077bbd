"""A store full of generations, each of the shape that the measured binary itself writes."""

import base64
import copy
import datetime
import glob
import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import urllib.request
import zlib

from simulator import Simulator

# Different ones in a store of paintings: each takes a moment to paint.
PAINTINGS = 40
WORDS = """lighthouse storm oil canvas heavy impasto low sun clouds winter fox snow harbour dawn red
door quiet street rain neon paper crane mountain lake mist glass garden copper owl forest lantern
""".split()


def environment(ground, **changes):
  """The variables of easel with the full store."""
  return ground.environment("full", **changes)


def fill(ground, count):
  """Makes the store with so many generations, and its index; answers easel's variables."""
  return _fill(ground, environment(ground), count, [_picture(blue) for blue in range(0, 256, 16)], 64)


def fill_with_paintings(ground, count, name="gallery", side=512, different=PAINTINGS):
  """A store in which each generation has a file of its own, of one of so many different
  paintings."""
  with Simulator(ground) as simulator:
    paintings = [_painting(simulator, number, side) for number in range(different)]
  pictures = [_numbered(paintings[number % different], number) for number in range(count)]
  return _fill(ground, ground.environment(name), count, pictures, side)


def _painting(simulator, number, side):
  words = random.Random(number).sample(WORDS, 6)
  wish = {"model": "x/z-image-turbo", "prompt": " ".join(words), "size": f"{side}x{side}",
          "response_format": "b64_json"}
  request = urllib.request.Request(
    f"{simulator.ollama}/v1/images/generations", json.dumps(wish).encode(),
    {"Content-Type": "application/json"})
  with urllib.request.urlopen(request) as answer:
    return base64.b64decode(json.load(answer)["data"][0]["b64_json"])


def _numbered(png, number):
  """The same picture as another file: with a number in a chunk before the end."""
  end = png[-12:]
  return png[:-12] + _chunk(b"tEXt", f"Number\0{number}".encode()) + end


def _fill(ground, variables, count, pictures, side):
  store = os.path.join(variables["XDG_DATA_HOME"], "easel")
  if os.path.isdir(store):
    return variables
  record, folder = _real_generation(ground, variables, store)
  shutil.rmtree(folder)
  numbers = random.Random(1)
  newest = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
  lines = []
  for number in range(count):
    # Ten a day or so, as of somebody who likes the program.
    made = newest - datetime.timedelta(minutes=144 * number)
    picture = pictures[number % len(pictures)]
    lines.append(_write(store, record, made, number, picture, side, numbers))
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


def _write(store, record, made, number, picture, side, numbers):
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
  own["images"][0].update(
    bytes=len(picture), width=side, height=side, sha256=hashlib.sha256(picture).hexdigest())
  with open(f"{folder}/generation.json", "w") as file:
    json.dump(own, file, indent=2)
  return f"c {name}\n"


def _picture(blue):
  """A PNG file of 64×64 pixels, a plain gradient."""
  rows = b"".join(
    b"\0" + bytes(value for x in range(64) for value in (x * 4, y * 4, blue)) for y in range(64))
  header = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
  chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
  return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind, data):
  return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
