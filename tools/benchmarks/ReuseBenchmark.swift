import Foundation

@testable import Provenance

/// One hash against a million, queries a second: near copies of known hashes, 7 bits of 64 apart.
struct ReuseBenchmark {
    private static let hashes = 1_000_000
    private static let queries = 200
    private static let radius = 7

    private let known: [UInt64]
    private let asked: [UInt64]

    init() {
        // A fixed generator: both turns and every run see the same hashes.
        var state: UInt64 = 11
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
        let known = (0..<Self.hashes).map { _ in next() }
        self.known = known
        asked = (0..<Self.queries).map { number in
            (0..<Self.radius).reduce(known[number * 4_999]) { hash, _ in hash ^ (1 << (next() >> 58)) }
        }
    }

    /// The index, memory of the process to standard error.
    func index() {
        var index = HammingIndex()
        index.reserve(known.count)
        for (owner, hash) in known.enumerated() { index.insert(hash, owner: Int32(owner)) }
        measure { index.hits(within: Self.radius, of: $0).count }
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
        FileHandle.standardError.write(Data("peak memory \(usage.ru_maxrss / 1024) MB\n".utf8))
    }

    /// A look at every hash.
    func linear() {
        measure { hash in
            known.withUnsafeBufferPointer { known in
                var count = 0
                for other in known where (other ^ hash).nonzeroBitCount <= Self.radius { count += 1 }
                return count
            }
        }
    }

    private func measure(_ find: (UInt64) -> Int) {
        var found = 0
        let began = ContinuousClock.now
        for hash in asked { found += find(hash) }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print(found >= asked.count ? Double(asked.count) / seconds : 0)
    }
}
