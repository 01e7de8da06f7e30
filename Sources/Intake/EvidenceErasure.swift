public import Evidence
public import Foundation
public import Originals
public import Records

/// Serves persons who object: first the log says so, then the rows lose their words, then the files go. Whatever breaks off
/// in between is finished by `replay`.
public struct EvidenceErasure: Sendable {
    let records: EvidenceRecords
    let originals: any OriginalStore
    let renditions: any OriginalStore
    let log: ErasureLog

    public init(
        records: EvidenceRecords, originals: any OriginalStore, renditions: any OriginalStore, log: ErasureLog
    ) {
        self.records = records
        self.originals = originals
        self.renditions = renditions
        self.log = log
    }

    /// Erases an item and every other with the same bytes. Asked again, it finishes what was left.
    /// - Throws: `RecordError` (`notFound`), `OriginalError`.
    public func erase(
        _ id: EvidenceID, reason: String, actor: AccountID, at instant: Date
    ) async throws -> Erasure {
        let bytes = try await records.items.everyOriginal(of: id)
        guard !bytes.isEmpty else { throw RecordError(.notFound, "there is no item \(id)") }
        let order = ErasureOrder(item: id, originals: bytes, reason: reason, actor: actor, at: instant)
        try log.append(order)
        return try await carryOut(order)
    }

    /// Carries out what the log orders and the data does not show: after a backup was put back, or a crash. Cheap where
    /// there is nothing to do.
    /// - Returns: the orders that were carried out now.
    /// - Throws: `RecordError`, `OriginalError`.
    public func replay() async throws -> [ErasureOrder] {
        var carriedOut: [ErasureOrder] = []
        for order in try log.orders().orders where try await isOpen(order) {
            _ = try await carryOut(order)
            carriedOut.append(order)
        }
        return carriedOut
    }

    private func isOpen(_ order: ErasureOrder) async throws -> Bool {
        if try await records.items.find(order.item) != nil, try await !records.items.isErased(order.item) {
            return true
        }
        let needed = try await records.items.needed(among: order.originals)
        return try order.originals.contains { hash in
            if needed.contains(hash) { return false }
            // A label that cannot be read may tell of the item all the same.
            guard let labels = try readableLabels(of: hash) else { return true }
            return labels.isEmpty ? originals.contains(hash) : labels.contains(where: order.takes)
        }
    }

    /// nil where one cannot be read.
    private func readableLabels(of hash: ContentHash) throws(OriginalError) -> [OriginalLabel]? {
        do { return try originals.labels(of: hash) } catch  where error.code == .altered { return nil }
    }

    private func carryOut(_ order: ErasureOrder) async throws -> Erasure {
        var erasure = Erasure()
        if try await records.items.find(order.item) != nil {
            let isFinished = try await records.items.isErased(order.item)
            erasure = try await records.items.erase(
                order.item, reason: order.reason, actor: order.actor, at: order.at)
            // While the files are there `replay` knows that something is left to do.
            // Of rows that lost their words before nobody knows which they were.
            try await records.items.forgetOverwritten(isFinished ? nil : erasure.words)
        }
        // Also bytes that the log alone remembers: of an item that the database put back does not know.
        let needed = try await records.items.needed(among: order.originals)
        let unneeded = Set(erasure.originals).union(order.originals).subtracting(needed)
        erasure.originals = []
        // A transcript that another recording has too stays, also where only a label knows of that one; that it was this
        // one's does not.
        var partings = needed.flatMap { hash in
            ([order.item] + erasure.items).map { LabelName(sha256: hash, item: $0) }
        }
        for hash in unneeded.sorted() {
            let labels = try readableLabels(of: hash) ?? []
            if labels.allSatisfy(order.takes) {
                erasure.originals.append(hash)
            } else {
                partings += labels.filter(order.takes).map(\.name)
            }
        }
        for hash in erasure.originals { try originals.erase(hash) }
        for label in partings.sorted() { try originals.detach(label) }
        for rendition in erasure.renditions { try renditions.erase(rendition) }
        // What an erasure that failed half way left behind: its rows are gone, and with them its hashes.
        _ = try await RenditionSweep.run(renditions: renditions, records: records)
        return erasure
    }
}

extension ErasureOrder {
    /// Whether a label tells of an item that this order takes: the one it names, or another with the same bytes. A recording that
    /// was not ordered away keeps a transcript that it shares with one that was.
    fileprivate func takes(_ label: OriginalLabel) -> Bool {
        label.role == .evidence || label.item == item
            || originals.contains {
                EvidenceIntake.identifier(label.store, label.day, label.slot, $0) == label.item
            }
    }
}
