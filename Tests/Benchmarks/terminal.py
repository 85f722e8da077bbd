"""A program on a pseudo-terminal that shows nothing and answers no question."""

import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

COLUMNS, ROWS = 110, 34


class Program:
  """A program on a terminal of 110×34, or of other columns and rows with cells of so many pixels;
  `started` is the moment of its exec, in seconds."""

  def __init__(self, arguments, environment, folder, size=(COLUMNS, ROWS), cell=(0, 0)):
    self.terminal, line = os.openpty()
    pixels = [count * side for count, side in zip(size, cell)]
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], *pixels))
    clock, child_clock = os.pipe()
    self.pid = os.fork()
    if self.pid == 0:
      self._become(arguments, environment, folder, line, child_clock)
    os.close(line)
    os.close(child_clock)
    self.started = struct.unpack("d", os.read(clock, 8))[0]
    os.close(clock)

  def _become(self, arguments, environment, folder, line, clock):
    try:
      os.setsid()
      fcntl.ioctl(line, termios.TIOCSCTTY, 0)
      for descriptor in range(3):
        os.dup2(line, descriptor)
      os.chdir(folder)
      os.write(clock, struct.pack("d", time.monotonic()))
      os.execvpe(arguments[0], arguments, environment)
    finally:
      os._exit(127)

  def read(self, timeout):
    """The next bytes and the moment they came; none after the timeout or at the end."""
    if not select.select([self.terminal], [], [], max(0, timeout))[0]:
      return b"", time.monotonic()
    try:
      return os.read(self.terminal, 65536), time.monotonic()
    except OSError:
      return b"", time.monotonic()

  def frame(self, marker, quiet=0.06, limit=20):
    """Waits for `marker` and then for silence.

    Answers the seconds from exec to the marker, to the last byte before the silence, and all
    bytes. The marker has to be what a program draws last in its first full frame.
    """
    output, seen, last = b"", None, self.started
    pattern = re.compile(marker)
    while time.monotonic() - self.started < limit:
      data, moment = self.read(quiet)
      if data:
        output, last = output + data, moment
        if seen is None and pattern.search(output):
          seen = moment
      elif seen is not None:
        return seen - self.started, last - self.started, output
    raise TimeoutError(f"no {marker!r} within {limit} s; the end of the output: {output[-400:]!r}")

  def settle(self, quiet=0.5, limit=60):
    """Reads until nothing has come for a while, or the program has ended; answers what came."""
    end, output = time.monotonic() + limit, b""
    while time.monotonic() < end and (data := self.read(quiet)[0]):
      output += data
    return output

  def finish(self):
    """Reads to the program's end. Answers the seconds from exec to it, those of all its processors
    together, and how many bytes came."""
    count = 0
    while data := self.read(60)[0]:
      count += len(data)
    usage = os.wait4(self.pid, 0)[2]
    ended = time.monotonic()
    os.close(self.terminal)
    return ended - self.started, usage.ru_utime + usage.ru_stime, count

  def key(self, text, quiet=0.02, limit=0.5):
    """Presses a key. Answers seconds to the first byte and to the last byte before a silence, and
    the bytes; None when nothing came."""
    pressed = time.monotonic()
    os.write(self.terminal, text.encode())
    data, first = self.read(limit)
    if not data:
      return None
    last, output = first, data
    while True:
      data, moment = self.read(quiet)
      if not data or moment - pressed > limit:
        return first - pressed, last - pressed, output
      last, output = moment, output + data

  def write(self, text):
    os.write(self.terminal, text.encode())

  def press(self, keys, pace):
    """Presses keys, one each `pace` seconds whatever is answered, and listens for `pace` after the
    last one, at least for half a second. Answers when each was pressed, and pieces of output with
    the moments at which they came."""
    begin, pressed, chunks = time.monotonic(), [], []
    while True:
      due = begin + len(pressed) * pace
      if len(pressed) < len(keys):
        if time.monotonic() >= due:
          pressed.append(time.monotonic())
          self.write(keys[len(pressed) - 1])
          continue
      else:
        due = max(due, begin + len(pressed) * pace - pace + 0.5)
        if time.monotonic() >= due:
          return pressed, chunks
      data, moment = self.read(due - time.monotonic())
      if data:
        chunks.append((moment, data))

  def rest(self, seconds):
    """Lets time pass; what comes is taken and forgotten."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
      self.read(end - time.monotonic())

  def end(self):
    """Hangs up and waits for the end; what takes more than five seconds is killed."""
    for pid in reversed(self.processes()):
      _signal(pid, signal.SIGTERM)
    end = time.monotonic() + 5
    while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
      if time.monotonic() > end:
        for pid in self.processes():
          _signal(pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        break
      self.read(0.01)
    os.close(self.terminal)

  def processes(self):
    """The program's process and all below it, parents first."""
    found = [self.pid]
    for pid in found:
      try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
          found += [int(number) for number in file.read().split()]
      except OSError:
        pass
    return found


def _signal(pid, number):
  try:
    os.kill(pid, number)
  except ProcessLookupError:
    pass
