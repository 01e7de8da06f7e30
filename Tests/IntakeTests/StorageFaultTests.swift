import Evidence
import Foundation
import Hashing
import Originals
import Records
import SQLiteDriver
import TestSupport
import Testing

@testable import Intake

/// Disks that are full or may not be written, a database that another process holds, a clock that goes back.
@Suite(.serialized)
struct StorageFaultTests {
    private struct NeverFull: Error {}

    /// Database and originals, in one folder as in a data folder.
    private struct Data {
        let records: EvidenceRecords
        let originals: FileOriginalStore
        let day: BusinessDay

        /// - Parameter disk: holds the originals where they lie elsewhere.
        init(_ folder: URL, originals disk: URL? = nil, busySeconds: Double = 10) async throws {
            let database = try SQLiteDatabase(
                path: folder.appendingPathComponent("records.sqlite").path, busySeconds: busySeconds)
            records = EvidenceRecords(database: database) { SHA256Hasher.hash(Array($0.utf8)).rawValue }
            try await records.migrate()
            let store = Store(id: IntakeFixture.xihu, name: "古翠路晨光店", region: ["全国"])
            try await records.stores.upsert([store])
            originals = try FileOriginalStore(
                folder: (disk ?? folder).appendingPathComponent("originals"))
            day = store.businessDay(at: IntakeFixture.afternoon)
        }

        /// A photo of some size, different by number.
        func send(
            _ number: Int, bytes: Int = 40_000, minimumFree: Int = 0,
            at instant: Date = IntakeFixture.afternoon
        ) async throws -> Receipt {
            let intake = EvidenceIntake(
                records: records, originals: originals, limits: IntakeLimits(minimumFreeBytes: minimumFree),
                clock: { instant })
            let writer = try intake.writer(expecting: bytes)
            do {
                try writer.append(IntakeFixture.photo(number) + [UInt8](repeating: 0, count: bytes))
            } catch {
                writer.abandon()
                throw error
            }
            return try await intake.accept(
                Submission(
                    store: IntakeFixture.xihu, day: day, kind: .shelfPhoto, slot: "shelf-\(number)",
                    sender: IntakeFixture.manager), from: writer)
        }

        /// Everything that was acknowledged is there, bit for bit, labelled and waiting for its analysis.
        func holds(_ receipts: [Receipt]) async throws {
            let audit = try await OriginalsAudit.run(originals: originals, records: records)
            #expect(audit.missing.isEmpty && audit.altered.isEmpty)
            #expect(try await OriginalsAudit.unlabelled(originals, records).isEmpty)
            #expect(try await records.custody.verifyChain() == nil)
            let items = try await records.items.current(store: IntakeFixture.xihu, day: day)
            #expect(Set(items.map(\.id)) == Set(receipts.map(\.item.id)))
            #expect(try await records.jobs.progress().waiting == receipts.count)
            for receipt in receipts {
                #expect(try originals.rehash(receipt.item.sha256) == receipt.item.sha256)
            }
        }

        /// Sends until something is refused.
        func fill(from first: Int, minimumFree: Int = 0) async throws -> (
            taken: [Receipt], refusal: any Error
        ) {
            var taken: [Receipt] = []
            for number in first..<999 {
                do { taken.append(try await send(number, minimumFree: minimumFree)) } catch {
                    return (taken, error)
                }
            }
            throw NeverFull()
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible))
    func `uploads end before the disk is full, and what is free stays free`() async throws {
        let disk = try SmallDisk(bytes: 6 << 20)
        let data = try await Data(disk.url)
        let (taken, refusal) = try await data.fill(from: 1, minimumFree: 2 << 20)
        #expect((refusal as? OriginalError)?.code == .full)
        #expect(try data.originals.freeBytes() >= 2 << 20 - 100_000)
        #expect(!taken.isEmpty)
        try await data.holds(taken)
        // What is left in reserve still lets a smaller threshold take more.
        let more = try await data.send(999, minimumFree: 1 << 20)
        try await data.holds(taken + [more])
    }

