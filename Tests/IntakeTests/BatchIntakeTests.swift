import ArchiveTestSupport
import Decoding
import Evidence
import Foundation
import Hashing
import Originals
import Records
import TestSupport
import Testing

@testable import Intake

/// One archive for a store-day: every entry is an item as if it were sent alone.
struct BatchIntakeTests {
    private let fixture: IntakeFixture

    init() async throws { fixture = try await IntakeFixture() }

    private func send(
        _ entries: [SketchedArchive.Entry], archives: any ArchiveOpening = OpeningHere(),
        change: (inout BatchSubmission) -> Void = { _ in }
    ) async throws -> BatchAnswer {
        try await send(SketchedArchive(entries).bytes, archives: archives, change: change)
    }

    private func send(
        _ bytes: [UInt8], archives: any ArchiveOpening = OpeningHere(),
        change: (inout BatchSubmission) -> Void = { _ in }
    ) async throws -> BatchAnswer {
        var batch = BatchSubmission(
            store: IntakeFixture.xihu, day: fixture.day, sender: IntakeFixture.manager, consent: true)
        change(&batch)
        let writer = try fixture.intake.writer()
        try writer.append(bytes)
        let batches = BatchIntake(intake: fixture.intake, archives: archives)
        defer { #expect(temporaryFiles == []) }
        return try await batches.accept(batch, from: writer)
    }

    private var temporaryFiles: [String] {
        let folder = fixture.folder.appendingPathComponent("originals/tmp").path
        do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            return ["\(error)"]
        }
    }

    private static func lines(_ answer: BatchAnswer) -> [String] {
        answer.entries.map { "\($0.name) \($0.outcome.rawValue) \($0.reason.code) \($0.slot ?? "-")" }
    }

    private static func photo(_ number: Int = 0) -> [UInt8] { IntakeFixture.photo(number) }
    private static func recording(_ number: Int = 0) -> [UInt8] { IntakeFixture.recording(number) }

