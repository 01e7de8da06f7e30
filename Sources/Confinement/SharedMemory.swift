import Glibc

/// A piece of memory without a name that two processes see. Its size is sealed: neither can pull it away from under the
/// other. Pages cost nothing before they are touched.
final class SharedMemory: Sendable {
    let count: Int
    /// What a child inherits; -1 on the child's side, where the mapping is enough.
    let descriptor: Int32
    /// Unchecked because the address never changes; whose turn it is to touch the bytes is settled by messages.
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer

    var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: base, count: count) }

    /// - Parameter readOnlyElsewhere: nobody else can ever map it for writing.
    init(count: Int, readOnlyElsewhere: Bool) throws(ConfinementError) {
        (descriptor, base) = try Kernel.sharedMemory(count: count, readOnlyElsewhere: readOnlyElsewhere)
        self.count = count
    }

    /// What a parent handed over; the descriptor is closed.
    init(inherited descriptor: Int32, writable: Bool) throws(ConfinementError) {
        (count, base) = try Kernel.map(descriptor, writable: writable)
        close(descriptor)
        self.descriptor = -1
    }

    /// Nothing of what lay at the beginning stays: many pages go back to the system, few are overwritten, for they are
    /// soon filled again. Only for memory that others may write: the seal of the other kind keeps its pages.
    func release(_ count: Int) {
        guard count < Self.manyBytes || madvise(base, min(count, self.count), MADV_REMOVE) != 0 else {
            return
        }
        wipe(count)
    }

    /// Zeros over what lay at the beginning.
    func wipe(_ count: Int) {
        memset(base, 0, min(count, self.count))
    }

    /// More than photos of 16 megapixels take, which so never pay for fresh pages; the largest picture takes 300 MB.
    private static let manyBytes = 64 << 20

    deinit {
        munmap(base, count)
        if descriptor >= 0 { close(descriptor) }
    }
}
