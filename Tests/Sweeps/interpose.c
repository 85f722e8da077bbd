// Counts the file-system calls of one program below one folder, writes them down, and ends the
// program or lets a call fail at a chosen one. For LD_PRELOAD.
// One file on purpose: most of it is one wrapper a call, and it is built by a single run of cc.
//
//   SWEEP_ROOT    the folder; calls elsewhere pass through uncounted
//   SWEEP_CALLS   "changes" (default: calls that change something) or "all" (also reading,
//                 locking and closing)
//   SWEEP_LOG     a file that gets one line a step: number, call, path [, second path or size]
//   SWEEP_CALL, SWEEP_PATH, SWEEP_COUNT
//                 the step that something happens at: the SWEEP_COUNT-th (from 1) of this call on
//                 a path, relative to the root, that matches this pattern of fnmatch(3)
//   SWEEP_KILL    ends the process by SIGKILL "before" that step, when it is "torn" (half of a
//                 write is done), or "after" it
//   SWEEP_ERRNO   lets that step fail with this error; 0 means a short write, of half its bytes
//   SWEEP_MORE    "one" (default), or which later steps fail as well: "same" (the same call),
//                 "space" (those that need space), "changes" (all that change something)
//
// Every call is made as a raw system call: nothing in here can come back to itself, and nothing
// needs the C library's own functions, except for opendir, which has state in user space.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CHANGES = 1, SPACE = 2 };
enum when { NEVER, BEFORE, TORN, AFTER };
enum more { ONE, SAME, NEEDS_SPACE, ALL_CHANGES };

static char root[PATH_MAX];
static size_t root_length;
static int counts_all, log_file = -1;
static const char *chosen_call, *chosen_path;
static long chosen_count, fail_errno = -1;
static enum when kill_when;
static enum more fail_more;
static atomic_long steps, matches;
static atomic_int is_dying, has_failed;

// What a step is to do.
struct verdict {
  int error;     // errno, 0 for none
  int halves;    // write only half of it
  int dies;      // end after it
};

static long number(const char *name) {
  const char *text = getenv(name);
  return text && *text ? strtol(text, NULL, 10) : -1;
}

static int is(const char *name, const char *word) {
  const char *text = getenv(name);
  return text && strcmp(text, word) == 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("SWEEP_ROOT");
  if (!folder || !*folder || strlen(folder) >= sizeof root) return;
  strcpy(root, folder);
  counts_all = is("SWEEP_CALLS", "all");
  chosen_call = getenv("SWEEP_CALL");
  chosen_path = getenv("SWEEP_PATH");
  chosen_count = number("SWEEP_COUNT");
  kill_when = is("SWEEP_KILL", "before") ? BEFORE : is("SWEEP_KILL", "torn") ? TORN
    : is("SWEEP_KILL", "after") ? AFTER : NEVER;
  fail_errno = number("SWEEP_ERRNO");
  fail_more = is("SWEEP_MORE", "same") ? SAME : is("SWEEP_MORE", "space") ? NEEDS_SPACE
    : is("SWEEP_MORE", "changes") ? ALL_CHANGES : ONE;
  const char *log = getenv("SWEEP_LOG");
  if (log && *log) {
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
    int file = (int)syscall(SYS_openat, AT_FDCWD, log, flags, 0600);
    if (file >= 0) {
      // Out of the way of the numbers that the program uses.
      log_file = (int)syscall(SYS_fcntl, file, F_DUPFD_CLOEXEC, 700);
      syscall(SYS_close, file);
    }
  }
  root_length = strlen(root);
}

__attribute__((noreturn)) static void die(void) {
  atomic_store(&is_dying, 1);
  syscall(SYS_kill, (long)syscall(SYS_getpid), SIGKILL);
  for (;;) syscall(SYS_pause);
}

// The path that a descriptor stands for; empty where there is none.
static void path_of(int descriptor, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = 0;
}

