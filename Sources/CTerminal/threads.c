#define _GNU_SOURCE
#include "CTerminal.h"

#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// sched_setattr(2), which the C library has no name for.
struct attributes {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
};

enum { reset_on_fork = 1, slice_in_nanoseconds = 100000 };

enum { behind = 10 };

void ct_thread_give_way(void) {
  id_t self = (id_t)gettid();
  // A program that was started behind others stays there.
  if (getpriority(PRIO_PROCESS, self) < behind) setpriority(PRIO_PROCESS, self, behind);
}

void ct_thread_go_first(void) {
  struct attributes attributes = {
      .size = sizeof attributes, .flags = reset_on_fork, .runtime = slice_in_nanoseconds};
  attributes.nice = getpriority(PRIO_PROCESS, (id_t)gettid());
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}
