// What confinement needs of Linux beyond what Swift sees of the C library. Every int is 0 or an errno.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: The system call filter (libseccomp)

typedef struct cconfinement_filter cconfinement_filter;

// Nothing is allowed yet; what is not allowed is answered with EPERM. NULL where memory or the kernel fails.
cconfinement_filter *cconfinement_filter_new(void);
void cconfinement_filter_free(cconfinement_filter *filter);
// A call that this architecture does not have is passed over.
int cconfinement_allow(cconfinement_filter *filter, const char *call);
// Only where (argument & mask) == value.
int cconfinement_allow_masked(cconfinement_filter *filter, const char *call, unsigned argument, uint64_t mask, uint64_t value);
// Answered as by a kernel that does not have the call.
int cconfinement_hide(cconfinement_filter *filter, const char *call);
// Of all threads, for good; no privilege can be gained afterwards.
int cconfinement_filter_load(cconfinement_filter *filter);

extern const uint64_t cconfinement_thread_flag;
extern const uint64_t cconfinement_executable_flag;

// MARK: Memory

// A descriptor of anonymous memory that can never shrink or grow; read_only_elsewhere: nobody can map it for writing any
// more once *base is mapped here.
int cconfinement_shared_memory(size_t count, int read_only_elsewhere, int *descriptor, void **base);
int cconfinement_map(int descriptor, int writable, size_t *count, void **base);
// Whole pages within are backed by large ones where the kernel has some.
void cconfinement_prefer_large_pages(void *base, size_t count);
// The heap keeps what it was given.
void cconfinement_keep_heap(void);
// Of this process, address space from now on; files and core dumps none.
int cconfinement_limit(uint64_t address_space);

// MARK: Children

// Starts a program in a process group of its own with nothing open but inherited[0], [1], … as descriptors 0, 1, ….
int cconfinement_spawn(const char *path, char *const arguments[], char *const environment[], const int *inherited,
                       size_t count, pid_t *child);
// SIGXCPU once the child has computed for this much longer.
int cconfinement_allow_processor_seconds(pid_t child, unsigned seconds);
