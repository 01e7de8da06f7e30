import Decoding
import Evidence
import Media
import Originals
import Records

/// The picture as those may see it who see the store, kept beside the originals.
struct MakeRendition: ItemStep {
    let keeper: RenditionKeeper

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.item.kind != .consultationAudio else { return }
        try await keeper.keep(
            of: work.item, picture: work.picture,
            covering: PrivateParts.areas(
                of: work.item.kind, orders: work.orders, printWasRead: !work.lines.isEmpty))
    }
}

/// Makes renditions and keeps one an item.
struct RenditionKeeper: Sendable {
    private static let quality = 85

    let renditions: any OriginalStore
    let records: EvidenceRecords

    /// - Parameter areas: nil where they are not known: the picture is withheld.
    func keep(
        of item: EvidenceItem, picture: Raster?, covering areas: [Box]?
    ) async throws(PipelineError) {
        var rendition = Rendition(item: item.id, sha256: nil, byteCount: 0)
        if let picture, let areas, let bytes = encoded(DisplayPicture.make(of: picture, covering: areas)) {
            do throws(OriginalError) {
                let writer = try renditions.writer()
                try writer.append(bytes)
                rendition.sha256 = try writer.finish().sha256
                rendition.byteCount = bytes.count
            } catch {
                throw PipelineError(.originalsFailed, "rendition of \(item.id): \(error)")
            }
        }
        let kept = rendition
        guard let freed = try await fetch({ try await records.renditions.save(kept) }) else { return }
        do { try renditions.erase(freed) } catch {
            throw PipelineError(.originalsFailed, "old rendition of \(item.id): \(error)")
        }
    }

    /// nil where the format cannot hold the picture: then it is withheld.
    private func encoded(_ picture: Raster) -> [UInt8]? {
        do { return try JPEGWriter.bytes(of: picture, quality: Self.quality) } catch { return nil }
    }
}

/// Makes an item's rendition again from its original and its findings: it was lost, or is older than renditions are.
struct RemakeRendition: Sendable {
    let originals: any OriginalStore
    let decoder: any MediaDecoding
    let keeper: RenditionKeeper
    let records: EvidenceRecords

    /// - Parameter reader: the order analyser of today: what another one, or another version of it, called private is
    ///   not trusted to be all, and the picture is withheld until it is analysed again.
    func run(_ item: EvidenceItem, reader: AnalyzerIdentity) async throws(PipelineError) {
        let bytes: [UInt8]
        do { bytes = try originals.read(item.sha256) } catch {
            throw PipelineError(.originalsFailed, "\(item.sha256.short): \(error)")
        }
        let documents = try await fetch { try await records.findings.current(item.id) }
        let document = documents.first { $0.kind == .order && $0.analyzer == reader }
        let orders = try document.map { (document) throws(PipelineError) in
            do { return try CanonicalJSON.decode(OrderFindings.self, from: document.json) } catch {
                throw PipelineError(.recordsFailed, "findings of \(item.id) cannot be read: \(error)")
            }
        }
        try await keeper.keep(
            of: item, picture: try await picture(bytes),
            covering: PrivateParts.areas(
                of: item.kind, orders: orders, printWasRead: documents.contains { $0.kind == .text }))
    }

    /// nil where the bytes are no picture: the item's findings say so already.
    private func picture(_ bytes: [UInt8]) async throws(PipelineError) -> Raster? {
        do throws(DecodingFailure) {
            return try await decoder.elsewhere { decoder throws(DecodingFailure) in
                try decoder.picture(bytes).0
            }
        } catch {
            guard error.code != .decoderUnavailable else {
                throw PipelineError(.decoderFailed, error.detail)
            }
            return nil
        }
    }
}
