#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension OriginalError {
    /// The one place where the system's error numbers get a meaning.
    init(_ failure: FileFailure) {
        let code: Code =
            switch failure.number {
            case ENOSPC, EDQUOT, EFBIG: .full
            case EACCES, EPERM, EROFS: .denied
            case ENOENT: .missing
            default: .failed
            }
        self.init(code, "\(failure.operation) \(failure.path): \(String(cString: strerror(failure.number)))")
    }

    /// Runs file operations and translates their failure.
    static func translating<Value>(
        _ body: () throws(FileFailure) -> Value
    ) throws(OriginalError) -> Value {
        do { return try body() } catch { throw OriginalError(error) }
    }
}
