import AnalyzerKit
import Evidence
import Media
import Records

/// Is this evidence from this store, of this day, and new? Looks back over the window at everything received before.
struct CheckProvenance: ItemStep {
    /// Days before an item's own in which a picture may have been used already.
    static let windowDays = 30

    let records: EvidenceRecords
    let reuse: ReuseWindow

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard let fingerprint = work.fingerprint else { return }
        let item = work.item
        // Asked for first: what stops waiting from here on has a fingerprint, and is found among the earlier ones.
        let waiting = try await sameBytesWaiting(item, fingerprint)
        if let picture = work.picture, let facts = work.facts {
            let earlier = try await earlierPictures(item, picture, fingerprint, work.analyzers.fingerprints)
            try await checkPicture(&work, picture, facts, Self.each(earlier, waiting))
        } else {
            checkRecording(&work, Self.each(try await earlierRecordings(item), waiting), fingerprint)
        }
        work.item.verdict = work.provenance?.verdict
        // What headquarters decided stands, whatever an analysis that runs again says.
        if let decision = try await fetch({ try await records.reviews.decision(item.id) }) {
            work.item.verdict = decision.verdict
            if decision.verdict != .rejected { return }
        }
        if let observation = work.provenance?.reasons.first(where: { $0.severity == .rejected }) {
            work.reject(
                Reason(
                    code: observation.code, chinese: observation.detail,
                    english: observation.detailEnglish ?? observation.code))
        }
    }

    private func earlierPictures(
        _ item: EvidenceItem, _ picture: Raster, _ fingerprint: PictureFingerprint,
        _ maker: any PictureFingerprinting
    ) async throws(PipelineError) -> [KnownPicture] {
        let mirrored = item.kind == .shelfPhoto ? [maker.mirroredFingerprint(of: picture)] : []
        return try await reuse.candidates(
            for: item, prints: [fingerprint] + mirrored, window: item.day.adding(days: -Self.windowDays),
            maker: maker, isEarlier: { Self.came($0, before: item) })
    }

    private func earlierRecordings(_ item: EvidenceItem) async throws(PipelineError) -> [KnownPicture] {
        try await fetch {
            try await records.fingerprints.window(
                from: item.day.adding(days: -Self.windowDays), to: item.day, kind: item.kind)
        }.filter { Self.came($0, before: item) }
    }

    /// The same bytes, received earlier, whose analysis has been put off: they need not be opened to be known.
    private func sameBytesWaiting(
        _ item: EvidenceItem, _ fingerprint: PictureFingerprint
    ) async throws(PipelineError) -> [KnownPicture] {
        let known = KnownPicture(
            item: item.id, store: item.store, day: item.day, slot: item.slot, sha256: item.sha256,
            perceptualHash: fingerprint.perceptualHash, payload: fingerprint.payload,
            receivedAt: item.receivedAt)
        return try await fetch {
            try await records.fingerprints.waiting(
                withBytesOf: known, kind: item.kind, from: item.day.adding(days: -Self.windowDays),
                to: item.day)
        }.filter { Self.came($0, before: item) }
    }

    /// What waited may be among the earlier ones by now: it counts once.
    private static func each(_ earlier: [KnownPicture], _ waiting: [KnownPicture]) -> [KnownPicture] {
        let known = Set(earlier.map(\.item))
        return earlier + waiting.filter { !known.contains($0.item) }
    }

    /// Earlier than the item, and not the item's own slot sent again.
    private static func came(_ known: KnownPicture, before item: EvidenceItem) -> Bool {
        guard known.item != item.id else { return false }
        if known.store == item.store && known.day == item.day && known.slot == item.slot { return false }
        return (known.receivedAt, known.item.rawValue) < (item.receivedAt, item.id.rawValue)
    }

    private func checkPicture(
        _ work: inout ItemWork, _ picture: Raster, _ facts: MediaFacts, _ earlier: [KnownPicture]
    ) async throws(PipelineError) {
        let item = work.item
        let prior = earlier.map { known in
            PriorPicture(
                name: known.item.rawValue, sha256: known.sha256,
                fingerprint: PictureFingerprint(perceptualHash: known.perceptualHash, payload: known.payload),
                sameBatch: known.store == item.store && known.day == item.day)
        }
        let camera = SeenCamera(item, facts.capture, records)
        let input = ProvenanceInput(
            picture: picture, sha256: item.sha256, facts: facts, lines: work.lines,
            reader: work.analyzers.textReader, store: work.store, day: item.day, receivedAt: item.receivedAt,
            clientPosition: item.clientPosition, prior: prior, kind: item.kind,
            thumbnail: work.thumbnail, earlierPositions: try await earlierPositions(item),
            neighbours: try await neighbours(of: item),
            deviceElsewhere: try await camera?.elsewhere() ?? [],
            makerNotes: try await camera?.makerNotes() ?? MakerNoteCounts(),
            captureProof: try await fetch { try await records.captureProofs.find(item.id) })
        try await camera?.save()
        do { work.provenance = try await work.analyzers.provenance.analyze(input) } catch {
            throw PipelineError(.analyzerFailed, "provenance: \(error)")
        }
    }

    /// Days before an item's own whose positions from the page are compared.
    private static let positionDays = 7

    private func earlierPositions(_ item: EvidenceItem) async throws(PipelineError) -> [ClientPosition] {
        guard item.clientPosition != nil else { return [] }
        let earlier = try await fetch {
            try await records.items.current(
                store: item.store, from: item.day.adding(days: -Self.positionDays),
                to: item.day.adding(days: -1))
        }
        return Dictionary(grouping: earlier, by: \.day).sorted { $0.key > $1.key }
            .compactMap { $0.value.lazy.compactMap(\.clientPosition).first }
    }

    /// Days on both sides of an item's own whose photos are compared by their moment.
    private static let neighbourDays = 7

    private func neighbours(of item: EvidenceItem) async throws(PipelineError) -> [NeighbourCapture] {
        guard item.kind == .shelfPhoto else { return [] }
        let around = try await fetch {
            try await records.findings.current(
                .provenance, ofEach: .shelfPhoto, store: item.store,
                from: item.day.adding(days: -Self.neighbourDays),
                to: item.day.adding(days: Self.neighbourDays))
        }
        var captures: [NeighbourCapture] = []
        for other in around where other.item.verdict != nil {
            if other.item.day == item.day && other.item.slot == item.slot { continue }
            do {
                let findings = try CanonicalJSON.decode(ProvenanceFindings.self, from: other.json)
                captures.append(
                    NeighbourCapture(
                        name: other.item.id.rawValue, day: other.item.day, slot: other.item.slot,
                        exif: findings.exif, printedTime: findings.watermark?.time))
            } catch {
                throw PipelineError(
                    .recordsFailed, "findings of \(other.item.id) cannot be read: \(error)")
            }
        }
        return captures
    }

    /// The same bytes again are the same recording; copies are found by their sound, where there is speech to compare.
    private func checkRecording(
        _ work: inout ItemWork, _ earlier: [KnownPicture], _ fingerprint: PictureFingerprint
    ) {
        guard let same = earlier.first(where: { $0.sha256 == work.item.sha256 }) else {
            // Silence is like silence: only what was found usable is compared.
            let copy =
                work.consultation?.usable == true
                ? SoundCopies.closest(to: fingerprint.payload, among: earlier) : nil
            let seen = copy.map {
                SoundCopies.observation($0.known, similarity: $0.similarity, of: work.item)
            }
            work.provenance = ProvenanceFindings(
                verdict: seen?.severity == .suspect ? .suspect : .trusted, reasons: seen.map { [$0] } ?? [],
                analyzer: work.analyzers.provenance.identity)
            return
        }
        let sameBatch = same.store == work.item.store && same.day == work.item.day
        work.provenance = ProvenanceFindings(
            verdict: sameBatch ? .suspect : .rejected,
            reasons: [
                ProvenanceFindings.Observation(
                    code: sameBatch ? "duplicate.sameBatch" : "duplicate.reused",
                    detail: sameBatch
                        ? "这段录音与当天另一项（\(same.slot)）相同，请补录一段" : "这段录音在 \(same.day) 已经上报过，请上传当天的新录音",
                    detailEnglish: sameBatch
                        ? "the same recording stands in \(same.slot) of this day"
                        : "this recording was sent on \(same.day)",
                    severity: sameBatch ? .suspect : .rejected, of: same.item.rawValue)
            ], analyzer: work.analyzers.provenance.identity)
    }
}
