import AnalyzerKit
import Decoding
import Evidence
import Foundation
import Hashing
import Media
import Originals
import Pipeline
import Records
import SQLiteDriver
import Synchronization
import TestSupport

/// Reads nothing, or fails as often as it is told to: the fault that the worker has to survive.
final class FaultyReader: TextReader {
    let identity = AnalyzerIdentity(name: "faulty", version: "1")
    private let failuresLeft: Mutex<Int>

    init(failures: Int = 0) { failuresLeft = Mutex(failures) }

    func read(_ picture: Raster) async throws(AnalysisError) -> [TextLine] {
        let fails = failuresLeft.withLock { left in
            if left > 0 { left -= 1 }
            return left > 0
        }
        if fails { throw AnalysisError(.capabilityFailed, detail: "the reader's model is gone") }
        return []
    }
}

/// Reads the same lines on every picture.
struct GivenLines: TextReader {
    let identity = AnalyzerIdentity(name: "given", version: "1")
    let lines: [TextLine]

    func read(_ picture: Raster) async throws(AnalysisError) -> [TextLine] { lines }
}

/// Findings that a test gives beforehand.
struct GivenFindings<Input: Sendable, Findings: Codable & Sendable>: Analyzer {
    var identity = AnalyzerIdentity(name: "given", version: "1")
    let findings: @Sendable (Input) -> Findings

    func analyze(_ input: Input) async throws(AnalysisError) -> Findings { findings(input) }
}

struct FlatFingerprint: PictureFingerprinting {
    func fingerprint(of picture: Raster) -> PictureFingerprint {
        PictureFingerprint(perceptualHash: 1, payload: [1])
    }

    func mirroredFingerprint(of picture: Raster) -> PictureFingerprint { fingerprint(of: picture) }

    func emptyIndex() -> any PictureIndexing { AllPictures() }
}

/// Proposes every picture that it holds.
struct AllPictures: PictureIndexing {
    private var numbers: [Int] = []

    mutating func insert(_ fingerprint: PictureFingerprint, as number: Int) { numbers.append(number) }

    func likely(_ fingerprint: PictureFingerprint, kind: EvidenceKind) -> [Int] { numbers }
}

/// A pipeline over real records, real originals and the real decoder.
struct PipelineHarness {
    static let store = Store(id: StoreID("HZ-001"), name: "店", region: ["全国"])
    let folder: TemporaryFolder
    let records: EvidenceRecords
    let originals: FileOriginalStore
    let renditions: FileOriginalStore
    static let now = Date(timeIntervalSince1970: 1_795_000_000)
    let day: BusinessDay

    /// - Parameter database: nil for one of its own.
    init(database: (any SQLDatabase)? = nil) async throws {
        folder = try TemporaryFolder()
        records = EvidenceRecords(database: try database ?? SQLiteDatabase.inMemory()) { text in
            SHA256Hasher.hash([UInt8](text.utf8)).rawValue
        }
        try await records.migrate()
        originals = try FileOriginalStore(folder: folder.url)
        renditions = try FileOriginalStore(folder: folder.url.appendingPathComponent("renditions"))
        day = Self.store.businessDay(at: Self.now)
        try await records.stores.upsert([Self.store])
        try await records.accounts.upsert(
            Account(id: AccountID("tester"), name: "tester", role: .integrator), passwordHash: nil)
        let slots = [
            RequiredSlot(slot: "order-1", kind: .orderScreenshot, title: ""),
            RequiredSlot(slot: "consultation-1", kind: .consultationAudio, title: ""),
        ]
        _ = try await records.reference.put(
            kind: .requirements, name: "r", json: CanonicalJSON.string([Requirement(id: "r", slots: slots)]),
            by: "test", at: Date(timeIntervalSince1970: 0))
    }

    /// - Parameters:
    ///   - privateAreas: what the order analyser finds to cover.
    ///   - clock: nil for one that stands still at ``now``.
    ///   - provenance: what is found of pictures.
    func pipeline(
        reader: any TextReader = FaultyReader(), orders: Int = 1, privateAreas: [Box]? = nil,
        orderVersion: String = "1", decoder: any MediaDecoding = MediaDecoder(),
        clock: (@Sendable () -> Date)? = nil,
        provenance: @escaping @Sendable (ProvenanceInput) -> ProvenanceFindings = { _ in
            ProvenanceFindings(
                verdict: .trusted, analyzer: AnalyzerIdentity(name: "given", version: "1"))
        }
    ) -> EvidencePipeline {
        let analyzer = AnalyzerIdentity(name: "given", version: "1")
        let orderAnalyzer = AnalyzerIdentity(name: "given", version: orderVersion)
        let order = Order(orderNumber: "1", promotion: .init(status: .correct))
        let shelf = AnalyzerShelf { (_, _) async throws(PipelineError) in
            AnalyzerSet(
                textReader: reader, shelf: nil,
                orders: GivenFindings(identity: orderAnalyzer) { _ in
                    OrderFindings(
                        orders: Array(repeating: order, count: orders), privateAreas: privateAreas,
                        analyzer: orderAnalyzer)
                },
                consultation: GivenFindings { input in
                    ConsultationFindings(
                        audio: .init(seconds: 20, speechSeconds: 10), transcript: input.transcript,
                        usable: true,
                        analyzer: analyzer)
                },
                provenance: GivenFindings(findings: provenance),
                fingerprints: FlatFingerprint())
        }
        return EvidencePipeline(
            records: records, originals: originals, renditions: renditions, decoder: decoder,
            analyzers: shelf, clock: clock ?? self.clock)
    }

    let clock: @Sendable () -> Date = { PipelineHarness.now }

    /// Stores bytes and records an item as intake does.
    @discardableResult
    func receive(
        _ bytes: [UInt8], _ slot: String, _ kind: EvidenceKind, store: StoreID = Self.store.id,
        day: BusinessDay? = nil, after seconds: Double = 0, named fileName: String? = nil
    ) async throws -> EvidenceItem {
        let writer = try originals.writer()
        try writer.append(bytes)
        let stored = try writer.finish()
        let day = day ?? self.day
        let at = clock().addingTimeInterval(seconds - 100)
        let item = EvidenceItem(
            id: EvidenceID(
                "\(store == Self.store.id ? "" : "\(store)-")\(slot)-\(day)-\(stored.sha256.short)"),
            store: store, day: day,
            kind: kind,
            slot: slot, sha256: stored.sha256, byteCount: bytes.count, fileName: fileName, receivedAt: at,
            recordedAt: at, sender: AccountID("tester"))
        return try await records.items.record(
            item, custody: CustodyNote(at: at, actor: AccountID("tester"), action: .received, detail: "test")
        ).item
    }

    func worker(_ pipeline: EvidencePipeline) -> Worker {
        Worker(pipeline: pipeline, settings: .init(name: "test", idleSeconds: 0.01))
    }

    static func picture() throws -> [UInt8] { [UInt8](try Fixture.data("media/plain.jpg")) }
    static func recording() throws -> [UInt8] { [UInt8](try Fixture.data("media/s16-16k.wav")) }
}
