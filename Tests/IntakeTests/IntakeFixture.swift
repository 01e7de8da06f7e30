import Evidence
import Foundation
import Hashing
import Originals
import Records
import SQLiteDriver
import Synchronization
import TestSupport

@testable import Intake

/// An intake over real files and a real database, with two stores, on the afternoon of one day.
final class IntakeFixture: Sendable {
    /// 2026-11-20 15:00 in Hangzhou.
    static let afternoon = Date(timeIntervalSince1970: 1_795_158_000)
    static let xihu = StoreID("HZ-001")
    static let binjiang = StoreID("HZ-004")

    static let manager = Account(id: AccountID("hz001"), name: "店长", role: .manager, store: xihu)
    static let integrator = Account(id: AccountID("importer"), name: "导入", role: .integrator)
    static let headquarters = Account(id: AccountID("hq"), name: "总部", role: .hq)

    let folder: URL
    let database: SQLiteDatabase
    let records: EvidenceRecords
    let originals: FileOriginalStore
    let intake: EvidenceIntake
    let day: BusinessDay
    private let temporary: Mutex<TemporaryFolder>
    private let now = ClockHand(IntakeFixture.afternoon)

    init(limits: IntakeLimits = IntakeLimits(), inMemory: Bool = true) async throws {
        let temporary = try TemporaryFolder()
        folder = temporary.url
        database =
            try inMemory
            ? .inMemory() : SQLiteDatabase(path: folder.appendingPathComponent("records.sqlite").path)
        records = EvidenceRecords(database: database) { SHA256Hasher.hash(Array($0.utf8)).rawValue }
        try await records.migrate()
        let store = Store(id: Self.xihu, name: "古翠路晨光店", region: ["全国", "西湖区"])
        try await records.stores.upsert([store, Store(id: Self.binjiang, name: "江陵路星河店", region: ["全国"])])
        originals = try FileOriginalStore(folder: folder.appendingPathComponent("originals"))
        let now = self.now
        intake = EvidenceIntake(
            records: records, originals: originals, limits: limits,
            challenges: CaptureChallenges(secret: "of the fixture")
        ) { now.read() }
        day = store.businessDay(at: Self.afternoon)
        self.temporary = Mutex(temporary)
    }

    func setClock(to instant: Date) { now.set(instant) }

    /// What `requirements.yaml` says by default: three shelves, two recordings, one screenshot.
    func importRequirements(deadline: LocalTime? = nil, consent: Bool? = nil) async throws {
        let slots =
            (1...3).map { RequiredSlot(slot: "shelf-\($0)", kind: .shelfPhoto, title: "货架 \($0)") }
            + (1...2).map { RequiredSlot(slot: "consultation-\($0)", kind: .consultationAudio, title: "录音") }
            + [RequiredSlot(slot: "order-1", kind: .orderScreenshot, title: "截图")]
        let requirement = Requirement(id: "daily", slots: slots, deadline: deadline, consent: consent)
        _ = try await records.reference.put(
            kind: .requirements, name: "daily", json: try CanonicalJSON.string([requirement]), by: "hq",
            at: Self.afternoon)
    }

    func submission(
        _ kind: EvidenceKind = .shelfPhoto, _ slot: String = "shelf-1", day: BusinessDay? = nil,
        store: StoreID = xihu, sender: Account = manager, change: (inout Submission) -> Void = { _ in }
    ) -> Submission {
        var submission = Submission(
            store: store, day: day ?? self.day, kind: kind, slot: slot, fileName: "IMG_0001.jpg",
            consent: true,
            sender: sender)
        change(&submission)
        return submission
    }

    /// Sends bytes as the web does.
    @discardableResult
    func send(_ submission: Submission, _ bytes: [UInt8]) async throws -> Receipt {
        let writer = try intake.writer()
        try writer.append(bytes)
        return try await intake.accept(submission, from: writer)
    }

    /// Begins like a JPEG and differs by number.
    static func photo(_ number: Int = 0) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0] + Array("photo \(number)".utf8)
    }

    static func recording(_ number: Int = 0) -> [UInt8] { Array("OggS recording \(number)".utf8) }
}

/// A clock that a test sets.
private final class ClockHand: Sendable {
    private let instant: Mutex<Date>
    init(_ instant: Date) { self.instant = Mutex(instant) }
    func read() -> Date { instant.withLock { $0 } }
    func set(_ new: Date) { instant.withLock { $0 = new } }
}
