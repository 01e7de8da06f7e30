import Evidence
import Foundation
import SQLiteDriver
import TestSupport
import Testing

@testable import Records

/// What a database's file holds beside its rows after an erasure.
struct UnusedSpaceTests {
    private let folder: TemporaryFolder
    private let path: String
    private static let words = "顾客说我住在文三路"

    /// A database with a row, closed.
    init() async throws {
        folder = try TemporaryFolder()
        path = folder.url.appendingPathComponent("a.sqlite").path
        let fixture = try await RecordsFixture(try SQLiteDatabase(path: path))
        try await fixture.record(RecordsFixture.item(1))
        try await fixture.database.forgetOverwritten([])
    }

    /// Writes into the gap of the newest page of rows, as a page leaves a copy there whose row moved on.
    private func leave(_ text: String) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let size = Int(bytes[16]) << 8 | Int(bytes[17])
        let pages = Array(stride(from: size, to: bytes.count, by: size))
        let page = try #require(pages.last { bytes[$0] == 13 && gap(of: $0, in: bytes).count > 200 })
        let start = gap(of: page, in: bytes).upperBound - 100
        bytes.replaceSubrange(start..<(start + text.utf8.count), with: Data(text.utf8))
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    private func gap(of page: Int, in bytes: Data) -> Range<Int> {
        func number(_ place: Int) -> Int { Int(bytes[page + place]) << 8 | Int(bytes[page + place + 1]) }
        return page + 8 + 2 * number(3)..<page + number(5)
    }

    private func holds(_ text: String) throws -> Bool {
        try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(text.utf8)) != nil
    }

    private func forget(_ words: Set<String>?) async throws {
        let fixture = try await RecordsFixture(try SQLiteDatabase(path: path))
        try await fixture.database.forgetOverwritten(words)
        #expect(try await fixture.records.items.find(EvidenceID("item-1")) != nil)
    }

    @Test func `a copy of erased words beside the rows goes, and the rows stay`() async throws {
        try leave(Self.words)
        try await forget(["别的话", Self.words])
        #expect(try !holds("文三路"))
    }

    /// Whatever it says, and whoever's it was.
    @Test func `text in a page that is free is found without its words, and goes`() async throws {
        let database = try SQLiteDatabase(path: path)
        try await database.write { (connection) throws(RecordError) in
            try connection.execute("CREATE TABLE much (text TEXT)", [])
            for _ in 0..<200 {
                let row = String(repeating: "顾客说我住在文三路", count: 20)
                try connection.execute("INSERT INTO much VALUES (?)", [.text(row)])
            }
        }
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute("DROP TABLE much", [])
        }
        try await database.forgetOverwritten([])
        let free = try #require(try Self.freePage(of: path))
        #expect(try await !database.freePagesHoldText())
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes.replaceSubrange((free + 2_000)..<(free + 2_009), with: Data("文三路".utf8))
        try bytes.write(to: URL(fileURLWithPath: path))
        let again = try SQLiteDatabase(path: path)
        #expect(try await again.freePagesHoldText())
        try await again.forgetOverwritten(nil)
        #expect(try await !again.freePagesHoldText())
        #expect(try !holds("文三路"))
    }

    /// Where the first page of the free list begins.
    private static func freePage(of path: String) throws -> Int? {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let page = bytes[32..<36].reduce(0) { $0 << 8 | Int($1) }
        return page > 0 ? (page - 1) * (Int(bytes[16]) << 8 | Int(bytes[17])) : nil
    }

    @Test func `a part of erased words is enough`() async throws {
        try leave("住在文三")
        try await forget([Self.words])
        #expect(try !holds("住在文三"))
    }

    @Test func `where nobody knows the words any more all that stands beside the rows goes`() async throws {
        try leave(Self.words)
        try await forget(nil)
        #expect(try !holds("文三路"))
    }

    @Test func `a file without them is not written anew`() async throws {
        try leave("谢谢光临下次再来")
        try await forget([Self.words, "去", ""])
        #expect(try holds("谢谢光临"), "nobody had it erased")
    }

    @Test func `words of every length are found whole or in pieces`() async throws {
        try leave("张小明")
        try await forget(["张小明"])
        #expect(try !holds("张小明"))
    }

    @Test func `words that moved through pages that were split are gone after the erasure`() async throws {
        let fixture = try await RecordsFixture(try SQLiteDatabase(path: path))
        var random = SeededGenerator(seed: 10)
        // Rows of many lengths in the order of no key, changed again: pages are split and filled anew.
        for number in 2...400 {
            let item = RecordsFixture.item(number, kind: .consultationAudio, slot: "slot-\(number)")
            try await fixture.record(item)
            for _ in 0..<2 {
                let length = Int.random(in: 1...60, using: &random)
                let text = String(repeating: "好", count: length) + "密语\(10_000 + number)说完"
                let findings = ConsultationFindings(
                    audio: nil, transcript: Transcript(source: .sidecar, segments: [.init(text: text)]),
                    usable: true, analyzer: AnalyzerIdentity(name: "c", version: "\(length)"))
                try await fixture.records.findings.save(
                    FindingDocument(
                        item: item.id, kind: .consultation, analyzer: findings.analyzer,
                        json: try CanonicalJSON.string(findings), createdAt: RecordsFixture.noon))
            }
        }
        for number in stride(from: 2, through: 400, by: 40) {
            let erasure = try await fixture.records.items.erase(
                EvidenceID("item-\(number)"), reason: "顾客要求", actor: AccountID("hq"),
                at: RecordsFixture.noon)
            #expect(erasure.words.contains { $0.contains("密语\(10_000 + number)说完") })
            try await fixture.records.items.forgetOverwritten(erasure.words)
            #expect(try !holds("密语\(10_000 + number)"))
        }
    }
}
