import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import Reports

struct EvidencePackTests {
    private static let noon = Date(timeIntervalSince1970: 1_795_147_200)

    private func pack(sender: String = "hz001", detail: String = "<b>见原件</b>") throws -> EvidencePack {
        let item = EvidenceItem(
            id: EvidenceID("E1"), store: StoreID("HZ-001"), day: try #require(BusinessDay("2026-11-20")),
            kind: .shelfPhoto, slot: "shelf-1", sha256: ContentHash("ab12"), byteCount: 3,
            fileName: "../../etc/passwd", receivedAt: Self.noon, recordedAt: Self.noon, verdict: .suspect,
            sender: AccountID(sender))
        let link = CustodyEntry(
            sequence: 7, item: item.id, at: Self.noon, actor: AccountID(sender), action: .received,
            detail: detail, previousHash: "", hash: "feed")
        let findings = ProvenanceFindings(
            verdict: .suspect,
            reasons: [
                .init(code: "software.editor", detail: "所见", detailEnglish: "Seen", severity: .suspect)
            ],
            analyzer: AnalyzerIdentity(name: "provenance", version: "1"))
        return EvidencePack(
            item: item, store: nil,
            findings: [
                FindingDocument(
                    item: item.id, kind: .provenance, analyzer: findings.analyzer,
                    json: try CanonicalJSON.string(findings), createdAt: Self.noon)
            ],
            custody: [link], chainHead: link)
    }

    private func text(_ entry: StoredArchive.Entry) throws -> String {
        guard case .bytes(let bytes) = entry.content else { throw CocoaError(.fileReadUnknown) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func bytes(of entries: [StoredArchive.Entry]) throws -> [UInt8] {
        let archive = try StoredArchive(entries)
        var pieces = archive.pieces()
        var bytes: [UInt8] = []
        while let piece = try pieces.next() { bytes += piece }
        #expect(bytes.count == archive.byteCount)
        return bytes
    }

    @Test func `what lies in a file is archived as its bytes are, piece by piece`() throws {
        let folder = try TemporaryFolder()
        let content = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let (whole, empty) = (folder.url.appendingPathComponent("a"), folder.url.appendingPathComponent("b"))
        try Data(content).write(to: whole)
        try Data().write(to: empty)
        let fromFiles = try bytes(of: [
            .init(name: "a", content: .file(whole)), .init(name: "b", content: .file(empty)),
        ])
        #expect(
            fromFiles == (try bytes(of: [.init(name: "a", bytes: content), .init(name: "b", bytes: [])])))
        let archive = try StoredArchive([.init(name: "a", content: .file(whole))])
        try Data(content.prefix(500_000)).write(to: whole)
        var pieces = archive.pieces()
        #expect(throws: StoredArchive.Failure.self) { while try pieces.next() != nil {} }
        #expect(throws: StoredArchive.Failure.self) {
            try StoredArchive([.init(name: "c", content: .file(folder.url.appendingPathComponent("none")))])
        }
    }

    @Test func `the page by itself names no file of the pack`() throws {
        let page = try pack().page(picture: "/v1/items/E1/rendition")
        #expect(page.contains("<img src=\"/v1/items/E1/rendition\"") && page.contains("打印"))
        #expect(!page.contains("original/") && !page.contains("findings/"))
        #expect(try !text(pack().entries(original: nil)[0]).contains("class=\"hint\""))
    }

    @Test func `a pack holds original, findings, custody and a page`() throws {
        let entries = try pack().entries(original: .bytes([1, 2, 3]))
        #expect(
            entries.map(\.name) == [
                "index.html", "item.json", "custody.json", "findings/1-provenance.json", "original/ab12",
            ])
        #expect(entries.last?.content == .bytes([1, 2, 3]))
        let page = try text(entries[0])
        #expect(page.contains("software.editor"))
        #expect(page.contains("&lt;b&gt;见原件&lt;/b&gt;") && !page.contains("<b>"))
        #expect(page.contains("7 feed"))
        #expect(!page.contains("<script"))
    }

    @Test func `the page to print shows the covered picture, never the original`() throws {
        let entries = try pack().entries(original: .bytes([1, 2, 3]), rendition: .bytes([7, 8]))
        #expect(entries.first { $0.name == "rendition.jpg" }?.content == .bytes([7, 8]))
        let page = try text(entries[0])
        #expect(page.contains("<img src=\"rendition.jpg\""))
        #expect(!page.contains("src=\"original/"))
    }

    @Test func `a pack of a purged item says so, and holds all but the bytes`() throws {
        var pack = try pack()
        pack.purgedAt = Self.noon
        let entries = try pack.entries(original: nil)
        #expect(!entries.contains { $0.name.hasPrefix("original/") })
        #expect(entries.map(\.name).contains("findings/1-provenance.json"))
        let page = try text(entries[0])
        #expect(page.contains("原件已按保存期限于") && page.contains("removed after its retention period"))
        #expect(!page.contains("原件见 original/"))
    }

    @Test func `the same pack is the same bytes`() throws {
        let first = try bytes(of: try pack().entries(original: .bytes([1, 2, 3])))
        #expect(first == (try bytes(of: try pack().entries(original: .bytes([1, 2, 3])))))
    }

    @Test func `the check sum is ISO 3309's`() {
        func sum(_ parts: String...) -> UInt32 {
            var check = CyclicCheck()
            for part in parts { check.add(Array(part.utf8)) }
            return check.value
        }
        #expect(sum("123456789") == 0xCBF4_3926)
        #expect(sum("1234", "", "56789") == 0xCBF4_3926)
        #expect(sum() == 0)
    }

    @Test func `every file is found where the directory says`() throws {
        let entries = [
            StoredArchive.Entry(name: "一.txt", bytes: Array("甲".utf8)),
            StoredArchive.Entry(name: "b/empty", bytes: []),
        ]
        let archive = try bytes(of: entries)
        func number(_ place: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(archive[place + $1]) << (8 * $1) }
        }
        let end = archive.count - 22
        #expect(number(end, 4) == 0x0605_4B50)
        #expect(number(end + 10, 2) == entries.count)
        var place = number(end + 16, 4)
        for entry in entries {
            #expect(number(place, 4) == 0x0201_4B50)
            let local = number(place + 42, 4)
            #expect(number(local, 4) == 0x0403_4B50)
            let name = local + 30
            let length = number(local + 26, 2)
            #expect(Array(archive[name..<(name + length)]) == Array(entry.name.utf8))
            let body = name + length
            guard case .bytes(let content) = entry.content else { continue }
            #expect(Array(archive[body..<(body + content.count)]) == content)
            var check = CyclicCheck()
            check.add(content)
            #expect(number(local + 14, 4) == Int(check.value))
            place += 46 + length
        }
        #expect(place == end)
    }
}