    @Test func `a folder of evidence is sorted into its slots`() async throws {
        try await fixture.importRequirements()
        let answer = try await send([
            .init("店/", []), .init("店/.DS_Store"), .init("__MACOSX/店/._a.jpg"), .init("店/Thumbs.db"),
            .init("店/货架/10.jpg", Self.photo(10)), .init("店/货架/2.jpg", Self.photo(2)),
            .init("店/货架/shelf-1.jpg", Self.photo(1)),
            .init("店/咨询/a.m4a", Self.recording(1)), .init("店/order-1.png", Self.photo(3)),
            .init("店/orders/x.png", Self.photo(4)), .init("b.ogg", Self.recording(2)),
        ])
        #expect(
            Self.lines(answer) == [
                "店/ skipped folder -", "店/.DS_Store skipped systemFile -",
                "__MACOSX/店/._a.jpg skipped systemFile -", "店/Thumbs.db skipped systemFile -",
                "店/货架/10.jpg accepted accepted shelf-3", "店/货架/2.jpg accepted accepted shelf-2",
                "店/货架/shelf-1.jpg accepted accepted shelf-1", "店/咨询/a.m4a accepted accepted consultation-2",
                "店/order-1.png accepted accepted order-1", "店/orders/x.png accepted accepted order-2",
                "b.ogg accepted accepted consultation-1",
            ])
        #expect(answer.manifestProblems == nil)
        for verdict in answer.entries where verdict.outcome == .accepted {
            let item = try #require(verdict.receipt?.item)
            #expect(try await fixture.records.items.find(item.id) == item)
            #expect(SHA256Hasher.hash(try fixture.originals.read(item.sha256)) == item.sha256)
            #expect(try fixture.originals.labels(of: item.sha256).map(\.item) == [item.id])
        }
        #expect(try await fixture.records.jobs.progress().waiting == 7)
    }

    @Test func `the same archive twice gives the same items`() async throws {
        let entries: [SketchedArchive.Entry] = [
            .init("货架/b.jpg", Self.photo(1)), .init("货架/a.jpg", Self.photo(2)),
            .init("录音/1.ogg", Self.recording()),
        ]
        let first = try await send(entries)
        let second = try await send(entries.reversed())
        #expect(first.hasNews && !second.hasNews)
        #expect(
            Set(first.entries.compactMap(\.receipt?.item.id))
                == Set(second.entries.compactMap(\.receipt?.item.id))
        )
        #expect(second.entries.map(\.reason.code) == ["repeated", "repeated", "repeated"])
        #expect(
            try await fixture.records.items.history(store: IntakeFixture.xihu, day: fixture.day).count == 3)
    }

    @Test func `files without a slot take the ones that are open`() async throws {
        try await fixture.importRequirements()
        try await fixture.send(fixture.submission(.shelfPhoto, "shelf-2"), Self.photo(0))
        let answer = try await send((1...3).map { .init("shelf/\($0).jpg", Self.photo($0)) })
        #expect(answer.entries.map(\.slot) == ["shelf-1", "shelf-3", nil])
        #expect(answer.entries.last?.reason.code == "noSlotLeft")
        // What came before is still what counts in its slot.
        let current = try await fixture.records.items.current(store: IntakeFixture.xihu, day: fixture.day)
        #expect(current.first { $0.slot == "shelf-2" }?.sha256 == SHA256Hasher.hash(Self.photo(0)))
    }

    @Test func `a bad entry costs none of the good ones`() async throws {
        var encrypted = SketchedArchive.Entry("shelf/5.jpg", Self.photo(5) + [UInt8](repeating: 0, count: 20))
        encrypted.flags |= 1
        var strange = SketchedArchive.Entry("shelf/6.jpg", Self.photo(6))
        strange.method = 97
        let answer = try await send([
            .init("shelf/1.jpg", Self.photo(1)), .init("../shelf-2.jpg", Self.photo(2)),
            .init("shelf/3.zip", [0x50, 0x4B, 0x03, 0x04]), .init("shelf/4.jpg", []), encrypted, strange,
            .init("shelf/7.ogg", Self.recording(7)), .init("8.jpg", Self.photo(8)),
            .init("9.txt", Array("hello".utf8)), .init("C:\\x.jpg", Self.photo(9)),
            .init("a/b/c/d/e.jpg", Self.photo(10)), .init("shelf/x.jpg", Self.photo(11)),
            .init("shelf/X.jpg", Self.photo(12)), .init("shelf/shelf-13.jpg", Self.photo(13)),
            .init("other/shelf-13.jpg", Self.photo(14)),
        ])
        #expect(
            answer.entries.map { "\($0.outcome.rawValue) \($0.reason.code)" } == [
                "accepted accepted", "rejected archiveNames", "rejected archiveDepth", "rejected emptyFile",
                "rejected unsupported", "rejected unsupported", "rejected wrongKind", "rejected kindUnknown",
                "rejected notEvidence", "rejected archiveNames", "rejected archiveDepth",
                "rejected archiveNames", "rejected archiveNames", "rejected slotTwice", "accepted accepted",
            ])
        #expect(try fixture.originals.hashes().count == 2)
        for verdict in answer.entries where verdict.outcome == .rejected {
            #expect(!verdict.reason.chinese.isEmpty && !verdict.reason.english.isEmpty)
        }
    }

    @Test func `the manifest decides, and what it leaves open is told`() async throws {
        try await fixture.importRequirements()
        let manifest = """
            file,kind,slot,consent,clientPosition,capturedAt,colour
            货架/1.jpg,货架,shelf-3,,"30.27,120.12",2026-11-20T06:59:00Z,red
            录音.ogg,咨询,,是,,,
            录音2.ogg,咨询,,否,,,
            不存在.jpg,货架,,,,,
            bad.jpg,selfie,,,,,
            """
        let answer = try await send([
            .init("店/manifest.csv", Array(manifest.utf8)), .init("店/录音.ogg", Self.recording(1)),
            .init("店/录音2.ogg", Self.recording(2)), .init("店/货架/1.jpg", Self.photo(1)),
            .init("店/bad.jpg", Self.photo(2)), .init("店/货架/extra.jpg", Self.photo(3)),
        ])
        #expect(
            Self.lines(answer) == [
                "店/manifest.csv skipped manifest -", "店/录音.ogg accepted accepted consultation-1",
                "店/录音2.ogg rejected consentMissing -", "店/货架/1.jpg accepted accepted shelf-3",
                "店/bad.jpg rejected manifestRow -", "店/货架/extra.jpg accepted accepted shelf-1",
            ])
        #expect(
            answer.manifestProblems?.map { "\($0.line ?? 0) \($0.reason.code)" } == [
                "1 unknownColumn", "6 value", "5 missingFile", "0 unlisted",
            ])
        let position = answer.entries[3].receipt?.item.clientPosition
        #expect(position?.latitude == 30.27)
        #expect(position?.time == Date(timeIntervalSince1970: 1_795_157_940))
    }

    @Test func `a manifest that cannot be read stops the archive`() async throws {
        for text in ["kind\nshelf", "file\n\"a.jpg"] {
            let refusal = await #expect(throws: BatchRefusal.self) {
                try await send([.init("manifest.csv", Array(text.utf8)), .init("shelf/1.jpg", Self.photo())])
            }
            #expect(refusal?.reason.code == "manifestUnreadable")
        }
        let two = await #expect(throws: BatchRefusal.self) {
            try await send([
                .init("manifest.csv", Array("file".utf8)), .init("a/manifest.csv", Array("file".utf8)),
            ])
        }
        #expect(two?.reason.code == "manifestUnreadable")
        #expect(try fixture.originals.hashes().isEmpty)
    }

    @Test(arguments: [
        ([], "empty"), ([0xFF, 0xD8, 0xFF, 0xE0], "notArchive"), ([0x50, 0x4B, 0x03, 0x04], "truncated"),
    ])
    func `what is no archive is refused as a whole`(bytes: [UInt8], code: String) async throws {
        let refusal = await #expect(throws: BatchRefusal.self) { try await send(bytes) }
        #expect(refusal?.reason.code == code)
    }

    @Test func `too many entries are refused before any is taken`() async throws {
        var limits = ArchiveLimits()
        limits.entries = 1
        let refusal = await #expect(throws: BatchRefusal.self) {
            try await send(
                [.init("shelf/1.jpg", Self.photo(1)), .init("shelf/2.jpg", Self.photo(2))],
                archives: OpeningHere(limits: limits))
        }
        #expect(refusal?.reason.code == "archiveEntries")
        #expect(try fixture.originals.hashes().isEmpty)
    }

    @Test func `who may send nothing alone may send no archive`() async throws {
        for change: (inout BatchSubmission) -> Void in [
            { $0.store = StoreID("nowhere") }, { $0.store = IntakeFixture.binjiang },
            { $0.day = $0.day.adding(days: 1) }, { $0.sha256 = SHA256Hasher.hash([1]) },
        ] {
            await #expect(throws: IntakeError.self) {
                try await send([.init("shelf/1.jpg", Self.photo())], change: change)
            }
        }
        #expect(try fixture.originals.hashes().isEmpty)
        // Only integrators may state when it arrived: each entry says so.
        let stated = try await send([.init("shelf/1.jpg", Self.photo())]) {
            $0.receivedAt = IntakeFixture.afternoon
        }
        #expect(stated.entries.map(\.reason.code) == ["receivedAtNotAllowed"])
    }

    @Test func `a store-day takes so many items and no more`() async throws {
        let small = try await IntakeFixture(limits: IntakeLimits(storeDay: StoreDayLimits(files: 2)))
        let batches = BatchIntake(intake: small.intake, archives: OpeningHere())
        let entries = (1...3).map { SketchedArchive.Entry("order/\($0).jpg", Self.photo($0)) }
        for _ in 0..<2 {
            let writer = try small.intake.writer()
            try writer.append(SketchedArchive(entries).bytes)
            let answer = try await batches.accept(
                BatchSubmission(store: IntakeFixture.xihu, day: small.day, sender: IntakeFixture.manager),
                from: writer)
            // What is there already is answered all the same.
            #expect(answer.entries.map(\.outcome) == [.accepted, .accepted, .rejected])
            #expect(answer.entries.last?.reason.code == "storeDayFull")
            #expect(try small.originals.hashes().count == 2)
        }
        let error = await #expect(throws: IntakeError.self) {
            try await small.send(small.submission(), Self.photo(9))
        }
        #expect(error?.code == .storeDayFull)
        // Nothing of what was refused stays, and another day's evidence comes in.
        #expect(try small.originals.hashes().count == 2)
        try await small.send(small.submission(day: small.day.adding(days: -1)), Self.photo(9))
        // The bytes of an item are not those of a refused one.
        await #expect(throws: IntakeError.self) { try await small.send(small.submission(), Self.photo(9)) }
        #expect(try small.originals.hashes().count == 3)
    }

    @Test func `the same request is answered as it was`() async throws {
        let entries = [SketchedArchive.Entry("shelf/1.jpg", Self.photo(1))]
        let first = try await send(entries) { $0.requestKey = "k" }
        let second = try await send(entries) { $0.requestKey = "k" }
        #expect(second.entries.map(\.receipt?.item.id) == first.entries.map(\.receipt?.item.id))
        #expect(second.hasNews, "the answer is that of then")
        let other = try await send([.init("shelf/1.jpg", Self.photo(2))]) { $0.requestKey = "k" }
        #expect(other.entries.map(\.reason.code) == ["keyReused"])
    }

    // MARK: Processes that end

    @Test func `an entry that ends its process costs itself`() async throws {
        let answer = try await send(
            (1...4).map { .init("shelf/\($0).jpg", Self.photo($0)) }, archives: Crashing(at: [1, 2]))
        #expect(
            answer.entries.map(\.reason.code)
                == ["accepted", "decoderCrashed", "decoderCrashed", "accepted"])
    }

    @Test func `an archive that ends one process after the other is given up`() async throws {
        let archives = Crashing(at: [0, 1, 2])
        let answer = try await send(
            (0...4).map { .init("shelf/\($0).jpg", Self.photo($0)) }, archives: archives)
        #expect(answer.entries.allSatisfy { $0.reason.code == "decoderCrashed" })
        #expect(answer.entries.count == 5)
    }

    @Test func `where nothing can be unpacked nothing is said about the archive`() async throws {
        let refusal = await #expect(throws: BatchRefusal.self) {
            try await send([.init("shelf/1.jpg", Self.photo())], archives: Unavailable())
        }
        #expect(refusal?.cause == .unavailable)
    }

    @Test func `what was taken before nothing could be unpacked any more is told`() async throws {
        let entries = (1...4).map { SketchedArchive.Entry("shelf/\($0).jpg", Self.photo($0)) }
        let answer = try await send(
            entries, archives: Disturbed(at: 2) { () throws(DecodingFailure) in throw Unavailable.failure })
        #expect(answer.stop == .unpacking(Unavailable.failure))
        #expect(
            answer.entries.map(\.reason.code)
                == ["accepted", "accepted", "decoderUnavailable", "decoderUnavailable"])
        #expect(answer.entries.compactMap(\.receipt).count == 2 && answer.count(.rejected) == 2)
        let again = try await send(entries)
        #expect(again.stop == nil)
        #expect(again.entries.map(\.reason.code) == ["repeated", "repeated", "accepted", "accepted"])
    }

    @Test func `what was taken before the storage failed is told`() async throws {
        let temporary = fixture.folder.appendingPathComponent("originals/tmp")
        let entries = (1...3).map { SketchedArchive.Entry("shelf/\($0).jpg", Self.photo($0)) }
        for (at, taken) in [(0, 0), (2, 2)] {
            let archives = Disturbed(at: at) {
                do { try FileManager.default.removeItem(at: temporary) } catch {
                    Issue.record("\(error)")
                }
            }
            let writer = try fixture.intake.writer()
            try writer.append(SketchedArchive(entries).bytes)
            let batch = BatchSubmission(
                store: IntakeFixture.xihu, day: fixture.day, sender: IntakeFixture.manager)
            let batches = BatchIntake(intake: fixture.intake, archives: archives)
            if taken == 0 {
                let error = await #expect(throws: IntakeError.self) {
                    try await batches.accept(batch, from: writer)
                }
                #expect(error?.code == .storageFailed)
            } else {
                let answer = try await batches.accept(batch, from: writer)
                #expect(answer.entries.map(\.reason.code) == ["accepted", "accepted", "storageFailed"])
                #expect(answer.entries.compactMap(\.receipt).count == taken)
                #expect(answer.stop?.reason.code == "storageFailed")
            }
            try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
        }
        let again = try await send(entries)
        #expect(again.entries.map(\.reason.code) == ["repeated", "repeated", "accepted"])
    }
}

