"""The ground that benchmarks stand on: a folder of their own and a plain environment."""

import contextlib
import os
import shutil
import subprocess
import tempfile

FOLDERS = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
           "XDG_RUNTIME_DIR")


class Ground:
  """Where one benchmark run keeps its files, and which binary it measures."""

  def __init__(self, root, easel):
    self.root = root
    self.easel = easel

  def path(self, *names):
    return os.path.join(self.root, *names)

  def environment(self, name, **changes):
    """Variables for one program: folders of its own, a colour terminal, no provider."""
    variables = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLORTERM": "truecolor",
                 "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    for folder in FOLDERS:
      variables[folder] = self.path(name, folder.lower())
      os.makedirs(variables[folder], mode=0o700, exist_ok=True)
    variables.update(changes)
    return variables


@contextlib.contextmanager
def ground(easel):
  """A fresh folder, gone at the end."""
  root = tempfile.mkdtemp(prefix="easel-benchmarks-")
  try:
    yield Ground(root, os.path.abspath(easel))
  finally:
    shutil.rmtree(root, ignore_errors=True)


def folder_of_files(ground, count):
  """A folder with so many small files."""
  folder = ground.path("files")
  if not os.path.isdir(folder):
    os.mkdir(folder)
    for number in range(count):
      with open(os.path.join(folder, f"file-{number:05}.txt"), "w") as file:
        file.write(f"{number}\n")
  return folder


def repository(ground, commits):
  """A git repository with so many commits, each of one small file."""
  folder = ground.path("repository")
  if not os.path.isdir(folder):
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, check=True,
                   input="".join(map(_commit, range(commits))).encode())
  return folder


def _commit(number):
  text = f"{number}\n"
  message = f"Change number {number} of a long history\n"
  return (f"commit refs/heads/main\n"
          f"committer A Person <person@example.org> {1700000000 + number * 60} +0000\n"
          f"data {len(message)}\n{message}"
          f"M 100644 inline file.txt\ndata {len(text)}\n{text}\n")
