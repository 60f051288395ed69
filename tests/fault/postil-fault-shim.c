/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A disk that fails, for LD_PRELOAD: the n-th of one kind of call on a file below a folder does
 * not do its work. Any thread; all it keeps is a counter.
 *
 *   POSTIL_FAULT_PATH    calls on files elsewhere are left alone
 *   POSTIL_FAULT_CALL    open read write fsync fdatasync rename ftruncate close
 *   POSTIL_FAULT_N       which of them, from 1; 0: only count them, and say how many at the end
 *   POSTIL_FAULT_ERRNO   what it fails with, a number
 *   POSTIL_FAULT_SHORT   1: a write does half of its work instead, and then the next one fails
 *   POSTIL_FAULT_STICKY  1: all later ones fail as well
 *   POSTIL_FAULT_ALSO    another kind of call, which fails always
 *   POSTIL_FAULT_CLOCK   seconds that the clock of the day is ahead */

/* The names must be the plain ones: open is not to become open64 by a macro. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#undef _GNU_SOURCE
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);

static atomic_long n_calls;

static long
get_number (const char *name)
{
  const char *value = getenv (name);

  return value != NULL ? strtol (value, NULL, 10) : 0;
}

static int
is_below (const char *path)
{
  const char *prefix = getenv ("POSTIL_FAULT_PATH");

  return prefix != NULL && path != NULL && strncmp (path, prefix, strlen (prefix)) == 0;
}

static int
is_fd_below (int fd)
{
  char link[64], path[4096];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return 0;
  path[length] = '\0';
  return is_below (path);
}

/* 0: do the work; else 1 for the first failure, 2 for a later one. */
static int
must_fail (const char *call)
{
  const char *wanted = getenv ("POSTIL_FAULT_CALL");
  const char *also = getenv ("POSTIL_FAULT_ALSO");
  long nth = get_number ("POSTIL_FAULT_N");
  long count;

  if (also != NULL && strcmp (also, call) == 0)
    return 2;
  if (wanted == NULL || strcmp (wanted, call) != 0)
    return 0;
  count = atomic_fetch_add (&n_calls, 1) + 1;
  if (nth == 0 || count < nth)
    return 0;
  if (count == nth)
    return 1;
  if (get_number ("POSTIL_FAULT_STICKY") != 0)
    return 2;
  return get_number ("POSTIL_FAULT_SHORT") != 0 && count == nth + 1 ? 2 : 0;
}

static int
fails (const char *call)
{
  if (must_fail (call) == 0)
    return 0;
  errno = (int) get_number ("POSTIL_FAULT_ERRNO");
  return 1;
}

static void *
find (const char *name)
{
  void *symbol = dlsym (RTLD_NEXT, name);

  if (symbol == NULL)
    abort ();
  return symbol;
}

__attribute__ ((destructor)) static void
tell_count (void)
{
  if (getenv ("POSTIL_FAULT_CALL") != NULL && get_number ("POSTIL_FAULT_N") == 0)
    dprintf (STDERR_FILENO, "fault-count %ld\n", atomic_load (&n_calls));
}

#define DEFINE_OPEN(name)                                                    \
  int                                                                        \
  name (const char *path, int flags, ...)                                    \
  {                                                                          \
    int (*real) (const char *, int, ...) = find (#name);                     \
    mode_t mode = 0;                                                         \
                                                                             \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0)                                \
      {                                                                      \
        va_list arguments;                                                   \
                                                                             \
        va_start (arguments, flags);                                         \
        mode = va_arg (arguments, mode_t);                                   \
        va_end (arguments);                                                  \
      }                                                                      \
    return is_below (path) && fails ("open") ? -1 : real (path, flags, mode); \
  }

DEFINE_OPEN (open)
DEFINE_OPEN (open64)