/// Something happens before an entry is unpacked.
private struct Disturbed: ArchiveOpening {
    typealias Disturbance = @Sendable () throws(DecodingFailure) -> Void
    let at: Int
    let disturbance: Disturbance

    init(at entry: Int, _ disturbance: @escaping Disturbance) {
        at = entry
        self.disturbance = disturbance
    }

    private struct Archive: OpenArchive {
        let archive: any OpenArchive
        let at: Int
        let disturbance: Disturbance

        var entries: [ArchiveEntry] { archive.entries }
        func bytes(of index: Int, atMost most: Int) throws(DecodingFailure) -> [UInt8] {
            if index == at { try disturbance() }
            return try archive.bytes(of: index, atMost: most)
        }
        func text(of index: Int) throws(DecodingFailure) -> String { try archive.text(of: index) }
    }

    func openArchive(at path: String) throws(DecodingFailure) -> any OpenArchive {
        Archive(archive: try OpeningHere().openArchive(at: path), at: at, disturbance: disturbance)
    }
}

/// Its process ends at some entries.
private struct Crashing: ArchiveOpening {
    let at: Set<Int>

    init(at entries: Set<Int>) { at = entries }

    private struct Archive: OpenArchive {
        let archive: any OpenArchive
        let at: Set<Int>

        var entries: [ArchiveEntry] { archive.entries }
        func bytes(of index: Int, atMost most: Int) throws(DecodingFailure) -> [UInt8] {
            if at.contains(index) { throw DecodingFailure(.decoderCrashed, .archive, detail: "test") }
            return try archive.bytes(of: index, atMost: most)
        }
        func text(of index: Int) throws(DecodingFailure) -> String { try archive.text(of: index) }
    }

    func openArchive(at path: String) throws(DecodingFailure) -> any OpenArchive {
        Archive(archive: try OpeningHere().openArchive(at: path), at: at)
    }
}

private struct Unavailable: ArchiveOpening {
    static let failure = DecodingFailure(.decoderUnavailable, .archive, detail: "test")

    func openArchive(at path: String) throws(DecodingFailure) -> any OpenArchive { throw Self.failure }
}
