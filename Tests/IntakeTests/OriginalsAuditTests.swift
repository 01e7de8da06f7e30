import Evidence
import Foundation
import Hashing
import Originals
import Records
import TestSupport
import Testing

@testable import Intake

struct OriginalsAuditTests {
    let fixture: IntakeFixture
    let receipts: [Receipt]

    init() async throws {
        fixture = try await IntakeFixture()
        var receipts: [Receipt] = []
        for number in 1...5 {
            let submission = fixture.submission(.shelfPhoto, "shelf-\(number)")
            receipts.append(try await fixture.send(submission, IntakeFixture.photo(number)))
        }
        self.receipts = receipts
    }

    private func audit() async throws -> OriginalsAudit.Result {
        try await OriginalsAudit.run(originals: fixture.originals, records: fixture.records)
    }

    @Test func `sound originals pass, with progress`() async throws {
        var steps: [Int] = []
        let result = try await OriginalsAudit.run(originals: fixture.originals, records: fixture.records) {
            done, total in
            #expect(total == 5)
            steps.append(done)
        }
        #expect(result.isSound)
        #expect(result.checked == 5)
        #expect(steps == [1, 2, 3, 4, 5])
    }

    @Test func `missing, altered and orphaned originals are each named`() async throws {
        let missing = receipts[0].item.sha256
        try FileManager.default.removeItem(at: fixture.originals.url(of: missing))
        let altered = receipts[1].item.sha256
        try FileManager.default.removeItem(at: fixture.originals.url(of: altered))
        try Data("other bytes".utf8).write(to: fixture.originals.url(of: altered))
        let writer = try fixture.originals.writer()
        try writer.append(Array("never recorded".utf8))
        let orphaned = try writer.finish().sha256
        let result = try await audit()
        #expect(result == .init(checked: 5, missing: [missing], altered: [altered], orphaned: [orphaned]))
        #expect(!result.isSound)
    }

    @Test func `one flipped bit is found`() async throws {
        let url = fixture.originals.url(of: receipts[3].item.sha256)
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count - 1] ^= 1
        try FileManager.default.removeItem(at: url)
        try bytes.write(to: url)
        #expect(try await audit().altered == [receipts[3].item.sha256])
    }

    @Test func `a rendition that no record names is an orphan until it is swept`() async throws {
        let renditions = try FileOriginalStore(folder: fixture.folder.appendingPathComponent("renditions"))
        func keep(_ text: String) throws -> ContentHash {
            let writer = try renditions.writer()
            try writer.append(Array(text.utf8))
            return try writer.finish().sha256
        }
        let shown = try keep("covered")
        let id = receipts[0].item.id
        _ = try await fixture.records.renditions.save(Rendition(item: id, sha256: shown, byteCount: 7))
        let leftover = try keep("not covered")
        func audit() async throws -> OriginalsAudit.Result {
            try await OriginalsAudit.run(renditions: renditions, records: fixture.records)
        }
        #expect(try await audit().orphaned == [leftover])
        let sweep = { try await RenditionSweep.run(renditions: renditions, records: fixture.records) }
        #expect(try await sweep() == [leftover])
        #expect(try await sweep() == [])
        #expect(try renditions.hashes() == [shown])
        #expect(try await audit().isSound)
    }

    @Test func `superseded evidence stays under audit`() async throws {
        try await fixture.send(fixture.submission(.shelfPhoto, "shelf-1"), IntakeFixture.photo(99))
        try FileManager.default.removeItem(at: fixture.originals.url(of: receipts[0].item.sha256))
        #expect(try await audit().missing == [receipts[0].item.sha256])
    }
}
