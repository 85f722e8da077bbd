// What Swift's Glibc lacks.
#include <malloc.h>

// Declared for _GNU_SOURCE alone. Linux 4.14.
#include <sys/uio.h>

ssize_t preadv2(int file, const struct iovec *parts, int count, off_t offset, int flags);

#ifndef RWF_NOWAIT
#define RWF_NOWAIT 0x00000008
#endif