#define DEFINE_OPENAT(name)                                                  \
  int                                                                        \
  name (int folder, const char *path, int flags, ...)                        \
  {                                                                          \
    int (*real) (int, const char *, int, ...) = find (#name);                \
    mode_t mode = 0;                                                         \
                                                                             \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0)                                \
      {                                                                      \
        va_list arguments;                                                   \
                                                                             \
        va_start (arguments, flags);                                         \
        mode = va_arg (arguments, mode_t);                                   \
        va_end (arguments);                                                  \
      }                                                                      \
    return is_below (path) && fails ("open") ? -1 : real (folder, path, flags, mode); \
  }

DEFINE_OPENAT (openat)
DEFINE_OPENAT (openat64)

int
__open_2 (const char *path, int flags)
{
  int (*real) (const char *, int) = find ("__open_2");

  return is_below (path) && fails ("open") ? -1 : real (path, flags);
}

int
__open64_2 (const char *path, int flags)
{
  int (*real) (const char *, int) = find ("__open64_2");

  return is_below (path) && fails ("open") ? -1 : real (path, flags);
}

ssize_t
read (int fd, void *data, size_t length)
{
  ssize_t (*real) (int, void *, size_t) = find ("read");

  return is_fd_below (fd) && fails ("read") ? -1 : real (fd, data, length);
}

ssize_t
write (int fd, const void *data, size_t length)
{
  ssize_t (*real) (int, const void *, size_t) = find ("write");
  int failure = is_fd_below (fd) ? must_fail ("write") : 0;

  if (failure == 1 && length > 1 && get_number ("POSTIL_FAULT_SHORT") != 0)
    return real (fd, data, length / 2);
  if (failure != 0)
    {
      errno = (int) get_number ("POSTIL_FAULT_ERRNO");
      return -1;
    }
  return real (fd, data, length);
}

ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  ssize_t (*real) (int, const void *, size_t, off_t) = find ("pwrite");

  return is_fd_below (fd) && fails ("write") ? -1 : real (fd, data, length, offset);
}

int
fsync (int fd)
{
  int (*real) (int) = find ("fsync");

  return is_fd_below (fd) && fails ("fsync") ? -1 : real (fd);
}

int
fdatasync (int fd)
{
  int (*real) (int) = find ("fdatasync");

  return is_fd_below (fd) && fails ("fdatasync") ? -1 : real (fd);
}

int
rename (const char *from, const char *to)
{
  int (*real) (const char *, const char *) = find ("rename");

  return is_below (to) && fails ("rename") ? -1 : real (from, to);
}

int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  int (*real) (int, const char *, int, const char *) = find ("renameat");

  return is_below (to) && fails ("rename") ? -1 : real (from_folder, from, to_folder, to);
}

int
ftruncate (int fd, off_t length)
{
  int (*real) (int, off_t) = find ("ftruncate");

  return is_fd_below (fd) && fails ("ftruncate") ? -1 : real (fd, length);
}

int
ftruncate64 (int fd, off64_t length)
{
  int (*real) (int, off64_t) = find ("ftruncate64");

  return is_fd_below (fd) && fails ("ftruncate") ? -1 : real (fd, length);
}

/* The file is closed all the same, as by the kernel. */
int
close (int fd)
{
  int (*real) (int) = find ("close");
  int is_ours = is_fd_below (fd);
  int result = real (fd);

  return is_ours && fails ("close") ? -1 : result;
}

int
clock_gettime (clockid_t clock, struct timespec *time)
{
  int (*real) (clockid_t, struct timespec *) = find ("clock_gettime");
  int result = real (clock, time);

  if (clock == CLOCK_REALTIME)
    time->tv_sec += get_number ("POSTIL_FAULT_CLOCK");
  return result;
}

int
gettimeofday (struct timeval *restrict time, void *restrict zone)
{
  int (*real) (struct timeval *, void *) = find ("gettimeofday");
  int result = real (time, zone);

  time->tv_sec += get_number ("POSTIL_FAULT_CLOCK");
  return result;
}