    @Test(.enabled(if: SmallDisk.isPossible))
    func `on a full disk nothing is acknowledged that is not there`() async throws {
        let disk = try SmallDisk(bytes: 3 << 20)
        let data = try await Data(disk.url)
        var (taken, refusal) = try await data.fill(from: 1)
        let isFull =
            (refusal as? OriginalError)?.code == .full || (refusal as? IntakeError)?.code == .storageFull
        #expect(isFull)
        // Smaller and smaller files, until neither bytes nor rows find room.
        for (hundred, bytes) in [(2, 10_000), (3, 2_000), (4, 200), (5, 20)] {
            for number in 0..<100 {
                do { taken.append(try await data.send(100 * hundred + number, bytes: bytes)) } catch { break }
            }
        }
        try await data.holds(taken)
        // The sender keeps the file and sends it again once there is room.
        let temporary = disk.url.appendingPathComponent("originals/tmp").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
        let gone = taken.prefix(8).map(\.item.sha256)
        for hash in gone { try FileManager.default.removeItem(at: data.originals.url(of: hash)) }
        let last = try await data.send(900, bytes: 10_000)
        #expect(try data.originals.rehash(last.item.sha256) == last.item.sha256)
        #expect(
            try await OriginalsAudit.run(originals: data.originals, records: data.records).missing
                == gone.sorted())
    }

    @Test(.enabled(if: SmallDisk.isPossible))
    func `a folder that may not be written refuses and loses nothing`() async throws {
        let disk = try SmallDisk(bytes: 6 << 20)
        let folder = try TemporaryFolder()
        let data = try await Data(folder.url, originals: disk.url)
        let first = try await data.send(1)
        try disk.setReadOnly(true)
        let error = await #expect(throws: OriginalError.self) { try await data.send(2) }
        #expect(error?.code == .denied)
        #expect(try data.originals.rehash(first.item.sha256) == first.item.sha256)
        try disk.setReadOnly(false)
        let second = try await data.send(2)
        try await data.holds([first, second])
    }

    @Test func `a database that another process holds refuses, and the next attempt is one item`()
        async throws
    {
        let folder = try TemporaryFolder()
        let data = try await Data(folder.url, busySeconds: 0)
        let other = try SQLiteDatabase(path: folder.url.appendingPathComponent("records.sqlite").path)
        let (opened, open) = AsyncStream<Void>.makeStream()
        let (closed, close) = AsyncStream<Void>.makeStream()
        let holder = Task.detached {
            try await other.write { (_) throws(RecordError) in
                open.yield()
                open.finish()
                // The transaction stays open until the test has seen the refusal.
                let gate = DispatchSemaphore(value: 0)
                Task.detached {
                    for await _ in closed { gate.signal() }
                }
                gate.wait()
            }
        }
        for await _ in opened {}
        let error = await #expect(throws: IntakeError.self) { try await data.send(1) }
        #expect(error?.code == .storageFailed)
        #expect(error?.chinese.contains("稍后重试") == true)
        close.yield()
        close.finish()
        try await holder.value
        let receipt = try await data.send(1)
        #expect(!receipt.repeated)
        try await data.holds([receipt])
    }

    @Test func `a clock that goes back loses nothing, and what comes later still takes the slot`()
        async throws
    {
        let folder = try TemporaryFolder()
        let data = try await Data(folder.url)
        let first = try await data.send(1, bytes: 10)
        let back = IntakeFixture.afternoon.addingTimeInterval(-3_600)
        let second = try await data.send(1, bytes: 20, at: back)
        #expect(second.item.receivedAt == back)
        #expect(try await data.records.items.find(first.item.id)?.supersededBy == second.item.id)
        #expect(try await data.records.custody.verifyChain() == nil)
        // Work waits for its time by the new clock, and none is lost.
        let queue = data.records.jobs
        let job = try await queue.claim(now: back, lease: .seconds(7_200), worker: "a")
        #expect(job?.subject == second.item.id.rawValue)
        #expect(try await queue.claim(now: back, lease: .seconds(60), worker: "a") == nil)
        let later = try await queue.claim(now: IntakeFixture.afternoon, lease: .seconds(60), worker: "b")
        #expect(later?.subject == first.item.id.rawValue)
        // Before the day has begun by the clock, its evidence is of the future.
        let error = await #expect(throws: IntakeError.self) {
            try await data.send(2, at: IntakeFixture.afternoon.addingTimeInterval(-86_400))
        }
        #expect(error?.code == .dayInFuture)
    }
}
