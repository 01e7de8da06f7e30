/// What is left to a process that decodes: memory, time, its own threads and the descriptors it holds.
struct SystemCallPermissions {
    /// With any arguments.
    var calls: [String]
    /// Not for memory that can be executed.
    var mapping: [String]
    /// To this process alone.
    var signalling: [String]

    static let decoding = SystemCallPermissions(
        calls: [
            "read", "readv", "write", "writev", "recvfrom", "sendto", "close", "lseek", "poll", "ppoll",
            "brk", "munmap", "mremap", "madvise", "futex", "futex_waitv", "membarrier",
            "exit", "exit_group", "set_robust_list", "rseq", "restart_syscall",
            "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
            "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "getrandom",
            "getpid", "gettid", "sched_yield", "sched_getaffinity", "getcpu", "sysinfo", "uname",
        ],
        mapping: ["mmap", "mprotect"],
        signalling: ["kill", "tgkill"])
}
