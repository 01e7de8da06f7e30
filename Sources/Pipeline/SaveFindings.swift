import AnalyzerKit
import Evidence
import FoundationEssentials
import Records

/// Findings, then the item's state: an item is only ever shown as analysed when its findings are there.
struct SaveFindings: ItemStep {
    let records: EvidenceRecords
    let clock: @Sendable () -> Date

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        let id = work.item.id
        if let media = work.media { try await save(media, of: id, .media, MediaFindings.analyzer) }
        if !work.lines.isEmpty {
            try await save(PrivateParts.hidden(in: work), of: id, .text, work.analyzers.textReader.identity)
        }
        if let shelf = work.shelf { try await save(shelf, of: id, .shelf, shelf.analyzer) }
        if let orders = work.orders { try await save(orders, of: id, .order, orders.analyzer) }
        if let found = work.consultation { try await save(found, of: id, .consultation, found.analyzer) }
        if let found = work.provenance { try await save(found, of: id, .provenance, found.analyzer) }
        let state: ItemState = work.rejection == nil ? .analysed : .rejected
        let item = work.item
        let reason = work.rejection
        try await fetch {
            try await records.items.update(
                id, state: state, reason: reason, verdict: item.verdict,
                score: state == .rejected ? nil : item.score)
        }
    }

    private func save(
        _ findings: some Encodable, of item: EvidenceID, _ kind: FindingKind, _ analyzer: AnalyzerIdentity
    ) async throws(PipelineError) {
        let json: String
        do { json = try CanonicalJSON.string(findings) } catch {
            throw PipelineError(.analyzerFailed, "\(kind.rawValue) findings cannot be written: \(error)")
        }
        try await fetch {
            try await records.findings.save(
                FindingDocument(item: item, kind: kind, analyzer: analyzer, json: json, createdAt: clock()))
        }
    }
}
