public import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A file system of its own in memory, as small as a test wants it. Mounting needs root, so whoever uses it asks first.
public final class SmallDisk {
    public struct Failure: Error {
        public let step: String
        public let number: Int32
    }

    /// Whether this process may mount.
    public static let isPossible: Bool = {
        do {
            _ = try SmallDisk(bytes: 1 << 20)
            return true
        } catch { return false }
    }()

    public let url: URL
    private let folder: TemporaryFolder

    public init(bytes: Int) throws {
        folder = try TemporaryFolder()
        url = folder.url.appendingPathComponent("disk")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        #if os(Linux)
            guard mount("storeproof-test", url.path, "tmpfs", 0, "size=\(bytes)") == 0 else {
                throw Failure(step: "mount", number: errno)
            }
        #else
            throw Failure(step: "mount", number: ENOSYS)
        #endif
    }

    /// Takes the right to write away from everybody, root included, or gives it back.
    public func setReadOnly(_ readOnly: Bool) throws {
        #if os(Linux)
            let flags = UInt(MS_REMOUNT) | (readOnly ? UInt(MS_RDONLY) : 0)
            guard mount("storeproof-test", url.path, "tmpfs", flags, nil) == 0 else {
                throw Failure(step: "remount", number: errno)
            }
        #endif
    }

    deinit {
        #if os(Linux)
            umount2(url.path, Int32(MNT_DETACH))
        #endif
    }
}
