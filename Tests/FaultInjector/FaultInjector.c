#if defined(__linux__)

#define _GNU_SOURCE
#include "FaultInjector.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct {
    ino_t file;
    struct timespec changed;
    char call[16];
    long number;
    char what[16];
    long seen;
} order;

// Reads the order where there is a new one. Returns whether there is any.
static int read_order(const char *path) {
    struct stat facts;
    if (stat(path, &facts) != 0) {
        order.file = 0;
        return 0;
    }
    if (order.file == facts.st_ino && order.changed.tv_sec == facts.st_mtim.tv_sec &&
        order.changed.tv_nsec == facts.st_mtim.tv_nsec) return 1;
    char line[64] = {0};
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return 0;
    ssize_t length = read(file, line, sizeof line - 1);
    close(file);
    if (length <= 0 || sscanf(line, "%15s %ld %15s", order.call, &order.number, order.what) != 3) return 0;
    order.file = facts.st_ino;
    order.changed = facts.st_mtim;
    order.seen = 0;
    return 1;
}

static void note(const char *order_path, const char *call, const char *path) {
    char name[PATH_MAX], line[PATH_MAX];
    snprintf(name, sizeof name, "%s.log", order_path);
    const char *last = strrchr(path, '/');
    int length = snprintf(line, sizeof line, "%s %s\n", call, last ? last + 1 : path);
    int file = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return;
    if (length > 0) syscall(SYS_write, file, line, (size_t)length);
    close(file);
}

enum { PASS = 0, KILL_AFTER = -1, SHORT = -2 };

// Decides about one call: PASS, KILL_AFTER, SHORT, or the error number with which it is to fail.
static int decide(const char *call, const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    const char *order_path = getenv("FAULT_ORDER");
    if (!folder || !order_path || strncmp(path, folder, strlen(folder)) != 0) return PASS;
    int before = errno, decision = PASS;
    pthread_mutex_lock(&lock);
    if (read_order(order_path) && (!strcmp(order.call, "any") || !strcmp(order.call, call))) {
        order.seen += 1;
        note(order_path, call, path);
        if (order.number == 0 || order.number == order.seen) {
            if (!strcmp(order.what, "kill")) kill(getpid(), SIGKILL);
            if (!strcmp(order.what, "killAfter")) decision = KILL_AFTER;
            else if (!strcmp(order.what, "short")) decision = SHORT;
            else decision = atoi(order.what);
        }
    }
    pthread_mutex_unlock(&lock);
    errno = before;
    return decision;
}

static int decide_open(const char *call, int file) {
    char link[32], path[PATH_MAX] = {0};
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    return length > 0 ? decide(call, path) : PASS;
}

static size_t taken(int decision, size_t count) { return decision == SHORT && count > 1 ? count / 2 : count; }

static void after(int decision) {
    if (decision == KILL_AFTER) kill(getpid(), SIGKILL);
}

// Each function decides, fails or does what the system's own of that name does.
#define REPLACE(type, name, parameters, arguments, decision)                     \
    type name parameters {                                                       \
        static type(*own) parameters;                                            \
        if (!own) own = (type(*) parameters)dlsym(RTLD_NEXT, #name);             \
        int decided = decision;                                                  \
        if (decided > 0) {                                                       \
            errno = decided;                                                     \
            return -1;                                                           \
        }                                                                        \
        type result = own arguments;                                             \
        after(decided);                                                          \
        return result;                                                           \
    }

REPLACE(ssize_t, write, (int file, const void *bytes, size_t count), (file, bytes, taken(decided, count)),
        decide_open("write", file))
REPLACE(ssize_t, pwrite, (int file, const void *bytes, size_t count, off_t at), (file, bytes, taken(decided, count), at),
        decide_open("write", file))
REPLACE(ssize_t, pwrite64, (int file, const void *bytes, size_t count, off64_t at), (file, bytes, taken(decided, count), at),
        decide_open("write", file))
REPLACE(int, fsync, (int file), (file), decide_open("fsync", file))
REPLACE(int, fdatasync, (int file), (file), decide_open("fsync", file))
REPLACE(int, rename, (const char *from, const char *to), (from, to), decide("rename", to))
REPLACE(int, link, (const char *from, const char *to), (from, to), decide("link", to))
REPLACE(int, unlink, (const char *path), (path), decide("unlink", path))
REPLACE(int, mkdir, (const char *path, mode_t mode), (path, mode), decide("mkdir", path))

#endif
