#define _GNU_SOURCE
#include "CTerminal.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

enum { limit = 16 };

static int read_end = -1, write_end = -1;
static int caught[limit], caught_count;
static struct sigaction before[limit];

/// Only write and errno: safe in a signal handler. A full pipe holds thousands of signals already.
static void note(int signal) {
  int saved = errno;
  unsigned char byte = (unsigned char)signal;
  ssize_t written = write(write_end, &byte, 1);
  (void)written;
  errno = saved;
}

int ct_signals_open(const int *signals, int count) {
  int ends[2];
  if (read_end >= 0 || pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  read_end = ends[0];
  write_end = ends[1];
  caught_count = count < limit ? count : limit;
  for (int i = 0; i < caught_count; i++) {
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    caught[i] = signals[i];
    sigaction(signals[i], &action, &before[i]);
  }
  return read_end;
}

void ct_signals_close(int has_hung_up) {
  if (read_end < 0) return;
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  for (int i = 0; i < caught_count; i++)
    sigaction(caught[i], caught[i] == SIGHUP && has_hung_up ? &ignore : &before[i], NULL);
  close(read_end);
  close(write_end);
  read_end = write_end = -1;
}

void ct_stop(void) {
  struct sigaction ignore = {.sa_handler = SIG_IGN}, standard = {.sa_handler = SIG_DFL};
  struct sigaction stop_before, continue_before;
  sigset_t stop, mask;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  // SIGCONT too: its handler would report the end of a stop that the caller knows of.
  sigaction(SIGCONT, &standard, &continue_before);
  sigaction(SIGTSTP, &ignore, &stop_before);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &standard, NULL);
  pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
  // To this thread, as a signal for the process may reach another one after this has returned.
  pthread_kill(pthread_self(), SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &stop_before, NULL);
  sigaction(SIGCONT, &continue_before, NULL);
}
