import Glibc
import Synchronization

/// A process of our own making; it ends at the latest with this object.
final class ChildProcess: Sendable {
    enum Ending: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    let identifier: pid_t
    private let ending = Mutex<Ending?>(nil)

    /// - Parameter inherited: all that the program finds open, as 0, 1, ….
    init(_ command: [String], environment: [String], inherited: [Int32]) throws(ConfinementError) {
        identifier = try Kernel.spawn(command, environment: environment, inherited: inherited)
    }

    deinit { end() }

    func allowProcessor(seconds: Int) throws(ConfinementError) {
        try Kernel.allowProcessor(seconds: seconds, identifier)
    }

    /// Ends it where it still runs.
    /// - Returns: how it ended; its own way, if it was faster.
    @discardableResult
    func end() -> Ending {
        ending.withLock { ending in
            if let ending { return ending }
            kill(identifier, SIGKILL)
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            // The layout of wait(2)'s status, whose macros Swift does not see.
            let signal = status & 0x7f
            let found: Ending = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
            ending = found
            return found
        }
    }
}
