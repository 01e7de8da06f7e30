import Foundation
import Synchronization

/// A thread of its own for an actor whose work blocks: Swift's shared pool has one thread a core, and one that waits
/// for inference is one less for everyone else.
public final class DedicatedThread: SerialExecutor {
    private let queue: JobQueue

    /// - Parameter name: as it stands in debuggers.
    public init(name: String) {
        let queue = JobQueue()
        self.queue = queue
        let thread = Thread { while let job = queue.next() { job() } }
        thread.name = name
        // The library recurses deeply while it compiles a model.
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { queue.close() }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.add { job.runSynchronously(on: executor) }
    }
}

/// Jobs in the order in which they came, handed to one thread.
private final class JobQueue: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isClosed = false
    }
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    func add(_ job: @escaping @Sendable () -> Void) {
        state.withLock { $0.jobs.append(job) }
        arrivals.signal()
    }

    func close() {
        state.withLock { $0.isClosed = true }
        arrivals.signal()
    }

    /// Waits for the next job; nil when there will be none.
    func next() -> (@Sendable () -> Void)? {
        arrivals.wait()
        return state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
    }
}
