// What of Linux is missing from Swift's view of the C library.
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000  // of the file that is open, openat(2)
#endif

// What clinux_identity says, by stat(2).
static inline int clinux_old_identity(int file, const char *path, uint64_t *device, uint64_t *inode) {
  struct stat facts;
  if ((path ? stat(path, &facts) : fstat(file, &facts)) != 0) return -1;
  *device = facts.st_dev;
  *inode = facts.st_ino;
  return 0;
}

// Which file a path leads to, or, without a path, which one is open. Unlike stat, it does not ask when the file was
// last changed: whoever asks makes Linux (since 6.13) note the time of the next change exactly, and some file systems
// then write it with each sync, beside the data. Returns 0, or -1 where there is no file.
static inline int clinux_identity(int file, const char *path, uint64_t *device, uint64_t *inode) {
  struct statx facts;
  int flags = path ? 0 : AT_EMPTY_PATH;
  if (syscall(SYS_statx, path ? AT_FDCWD : file, path ? path : "", flags, STATX_INO, &facts) != 0) {
    // Old containers know nothing of statx(2).
    if (errno == ENOSYS || errno == EPERM) return clinux_old_identity(file, path, device, inode);
    return -1;
  }
  *device = (uint64_t)facts.stx_dev_major << 32 | facts.stx_dev_minor;
  *inode = facts.stx_ino;
  return 0;
}
