public import Evidence
public import Foundation
public import Originals
public import Records

/// Removes originals whose days are over: first the log says so, then the rows get their tombstone, then labels, bytes and
/// renditions go. Whatever breaks off in between is finished by `replay`. Findings, scores and numbers stay.
public struct EvidencePurge: Sendable {
    /// What a purge removed, or would remove.
    public struct Result: Hashable, Codable, Sendable {
        public struct Kept: Hashable, Codable, Sendable {
            public var item: EvidenceID
            public var because: KeptBecause

            public init(item: EvidenceID, because: KeptBecause) {
                self.item = item
                self.because = because
            }
        }

        /// Sorted, as the kept ones are.
        public var purged: [EvidenceID] = []
        /// Long enough, and held all the same.
        public var kept: [Kept] = []
        /// Of the originals of what was purged; those that other items have too are counted and stay.
        public var byteCount = 0

        public init(purged: [EvidenceID] = [], kept: [Kept] = []) {
            self.purged = purged
            self.kept = kept
        }
    }

    /// Items whose rows are changed together: a moment for whoever else wants to write.
    static let itemsAtATime = 200

    let records: EvidenceRecords
    let originals: any OriginalStore
    let renditions: any OriginalStore
    let log: PurgeLog
    let clock: @Sendable () -> Date

    public init(
        records: EvidenceRecords, originals: any OriginalStore, renditions: any OriginalStore, log: PurgeLog,
        clock: @escaping @Sendable () -> Date
    ) {
        self.records = records
        self.originals = originals
        self.renditions = renditions
        self.log = log
        self.clock = clock
    }

    /// What a purge would do. Changes nothing.
    /// - Throws: `RecordError`.
    public func survey(_ policy: RetentionPolicy, at instant: Date) async throws -> Result {
        try await eachPage(of: policy, at: instant) { _, going in going.map(\.item.id) }
    }

    /// Purges what has been kept long enough at an instant, after what an earlier purge or a restored backup left undone.
    /// - Parameter confirmed: how many items a person said may go: exactly so many then do.
    /// - Throws: `PurgeHeld` where what is due waits for a person, `RecordError`, `OriginalError`.
    public func run(
        _ policy: RetentionPolicy, at instant: Date, by actor: AccountID, confirmed: Int? = nil
    ) async throws -> Result {
        _ = try await replay()
        try await removeReturned()
        let survey = try await survey(policy, at: instant)
        if let held = try await held(survey, policy, at: instant, confirmed: confirmed) { throw held }
        return try await eachPage(of: policy, at: instant) { page, going in
            let order = PurgeOrder(
                entries: going.map { PurgeOrder.Entry(item: $0.item.id, originals: $0.originals) },
                policy: policy, actor: actor, at: clock(), lastCustody: page.lastCustody)
            return try await carryOut(order, named: try log.append(order)).items
        }
    }

    /// Why a purge of what was surveyed would carry nothing out; nil where it would.
    public func held(
        _ survey: Result, _ policy: RetentionPolicy, at instant: Date, confirmed: Int? = nil
    ) async throws(RecordError) -> PurgeHeld? {
        let going = survey.purged.count
        if let confirmed { return confirmed == going ? nil : .count(going, confirmed: confirmed) }
        return PurgeHeld(going, of: try await records.retention.kept(), by: policy, at: instant)
    }

    /// - Parameter purge: of the items that may go, those that went.
    private func eachPage(
        of policy: RetentionPolicy, at instant: Date,
        purge: (_ page: DuePage, _ going: [DueItem]) async throws -> [EvidenceID]
    ) async throws -> Result {
        var result = Result()
        var last: EvidenceID?
        while true {
            let page = try await records.retention.due(
                policy, at: instant, after: last, limit: Self.itemsAtATime)
            let going = page.items.filter { $0.keptBecause == nil }
            if !going.isEmpty {
                let purged = Set(try await purge(page, going))
                result.purged += purged.sorted()
                result.byteCount += going.filter { purged.contains($0.item.id) }
                    .reduce(0) { $0 + $1.item.byteCount }
            }
            result.kept += page.items.compactMap { due in
                due.keptBecause.map { Result.Kept(item: due.item.id, because: $0) }
            }
            guard page.items.count == Self.itemsAtATime else { return result }
            last = page.items.last?.item.id
        }
    }
}

// MARK: What broke off, what came back

extension EvidencePurge {
    /// Carries out the orders of the log that this database has not: after a backup was put back, or a crash. Cheap where there
    /// are none.
    /// - Returns: the items that stood unpurged here until now, sorted.
    /// - Throws: `RecordError`, `OriginalError`.
    public func replay() async throws -> [EvidenceID] {
        var purged: [EvidenceID] = []
        let open = try await records.retention.open(among: try log.names())
        for name in open {
            guard let order = try readable(name) else { continue }
            purged += try await carryOut(order, named: name).added
        }
        // Renditions of rows that changed before the files went.
        if !open.isEmpty { _ = try await RenditionSweep.run(renditions: renditions, records: records) }
        return purged.sorted()
    }

    /// Orders of the log that somebody changed, sorted: they purge nothing.
    public func unreadableOrders() throws(OriginalError) -> [String] {
        var unreadable: [String] = []
        for name in try log.names() where try readable(name) == nil { unreadable.append(name) }
        return unreadable
    }

    private func readable(_ name: String) throws(OriginalError) -> PurgeOrder? {
        do { return try log.order(name) } catch  where error.code == .altered { return nil }
    }

    /// Originals that were put back beside a database that knows better.
    private func removeReturned() async throws {
        for name in try await OriginalsAudit.returned(originals, records) {
            try await release(name.sha256, of: name.item)
        }
    }

    private func carryOut(_ order: PurgeOrder, named name: String) async throws -> Purge {
        let purge = try await records.retention.purge(
            order.entries.map(\.item), by: order.policy, actor: order.actor, at: order.at,
            lastCustody: order.lastCustody)
        let purged = Set(purge.items)
        for entry in order.entries where purged.contains(entry.item) {
            for hash in entry.originals { try await release(hash, of: entry.item) }
        }
        for rendition in purge.renditions { try renditions.erase(rendition) }
        // Last: until then the order is carried out again.
        try await records.retention.close(name, at: clock())
        return purge
    }

    /// Takes an item's claim from bytes, and removes them where nobody else has one.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func release(_ hash: ContentHash, of item: EvidenceID) async throws {
        try originals.detach(LabelName(sha256: hash, item: item))
        let isFree = try await originals.eraseUnlessNeeded(hash, by: records.items)
        if isFree { try await records.scrub.forget(hash) }
    }
}
