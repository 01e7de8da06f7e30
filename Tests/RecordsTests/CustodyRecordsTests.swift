import Evidence
import Foundation
import Records
import TestSupport
import Testing

struct CustodyRecordsTests {
    private func chained(_ count: Int) async throws -> RecordsFixture {
        let fixture = try await RecordsFixture()
        for number in 1...count {
            try await fixture.record(RecordsFixture.item(number, slot: "shelf-\(number)"))
        }
        return fixture
    }

    @Test func `each entry holds the hash of the one before`() async throws {
        let fixture = try await chained(3)
        var previousHash = ""
        for number in 1...3 {
            let entry = try #require(
                try await fixture.records.custody.entries(EvidenceID("item-\(number)")).first)
            #expect(entry.sequence == Int64(number))
            #expect(entry.previousHash == previousHash)
            previousHash = entry.hash
        }
        #expect(try await fixture.records.custody.last()?.hash == previousHash)
        #expect(try await fixture.records.custody.verifyChain() == nil)
    }

    @Test func `an empty chain holds`() async throws {
        #expect(try await RecordsFixture().records.custody.verifyChain() == nil)
    }

    @Test(arguments: [
        "UPDATE custody SET detail = 'bytes=1' WHERE sequence = 3",
        "UPDATE custody SET recordedAt = recordedAt + 1 WHERE sequence = 3",
        "UPDATE custody SET actor = 'someone' WHERE sequence = 3",
        "UPDATE custody SET action = 'superseded' WHERE sequence = 3",
        "UPDATE custody SET action = 'never-heard-of' WHERE sequence = 3",
        "UPDATE custody SET item = 'item-1' WHERE sequence = 3",
        "UPDATE custody SET hash = 'made-up' WHERE sequence = 3",
        "UPDATE custody SET previousHash = 'made-up' WHERE sequence = 3",
        "DELETE FROM custody WHERE sequence = 3",
        "UPDATE custody SET sequence = 99 WHERE sequence = 3",
    ])
    func `a changed entry is found`(change: String) async throws {
        let fixture = try await chained(5)
        try await fixture.execute(change)
        #expect(try await fixture.records.custody.verifyChain() == 3)
        let own = try await fixture.records.custody.verifyLinks(of: EvidenceID("item-3"))
        #expect(own != nil)
        #expect(try await fixture.records.custody.verifyLinks(of: EvidenceID("item-5")) == nil)
    }

    @Test func `an item's own links hold wherever they stand in the chain`() async throws {
        let fixture = try await chained(3)
        for number in 1...3 {
            try await fixture.records.custody.append(
                CustodyNote(
                    at: RecordsFixture.noon, actor: AccountID("hq"), action: .opened, detail: "original"),
                to: EvidenceID("item-\(number)"))
        }
        for number in 1...3 {
            #expect(
                try await fixture.records.custody.verifyLinks(of: EvidenceID("item-\(number)")) == nil)
        }
        #expect(try await fixture.records.custody.verifyLinks(of: EvidenceID("item-9")) == 0)
    }

    @Test func `a forged entry with a hash of its own breaks the next one`() async throws {
        let fixture = try await chained(5)
        // What someone does who knows the rule but cannot rewrite everything that follows.
        var entry = try #require(try await fixture.records.custody.entries(EvidenceID("item-3")).first)
        entry.detail = "bytes=1"
        let fields = [
            "3", "item-3", "\(Int64((entry.at.timeIntervalSince1970 * 1000).rounded()))", "hz001", "received",
            entry.detail, entry.previousHash,
        ]
        let seal = RecordsFixture.hash(fields.map { "\($0.utf8.count):\($0)" }.joined(separator: ","))
        try await fixture.execute(
            "UPDATE custody SET detail = ?, hash = ? WHERE sequence = 3",
            [.text(entry.detail), .text(seal)])
        #expect(try await fixture.records.custody.verifyChain() == 4)
        #expect(try await fixture.records.custody.verifyLinks(of: EvidenceID("item-3")) == 3)
    }

    @Test func `a chain longer than a page is walked to its end`() async throws {
        let fixture = try await chained(1)
        for number in 2...2100 {
            try await fixture.records.custody.append(
                CustodyNote(
                    at: RecordsFixture.noon, actor: AccountID("a"), action: .superseded, detail: "\(number)"),
                to: EvidenceID("item-1"))
        }
        #expect(try await fixture.records.custody.verifyChain() == nil)
        try await fixture.execute("UPDATE custody SET detail = 'x' WHERE sequence = 2050")
        #expect(try await fixture.records.custody.verifyChain() == 2050)
    }

    @Test func `fields cannot be shifted into each other`() async throws {
        let fixture = try await chained(1)
        let custody = fixture.records.custody
        let first = try await custody.append(
            CustodyNote(at: RecordsFixture.noon, actor: AccountID("a,1:b"), action: .received, detail: "c"),
            to: EvidenceID("item-1"))
        #expect(!first.hash.isEmpty)
        try await fixture.execute("UPDATE custody SET actor = 'a', detail = 'b,1:c' WHERE sequence = 2")
        #expect(try await custody.verifyChain() == 2)
    }
}
