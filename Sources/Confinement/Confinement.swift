import Glibc

/// Puts the process that calls it into confinement: nothing but computing and the descriptors it holds is left to it.
public enum Confinement {
    /// - Parameter memoryBytes: what the process may take beyond what it has mapped already.
    /// - Throws: where the kernel lacks a part of it; the process is then as free as the parts left it.
    public static func enter(memoryBytes: Int) throws(ConfinementError) {
        try Kernel.limitMemory(to: try mappedBytes() + memoryBytes)
        try Kernel.filterSystemCalls(.decoding)
        try prove()
    }

    /// The first number of `/proc/self/statm`: pages of the whole address space (proc(5)).
    private static func mappedBytes() throws(ConfinementError) -> Int {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .kernel("/proc/self/statm", errno) }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(file, &text, text.count)
        let number = text.prefix(max(0, count)).prefix { $0 != UInt8(ascii: " ") }
        guard let pages = Int(String(decoding: number, as: UTF8.self)) else {
            throw .kernel("/proc/self/statm", EIO)
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    /// A filter counts by what it stops.
    private static func prove() throws(ConfinementError) {
        let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard file < 0 else {
            close(file)
            throw .unconfined("a file can still be opened")
        }
        let endpoint = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard endpoint < 0 else {
            close(endpoint)
            throw .unconfined("a socket can still be made")
        }
    }
}
