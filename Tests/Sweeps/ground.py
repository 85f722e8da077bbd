"""The ground that sweeps stand on: a folder in memory, homes in it, and the binary."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time

FOLDERS = {"HOME": "home", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config",
           "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run"}


class Run:
  """What one run of the program left behind; `status` is negative after a signal."""

  def __init__(self, status, output, errors, seconds):
    self.status, self.output, self.errors, self.seconds = status, output, errors, seconds


class Ground:
  """Where one sweep keeps its files, and which binary it tries."""

  def __init__(self, root, easel):
    self.root = root
    self.easel = easel

  def home(self, name, services=None):
    return Home(self, os.path.join(self.root, name), services or {})

  def knows(self, command):
    """Whether this binary has a subcommand."""
    help = subprocess.run([self.easel, "help"], capture_output=True, text=True).stdout
    return any(line.split()[:1] == [command] for line in help.splitlines())


class Home:
  """One user's folders, with the program's variables and nothing else."""

  def __init__(self, ground, root, services):
    self.ground = ground
    self.root = root
    self.services = services
    self.clear()

  @property
  def store(self):
    return os.path.join(self.root, "data", "easel")

  def folder(self, name):
    return os.path.join(self.root, name)

  def clear(self):
    shutil.rmtree(self.root, ignore_errors=True)
    for name in FOLDERS.values():
      os.makedirs(self.folder(name), mode=0o700)

  def snapshot(self):
    """Keeps the folders as they are; `restore` brings them back to the same place."""
    shutil.rmtree(self.root + ".kept", ignore_errors=True)
    shutil.copytree(self.root, self.root + ".kept", symlinks=True)

  def restore(self):
    shutil.rmtree(self.root, ignore_errors=True)
    shutil.copytree(self.root + ".kept", self.root, symlinks=True)

  def environment(self, **changes):
    variables = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
                 "TZ": "UTC"}
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables.update({name: self.folder(folder) for name, folder in FOLDERS.items()})
    variables.update(self.services)
    variables.update(changes)
    return variables

  def run(self, *arguments, timeout=60, **variables):
    """Runs easel to its end. One that does not end is killed, and its status is `None`."""
    began = time.monotonic()
    process = subprocess.Popen(
      [self.ground.easel, *arguments], env=self.environment(**variables), cwd=self.root,
      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
      output, errors = process.communicate(timeout=timeout)
      status = process.returncode
    except subprocess.TimeoutExpired:
      process.kill()
      output, errors = process.communicate()
      status = None
    return Run(status, output.decode(errors="replace"), errors.decode(errors="replace"),
               time.monotonic() - began)


@contextlib.contextmanager
def ground(easel):
  """A fresh folder, in memory where there is room, gone at the end."""
  memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
  root = os.path.realpath(tempfile.mkdtemp(prefix="easel-sweeps-", dir=memory))
  try:
    yield Ground(root, os.path.abspath(easel))
  finally:
    shutil.rmtree(root, ignore_errors=True)