static void absolute(int folder, const char *name, char *path) {
  path[0] = 0;
  if (!name) return;
  if (name[0] == '/') {
    snprintf(path, PATH_MAX, "%s", name);
    return;
  }
  char base[PATH_MAX];
  if (folder != AT_FDCWD) {
    path_of(folder, base);
  } else if (syscall(SYS_getcwd, base, sizeof base) < 0) {
    return;
  }
  if (snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) path[0] = 0;
}

// The part below the root; NULL for what lies elsewhere.
static const char *below(const char *path) {
  if (!root_length || strncmp(path, root, root_length) != 0) return NULL;
  const char *rest = path + root_length;
  if (*rest == 0) return ".";
  return *rest == '/' ? rest + 1 : NULL;
}

static int is_chosen(const char *call, const char *path) {
  if (!chosen_call || !chosen_path || strcmp(call, chosen_call) != 0) return 0;
  if (fnmatch(chosen_path, path, FNM_PATHNAME | FNM_PERIOD) != 0) return 0;
  return atomic_fetch_add(&matches, 1) + 1 == chosen_count;
}

// Whether a step after the chosen one fails like it.
static int fails_too(const char *call, int kind) {
  if (!atomic_load(&has_failed)) return 0;
  switch (fail_more) {
  case SAME: return strcmp(chosen_call, call) == 0;
  case NEEDS_SPACE: return (kind & SPACE) != 0;
  case ALL_CHANGES: return (kind & CHANGES) != 0;
  default: return 0;
  }
}

static void note(long step, const char *call, const char *path, const char *second, long size) {
  if (log_file < 0) return;
  char line[2 * PATH_MAX + 100];
  int length = second ? snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\n", step, call, path, second)
    : snprintf(line, sizeof line, "%ld\t%s\t%s\t%ld\n", step, call, path, size);
  syscall(SYS_write, log_file, line, (size_t)length);
}

// Counts one call on `path`, which is absolute.
static struct verdict step(
  const char *call, int kind, const char *path, const char *second, long size
) {
  struct verdict verdict = {0, 0, 0};
  const char *shown = below(path);
  if (!shown && second) shown = below(second) ? path : NULL;
  if (!shown || !(kind & CHANGES || counts_all)) return verdict;
  while (atomic_load(&is_dying)) syscall(SYS_pause);
  long place = atomic_fetch_add(&steps, 1) + 1;
  const char *other = second ? below(second) : NULL;
  note(place, call, shown, other ? other : second, size);
  int here = is_chosen(call, shown);
  if (here && kill_when == BEFORE) die();
  if (here && kill_when != NEVER) {
    verdict.dies = 1;
    verdict.halves = kill_when == TORN;
  }
  if (fail_errno >= 0 && (here || fails_too(call, kind))) {
    if (here) atomic_store(&has_failed, 1);
    verdict.error = (int)fail_errno;
    verdict.halves = here && fail_errno == 0;
  }
  return verdict;
}

static struct verdict step_at(const char *call, int kind, int folder, const char *name) {
  char path[PATH_MAX];
  int error = errno;
  absolute(folder, name, path);
  struct verdict verdict = step(call, kind, path, NULL, 0);
  errno = error;
  return verdict;
}

static struct verdict step_on(const char *call, int kind, int descriptor, long size) {
  char path[PATH_MAX];
  int error = errno;
  path_of(descriptor, path);
  struct verdict verdict = step(call, kind, path, NULL, size);
  errno = error;
  return verdict;
}

static struct verdict step_both(
  const char *call, int from_folder, const char *from, int to_folder, const char *to
) {
  char first[PATH_MAX], second[PATH_MAX];
  int error = errno;
  absolute(from_folder, from, first);
  absolute(to_folder, to, second);
  struct verdict verdict = step(call, CHANGES | SPACE, first, second, 0);
  errno = error;
  return verdict;
}

// Makes the system call unless the verdict is an error.
#define PERFORM(JUDGED, MADE) \
  do { \
    struct verdict judged = (JUDGED); \
    if (judged.error) { \
      errno = judged.error; \
      return -1; \
    } \
    long result = (MADE); \
    if (judged.dies) die(); \
    return result; \
  } while (0)

