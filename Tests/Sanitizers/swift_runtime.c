// Tells the thread sanitizer what the runtime of Swift 6.3 synchronises inside libraries that are
// not instrumented: contended locks, resumed continuations, and objects that are changed in place
// once everybody else has let go of them. Without it each of these is reported as a race; real ones
// are found with it as well. For LD_PRELOAD; see .github/CONTRIBUTING.md.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

// Absent in processes without the sanitizer, which a test may start.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));
extern void *swift_task_getCurrent(void) __attribute__((weak));

static void acquire(void *address) {
  if (__tsan_acquire && address) __tsan_acquire(address);
}

static void release(void *address) {
  if (__tsan_release && address) __tsan_release(address);
}

// The runtime's own function of this name. Threads that look it up at once all find the same one.
#define REAL(type, name)                                    \
  static type real;                                         \
  if (!real) real = (type)dlsym(RTLD_NEXT, name)

#define SWIFT __attribute__((swiftcall))
#define ASYNC __attribute__((swiftasynccall))
#define SELF __attribute__((swift_context))

// Mutex: what nobody waits for is inlined and seen; the rest is here.

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*lock_function)(uint32_t thread, SELF void *handle);
typedef SWIFT void (*unlock_function)(SELF void *handle);

SWIFT void lock_slowly(uint32_t thread, SELF void *handle) __asm__(LOCK);
SWIFT void unlock_slowly(SELF void *handle) __asm__(UNLOCK);

SWIFT void lock_slowly(uint32_t thread, SELF void *handle) {
  REAL(lock_function, LOCK);
  real(thread, handle);
  acquire(handle);
}

SWIFT void unlock_slowly(SELF void *handle) {
  REAL(unlock_function, UNLOCK);
  release(handle);
  real(handle);
}

// Continuations: one that was resumed before its task awaits it goes by no queue.

typedef ASYNC void (*await_function)(void *context);
typedef SWIFT void (*resume_function)(void *task);
typedef SWIFT void (*fail_function)(void *task, void *error);

ASYNC void swift_continuation_await(void *context) {
  REAL(await_function, "swift_continuation_await");
  if (swift_task_getCurrent) acquire(swift_task_getCurrent());
  __attribute__((musttail)) return real(context);
}

SWIFT void swift_continuation_resume(void *task) {
  REAL(resume_function, "swift_continuation_resume");
  release(task);
  real(task);
}

SWIFT void swift_continuation_throwingResume(void *task) {
  REAL(resume_function, "swift_continuation_throwingResume");
  release(task);
  real(task);
}

SWIFT void swift_continuation_throwingResumeWithError(void *task, void *error) {
  REAL(fail_function, "swift_continuation_throwingResumeWithError");
  release(task);
  real(task, error);
}

// References: whoever finds that it holds the only one follows all who let go.

typedef void (*release_function)(void *object);
typedef bool (*unique_function)(void *object);

void swift_release(void *object) {
  REAL(release_function, "swift_release");
  // Immortal objects and small values in the place of a reference have the sign bit.
  if ((intptr_t)object > 0) release(object);
  real(object);
}

bool swift_isUniquelyReferenced_native(void *object) {
  REAL(unique_function, "swift_isUniquelyReferenced_native");
  bool is_unique = real(object);
  if (is_unique) acquire(object);
  return is_unique;
}

bool swift_isUniquelyReferenced_nonNull_native(void *object) {
  REAL(unique_function, "swift_isUniquelyReferenced_nonNull_native");
  bool is_unique = real(object);
  if (is_unique) acquire(object);
  return is_unique;
}
