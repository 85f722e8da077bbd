// The guardian: a small parent process that puts the terminal right when its child cannot.
//
// It is forked before the program has threads, allocates nothing, and takes its signals one by one
// with sigwaitinfo, so no code runs in a signal handler.
#define _GNU_SOURCE
#include "CTerminal.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/// Seen by both processes.
struct shared {
  volatile int is_dirty;
  /// 0 while `farewell` is being written: a crash then must not send half of it.
  _Atomic size_t farewell_count;
  char farewell[16384];
};

static struct shared *shared;
static pid_t guardian;

// Used by the guardian only.
static int tty;
static struct termios saved;
static pid_t child;
static const char *log_path;
static int is_child_stopped;

/// Keyboard protocol, mouse, focus, paste and synchronised update off, colours, character set,
/// scroll region, keypad and cursor as usual, back to the main screen.
static const char reset[] =
    "\033[<u\033[?1006l\033[?1002l\033[?1000l\033[?1004l\033[?2004l\033[?2026l"
    "\033[0m\033(B\017\033[r\033[?1l\033>\033[?25h\033[?1049l\033[0m\r";

static const char string_end[] = "\033\\";

static void write_all(int fd, const char *text, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, text, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text += written;
    count -= (size_t)written;
  }
}

/// Only while the terminal is the job's: in the background it belongs to the shell.
static void restore_terminal(void) {
  if (!shared->is_dirty || tcgetpgrp(tty) != getpgrp()) return;
  // An image under way, or any other string, would swallow what follows.
  write_all(tty, string_end, sizeof string_end - 1);
  write_all(tty, shared->farewell, shared->farewell_count);
  write_all(tty, reset, sizeof reset - 1);
  tcsetattr(tty, TCSANOW, &saved);
}

static void say(const char *what, const char *detail) {
  char text[1024];
  int count = snprintf(text, sizeof text, "easel %s%s. The terminal was restored.%s%s\n", what,
                       detail, log_path ? " Its log: " : "", log_path ? log_path : "");
  if (count >= (int)sizeof text) count = sizeof text - 1;
  if (count > 0) write_all(STDERR_FILENO, text, (size_t)count);
}

static void finish(int status) {
  restore_terminal();
  if (WIFSIGNALED(status)) {
    say("was ended by a signal: ", strsignal(WTERMSIG(status)));
    _exit(128 + WTERMSIG(status));
  }
  if (shared->is_dirty) say("ended without closing the screen", "");
  _exit(WEXITSTATUS(status));
}

/// Lets the shell see that the job is stopped. Without a shell above nobody would continue us.
static void follow_stop(void) {
  restore_terminal();
  if (getsid(0) != getpid()) kill(getpid(), SIGSTOP);
}

static void take_child_changes(void) {
  int status;
  while (waitpid(child, &status, WNOHANG | WUNTRACED | WCONTINUED) == child) {
    is_child_stopped = WIFSTOPPED(status);
    if (is_child_stopped)
      follow_stop();
    else if (!WIFCONTINUED(status))
      finish(status);
  }
}

/// A shell continues the whole group, child included; only a signal for us alone is to be passed on.
static void continue_child(void) {
  static const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
  nanosleep(&moment, NULL);
  take_child_changes();
  if (is_child_stopped) kill(child, SIGCONT);
}

static const int guarded_signals[] = {SIGTERM, SIGINT,  SIGQUIT, SIGHUP,  SIGCONT, SIGWINCH,
                                      SIGUSR1, SIGCHLD, SIGTSTP, SIGTTIN, SIGTTOU};

static void set_of_guarded(sigset_t *set) {
  sigemptyset(set);
  for (unsigned i = 0; i < sizeof guarded_signals / sizeof *guarded_signals; i++)
    sigaddset(set, guarded_signals[i]);
}

static void guard(const sigset_t *set) {
  for (;;) {
    siginfo_t info = {0};
    int number = sigwaitinfo(set, &info);
    // What the terminal's driver sends (si_code > 0), the child in the same group got as well.
    int is_for_child = info.si_code <= 0 && info.si_pid != child && info.si_pid != getpid();
    if (number == SIGCHLD)
      take_child_changes();
    else if (number == SIGUSR1 && info.si_pid == child)
      _exit(0);
    else if (number == SIGCONT)
      continue_child();
    else if (number > 0 && number != SIGUSR1 && is_for_child)
      kill(child, number);
  }
}

/// Swift's own crash handlers write over the screen and wait for a key: the guardian does better.
static void let_crashes_end_us(void) {
  static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV};
  for (unsigned i = 0; i < sizeof crashes / sizeof *crashes; i++) signal(crashes[i], SIG_DFL);
}

static void become_child(pid_t parent, const sigset_t *mask) {
  guardian = parent;
  close(tty);
#ifdef __linux__
  // A guardian that was killed cannot restore anything: then the child must close the screen.
  prctl(PR_SET_PDEATHSIG, SIGHUP);
#endif
  let_crashes_end_us();
  sigprocmask(SIG_SETMASK, mask, NULL);
}

int ct_guard_start(const char *log) {
  sigset_t set, mask;
  tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (tty < 0) return 0;
  void *page = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED || tcgetattr(tty, &saved) != 0) {
    close(tty);
    return 0;
  }
  shared = page;
  log_path = log;
  set_of_guarded(&set);
  sigprocmask(SIG_BLOCK, &set, &mask);
  signal(SIGCHLD, SIG_DFL);
  pid_t parent = getpid();
  child = fork();
  if (child == 0) {
    become_child(parent, &mask);
    return 1;
  }
  if (child < 0) {
    close(tty);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return 0;
  }
  guard(&set);
  return 0;
}

void ct_guard_set_dirty(int dirty) {
  if (shared) shared->is_dirty = dirty;
}

void ct_guard_set_farewell(const uint8_t *bytes, size_t count) {
  if (!shared) return;
  shared->farewell_count = 0;
  if (count > sizeof shared->farewell) return;
  memcpy(shared->farewell, bytes, count);
  shared->farewell_count = count;
}

void ct_guard_release(void) {
  ct_guard_set_dirty(0);
  // The guardian's end would hang us up, and without a terminal no hang-up means anything.
  signal(SIGHUP, SIG_IGN);
  setsid();
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; null >= 0 && fd < 3; fd++) dup2(null, fd);
  if (null > 2) close(null);
  if (guardian && getppid() == guardian) kill(guardian, SIGUSR1);
  guardian = 0;
}
