/* Owns the seam at which a program's changes to a folder fail: loaded before it, this library counts the calls that change what
 * lies below FAIL_BELOW, and has the FAIL_AT-th one fail as FAIL_HOW says:
 *   once   with EIO, the next ones succeed
 *   full   the disk is full: a write is cut in half, and all that follows but deleting fails with ENOSPC
 *   short  a write is cut in half, the next ones succeed (other calls are not changed)
 * The name of that call is written to FAIL_SAY.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum fate { LIVES, FAILS, HALVED };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static long calls;

static int lies_below(const char *path) {
    const char *folder = getenv("FAIL_BELOW");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_of_folder(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = REAL(readlink)(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return lies_below(path);
}

static void say(const char *name) {
    const char *file = getenv("FAIL_SAY");
    int fd = file ? REAL(open)(file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd < 0) return;
    (void)!REAL(write)(fd, name, strlen(name));
    REAL(close)(fd);
}

static enum fate judge(const char *name, int is_write, int deletes) {
    const char *at = getenv("FAIL_AT"), *how = getenv("FAIL_HOW");
    if (!at || !how) return LIVES;
    long wanted = atol(at);
    pthread_mutex_lock(&turn);
    long call = ++calls;
    pthread_mutex_unlock(&turn);
    if (call < wanted) return LIVES;
    if (call == wanted) say(name);
    if (strcmp(how, "full") == 0) {
        if (deletes) return LIVES;
        errno = ENOSPC;
        return call == wanted && is_write ? HALVED : FAILS;
    }
    if (call > wanted) return LIVES;
    if (strcmp(how, "short") == 0) return is_write ? HALVED : LIVES;
    errno = EIO;
    return FAILS;
}

#define JUDGE(name, is_write, deletes, mine, real) \
    if (mine && judge(name, is_write, deletes) == FAILS) return -1; \
    return real

/* A write of a single byte cannot be halved. */
static size_t cut(enum fate fate, size_t count) { return fate == HALVED && count > 1 ? count / 2 : count; }

ssize_t write(int fd, const void *bytes, size_t count) {
    enum fate fate = is_of_folder(fd) ? judge("write", 1, 0) : LIVES;
    return fate == FAILS ? -1 : REAL(write)(fd, bytes, cut(fate, count));
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    enum fate fate = is_of_folder(fd) ? judge("pwrite", 1, 0) : LIVES;
    return fate == FAILS ? -1 : REAL(pwrite)(fd, bytes, cut(fate, count), at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    enum fate fate = is_of_folder(fd) ? judge("pwrite", 1, 0) : LIVES;
    return fate == FAILS ? -1 : REAL(pwrite64)(fd, bytes, cut(fate, count), at);
}
ssize_t writev(int fd, const struct iovec *parts, int count) { JUDGE("writev", 0, 0, is_of_folder(fd), REAL(writev)(fd, parts, count)); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    JUDGE("copy", 0, 0, is_of_folder(out), REAL(copy_file_range)(in, from, out, to, count, flags));
}
int fsync(int fd) { JUDGE("fsync", 0, 0, is_of_folder(fd), REAL(fsync)(fd)); }
int fdatasync(int fd) { JUDGE("fdatasync", 0, 0, is_of_folder(fd), REAL(fdatasync)(fd)); }
int ftruncate(int fd, off_t length) { JUDGE("ftruncate", 0, 0, is_of_folder(fd), REAL(ftruncate)(fd, length)); }
int ftruncate64(int fd, off64_t length) { JUDGE("ftruncate", 0, 0, is_of_folder(fd), REAL(ftruncate64)(fd, length)); }
int rename(const char *from, const char *to) { JUDGE("rename", 0, 0, lies_below(to), REAL(rename)(from, to)); }
int mkdir(const char *path, mode_t mode) { JUDGE("mkdir", 0, 0, lies_below(path), REAL(mkdir)(path, mode)); }
int unlink(const char *path) { JUDGE("unlink", 0, 1, lies_below(path), REAL(unlink)(path)); }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        JUDGE("open", 0, 0, (flags & O_CREAT) && lies_below(path), REAL(name)(path, flags, mode)); \
    }
OPEN(open)
OPEN(open64)
