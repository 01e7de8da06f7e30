internal import CConfinement
import Glibc

/// What confinement asks of Linux beyond the C library that Swift sees.
enum Kernel {
    /// Stops this process, all its threads and for good, from every system call that is not allowed here: it is
    /// answered with EPERM, so that a library which only looks around goes on.
    static func filterSystemCalls(_ permissions: SystemCallPermissions) throws(ConfinementError) {
        guard let filter = cconfinement_filter_new() else { throw .kernel("seccomp_init", ENOMEM) }
        defer { cconfinement_filter_free(filter) }
        for name in permissions.calls { try check(name, cconfinement_allow(filter, name)) }
        for name in permissions.mapping {
            // No memory becomes code any more.
            try check(
                name, cconfinement_allow_masked(filter, name, 2, cconfinement_executable_flag, 0))
        }
        for name in permissions.signalling {
            try check(name, cconfinement_allow_masked(filter, name, 0, .max, UInt64(getpid())))
        }
        // Threads, never processes. The newer call hides its flags behind a pointer; without it the C library takes this one.
        let thread = cconfinement_thread_flag
        try check("clone", cconfinement_allow_masked(filter, "clone", 0, thread, thread))
        try check("clone3", cconfinement_hide(filter, "clone3"))
        try check("seccomp_load", cconfinement_filter_load(filter))
    }

    /// From now on: bytes of address space; files and core dumps of no size.
    static func limitMemory(to bytes: Int) throws(ConfinementError) {
        try check("setrlimit", cconfinement_limit(UInt64(bytes)))
    }

    /// Fewer page faults while fresh memory is filled: for many megabytes they take longer than the copying.
    static func preferLargePages(_ memory: UnsafeMutableRawBufferPointer) {
        if let base = memory.baseAddress { cconfinement_prefer_large_pages(base, memory.count) }
    }

    static func keepHeap() { cconfinement_keep_heap() }

    static func sharedMemory(
        count: Int, readOnlyElsewhere: Bool
    ) throws(ConfinementError) -> (descriptor: Int32, base: UnsafeMutableRawPointer) {
        var descriptor: Int32 = -1
        var base: UnsafeMutableRawPointer?
        try check(
            "memfd_create",
            cconfinement_shared_memory(count, readOnlyElsewhere ? 1 : 0, &descriptor, &base))
        guard let base else { throw .kernel("mmap", ENOMEM) }
        return (descriptor, base)
    }

    static func map(
        _ descriptor: Int32, writable: Bool
    ) throws(ConfinementError) -> (count: Int, base: UnsafeMutableRawPointer) {
        var count = 0
        var base: UnsafeMutableRawPointer?
        try check("mmap", cconfinement_map(descriptor, writable ? 1 : 0, &count, &base))
        guard let base else { throw .kernel("mmap", ENOMEM) }
        return (count, base)
    }

    /// - Parameter inherited: all that the program finds open, as 0, 1, ….
    /// - Returns: its process identifier.
    static func spawn(
        _ command: [String], environment: [String], inherited: [Int32]
    ) throws(ConfinementError) -> pid_t {
        var child: pid_t = 0
        var status = EINVAL
        if let program = command.first {
            status = withCStrings(command) { arguments in
                withCStrings(environment) { environment in
                    cconfinement_spawn(program, arguments, environment, inherited, inherited.count, &child)
                }
            }
        }
        try check("posix_spawn", status)
        return child
    }

    /// The child is ended once it has computed for this much longer.
    static func allowProcessor(seconds: Int, _ child: pid_t) throws(ConfinementError) {
        try check("prlimit", cconfinement_allow_processor_seconds(child, UInt32(clamping: seconds)))
    }

    private static func withCStrings<Answer>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Answer
    ) -> Answer {
        var pointers = texts.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }

    private static func check(_ step: String, _ status: Int32) throws(ConfinementError) {
        if status != 0 { throw .kernel(step, status) }
    }
}
