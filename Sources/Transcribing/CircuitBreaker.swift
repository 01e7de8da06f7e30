import Synchronization

/// Leaves a service alone for a while after it failed several times in a row, then lets one call try.
final class CircuitBreaker: Sendable {
    private struct State {
        var failures = 0
        var restsUntil: ContinuousClock.Instant?
        var isTrying = false
    }

    private let state = Mutex(State())
    private let failuresUntilRest: Int
    private let rest: Duration
    private let now: @Sendable () -> ContinuousClock.Instant

    init(
        failuresUntilRest: Int, rest: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.failuresUntilRest = failuresUntilRest
        self.rest = rest
        self.now = now
    }

    /// - Throws: `unreachable` while the service rests; every call that enters must report.
    func enter() throws(SpeechError) {
        let moment = now()
        let mayPass = state.withLock { state in
            guard let until = state.restsUntil else { return true }
            guard moment >= until, !state.isTrying else { return false }
            state.isTrying = true
            return true
        }
        guard mayPass else { throw SpeechError(.unreachable, "left alone after repeated failures") }
    }

    func report(isHealthy: Bool) {
        let moment = now()
        state.withLock { state in
            state.isTrying = false
            if isHealthy {
                state = State()
                return
            }
            state.failures += 1
            if state.failures >= failuresUntilRest { state.restsUntil = moment + rest }
        }
    }
}
