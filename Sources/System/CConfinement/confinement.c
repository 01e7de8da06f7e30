#define _GNU_SOURCE
#include "CConfinement.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// MARK: The system call filter

const uint64_t cconfinement_thread_flag = CLONE_THREAD;
const uint64_t cconfinement_executable_flag = PROT_EXEC;

// libseccomp's context is a void pointer.
cconfinement_filter *cconfinement_filter_new(void) { return seccomp_init(SCMP_ACT_ERRNO(EPERM)); }

void cconfinement_filter_free(cconfinement_filter *filter) { seccomp_release(filter); }

static int add(cconfinement_filter *filter, uint32_t action, const char *call, unsigned count,
               const struct scmp_arg_cmp *conditions) {
    int number = seccomp_syscall_resolve_name(call);
    return number < 0 ? 0 : -seccomp_rule_add_array(filter, action, number, count, conditions);
}

int cconfinement_allow(cconfinement_filter *filter, const char *call) {
    return add(filter, SCMP_ACT_ALLOW, call, 0, NULL);
}

int cconfinement_allow_masked(cconfinement_filter *filter, const char *call, unsigned argument, uint64_t mask, uint64_t value) {
    struct scmp_arg_cmp condition = {argument, SCMP_CMP_MASKED_EQ, mask, value};
    return add(filter, SCMP_ACT_ALLOW, call, 1, &condition);
}

int cconfinement_hide(cconfinement_filter *filter, const char *call) {
    return add(filter, SCMP_ACT_ERRNO(ENOSYS), call, 0, NULL);
}

int cconfinement_filter_load(cconfinement_filter *filter) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    int status = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    return -(status != 0 ? status : seccomp_load(filter));
}

// MARK: Memory

int cconfinement_shared_memory(size_t count, int read_only_elsewhere, int *descriptor, void **base) {
    int file = memfd_create("storeproof", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return errno;
    int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL | (read_only_elsewhere ? F_SEAL_FUTURE_WRITE : 0);
    void *mapped = MAP_FAILED;
    if (ftruncate(file, (off_t)count) == 0) mapped = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED || fcntl(file, F_ADD_SEALS, seals) != 0) {
        int error = errno;
        if (mapped != MAP_FAILED) munmap(mapped, count);
        close(file);
        return error;
    }
    *descriptor = file;
    *base = mapped;
    return 0;
}

int cconfinement_map(int descriptor, int writable, size_t *count, void **base) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return errno;
    void *mapped =
        mmap(NULL, (size_t)status.st_size, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, 0);
    if (mapped == MAP_FAILED) return errno;
    *count = (size_t)status.st_size;
    *base = mapped;
    return 0;
}

void cconfinement_prefer_large_pages(void *base, size_t count) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t first = ((uintptr_t)base + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)base + count) / page * page;
    if (first < end) madvise((void *)first, end - first, MADV_HUGEPAGE);
}

void cconfinement_keep_heap(void) {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

int cconfinement_limit(uint64_t address_space) {
    struct rlimit memory = {address_space, address_space}, none = {0, 0};
    return setrlimit(RLIMIT_AS, &memory) == 0 && setrlimit(RLIMIT_FSIZE, &none) == 0 && setrlimit(RLIMIT_CORE, &none) == 0
               ? 0
               : errno;
}

// MARK: Children

int cconfinement_spawn(const char *path, char *const arguments[], char *const environment[], const int *inherited,
                       size_t count, pid_t *child) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int copies[8], error = count <= 8 ? 0 : EINVAL;
    size_t made = 0;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    // Copies above the places that they go to, so that none is overwritten before it is placed.
    for (size_t place = 0; error == 0 && place < count; place++) {
        copies[made] = fcntl(inherited[place], F_DUPFD_CLOEXEC, (int)count);
        if (copies[made] < 0) error = errno;
        else error = posix_spawn_file_actions_adddup2(&actions, copies[made++], (int)place);
    }
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, (int)count);
    if (error == 0) error = posix_spawn(child, path, &actions, &attributes, arguments, environment);
    while (made > 0) close(copies[--made]);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int cconfinement_allow_processor_seconds(pid_t child, unsigned seconds) {
    clockid_t clock;
    struct timespec used;
    int error = clock_getcpuclockid(child, &clock);
    if (error != 0) return error;
    if (clock_gettime(clock, &used) != 0) return errno;
    struct rlimit limit;
    if (prlimit(child, RLIMIT_CPU, NULL, &limit) != 0) return errno;
    rlim_t until = (rlim_t)used.tv_sec + 1 + seconds;
    limit.rlim_cur = limit.rlim_max < until ? limit.rlim_max : until;
    return prlimit(child, RLIMIT_CPU, &limit, NULL) == 0 ? 0 : errno;
}