// What 64-bit programs call is the same under two names.
#define ALIAS(name) __attribute__((alias(name)))

static int opened(int folder, const char *name, int flags, mode_t mode) {
  int kind = flags & (O_CREAT | O_TRUNC) ? CHANGES | SPACE : 0;
  const char *call = flags & O_CREAT ? "create" : flags & O_TRUNC ? "empty" : "open";
  PERFORM(step_at(call, kind, folder, name),
          syscall(SYS_openat, folder, name, flags | O_LARGEFILE, mode));
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list list; \
    va_start(list, flags); \
    mode = va_arg(list, mode_t); \
    va_end(list); \
  }

int open(const char *name, int flags, ...) {
  MODE(flags)
  return opened(AT_FDCWD, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...) {
  MODE(flags)
  return opened(folder, name, flags, mode);
}

int creat(const char *name, mode_t mode) {
  return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int __open_2(const char *name, int flags) { return opened(AT_FDCWD, name, flags, 0); }
int __openat_2(int folder, const char *name, int flags) { return opened(folder, name, flags, 0); }
int open64(const char *, int, ...) ALIAS("open");
int openat64(int, const char *, int, ...) ALIAS("openat");
int creat64(const char *, mode_t) ALIAS("creat");
int __open64_2(const char *, int) ALIAS("__open_2");
int __openat64_2(int, const char *, int) ALIAS("__openat_2");

DIR *opendir(const char *name) {
  static DIR *(*real)(const char *);
  if (!real) real = (DIR * (*)(const char *)) dlsym(RTLD_NEXT, "opendir");
  struct verdict verdict = step_at("opendir", 0, AT_FDCWD, name);
  if (verdict.error) {
    errno = verdict.error;
    return NULL;
  }
  return real(name);
}

// Writing.

static size_t part(struct verdict verdict, size_t count) {
  return verdict.halves ? (count + 1) / 2 : count;
}

ssize_t write(int file, const void *bytes, size_t count) {
  struct verdict verdict = step_on("write", CHANGES | SPACE, file, (long)count);
  PERFORM(verdict, syscall(SYS_write, file, bytes, part(verdict, count)));
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  struct verdict verdict = step_on("pwrite", CHANGES | SPACE, file, (long)count);
  PERFORM(verdict, syscall(SYS_pwrite64, file, bytes, part(verdict, count), place));
}

ssize_t writev(int file, const struct iovec *pieces, int count) {
  long size = 0;
  for (int index = 0; index < count; index++) size += (long)pieces[index].iov_len;
  struct verdict verdict = step_on("writev", CHANGES | SPACE, file, size);
  if (verdict.halves && count > 0)
    PERFORM(verdict, syscall(SYS_write, file, pieces[0].iov_base, part(verdict, pieces[0].iov_len)));
  PERFORM(verdict, syscall(SYS_writev, file, pieces, count));
}

ssize_t sendfile(int to, int from, off_t *place, size_t count) {
  PERFORM(step_on("sendfile", CHANGES | SPACE, to, (long)count),
          syscall(SYS_sendfile, to, from, place, count));
}

ssize_t copy_file_range(
  int from, off64_t *source, int to, off64_t *target, size_t count, unsigned flags
) {
  PERFORM(step_on("copy_file_range", CHANGES | SPACE, to, (long)count),
          syscall(SYS_copy_file_range, from, source, to, target, count, flags));
}

int fallocate(int file, int mode, off_t place, off_t count) {
  PERFORM(step_on("fallocate", CHANGES | SPACE, file, (long)count),
          syscall(SYS_fallocate, file, mode, place, count));
}

// As the C library's: the error is returned.
int posix_fallocate(int file, off_t place, off_t count) {
  return fallocate(file, 0, place, count) == 0 ? 0 : errno;
}

int fsync(int file) {
  PERFORM(step_on("fsync", CHANGES, file, 0), syscall(SYS_fsync, file));
}

int fdatasync(int file) {
  PERFORM(step_on("fdatasync", CHANGES, file, 0), syscall(SYS_fdatasync, file));
}

int ftruncate(int file, off_t length) {
  PERFORM(step_on("ftruncate", CHANGES, file, (long)length),
          syscall(SYS_ftruncate, file, length));
}

int truncate(const char *name, off_t length) {
  PERFORM(step_at("truncate", CHANGES, AT_FDCWD, name), syscall(SYS_truncate, name, length));
}

int fchmod(int file, mode_t mode) {
  PERFORM(step_on("fchmod", CHANGES, file, 0), syscall(SYS_fchmod, file, mode));
}

ssize_t pwrite64(int, const void *, size_t, off64_t) ALIAS("pwrite");
ssize_t sendfile64(int, int, off64_t *, size_t) ALIAS("sendfile");
int fallocate64(int, int, off64_t, off64_t) ALIAS("fallocate");
int posix_fallocate64(int, off64_t, off64_t) ALIAS("posix_fallocate");
int ftruncate64(int, off64_t) ALIAS("ftruncate");
int truncate64(const char *, off64_t) ALIAS("truncate");

// Reading and the rest of what changes nothing.

ssize_t read(int file, void *bytes, size_t count) {
  PERFORM(step_on("read", 0, file, (long)count), syscall(SYS_read, file, bytes, count));
}

ssize_t pread(int file, void *bytes, size_t count, off_t place) {
  PERFORM(step_on("pread", 0, file, (long)count),
          syscall(SYS_pread64, file, bytes, count, place));
}

ssize_t __read_chk(int file, void *bytes, size_t count, size_t room) {
  (void)room;
  return read(file, bytes, count);
}

ssize_t __pread_chk(int file, void *bytes, size_t count, off_t place, size_t room) {
  (void)room;
  return pread(file, bytes, count, place);
}

ssize_t pread64(int, void *, size_t, off64_t) ALIAS("pread");
ssize_t __pread64_chk(int, void *, size_t, off64_t, size_t) ALIAS("__pread_chk");

// A descriptor is gone whatever close says.
int close(int file) {
  struct verdict verdict = step_on("close", 0, file, 0);
  long result = syscall(SYS_close, file);
  if (verdict.dies) die();
  if (verdict.error) {
    errno = verdict.error;
    return -1;
  }
  return (int)result;
}

int flock(int file, int operation) {
  PERFORM(step_on("flock", 0, file, operation), syscall(SYS_flock, file, operation));
}

int access(const char *name, int mode) {
  PERFORM(step_at("access", 0, AT_FDCWD, name), syscall(SYS_faccessat, AT_FDCWD, name, mode));
}

// Names.

int mkdirat(int folder, const char *name, mode_t mode) {
  PERFORM(step_at("mkdir", CHANGES | SPACE, folder, name),
          syscall(SYS_mkdirat, folder, name, mode));
}

int unlinkat(int folder, const char *name, int flags) {
  PERFORM(step_at(flags & AT_REMOVEDIR ? "rmdir" : "unlink", CHANGES, folder, name),
          syscall(SYS_unlinkat, folder, name, flags));
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  PERFORM(step_both("rename", from_folder, from, to_folder, to),
          syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  PERFORM(step_both("link", from_folder, from, to_folder, to),
          syscall(SYS_linkat, from_folder, from, to_folder, to, flags));
}

int symlinkat(const char *target, int folder, const char *name) {
  PERFORM(step_at("symlink", CHANGES | SPACE, folder, name),
          syscall(SYS_symlinkat, target, folder, name));
}

int chmod(const char *name, mode_t mode) {
  PERFORM(step_at("chmod", CHANGES, AT_FDCWD, name),
          syscall(SYS_fchmodat, AT_FDCWD, name, mode));
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }
int symlink(const char *target, const char *name) { return symlinkat(target, AT_FDCWD, name); }

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  return renameat2(from_folder, from, to_folder, to, 0);
}
