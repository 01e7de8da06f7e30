import Evidence
import Foundation
import TestSupport
import Testing

@testable import Intake

struct BatchManifestTests {
    private static func codes(_ text: String) throws -> [String] {
        try BatchManifest(text).problems.map { "\($0.line ?? 0) \($0.reason.code)" }
    }

    @Test(arguments: [",", ";", "\t"])
    func `a table says of each file what an upload says`(separator: String) throws {
        let text = [
            "\u{FEFF}file,kind,slot,consent,receivedAt,clientPosition,capturedAt,code,signature",
            #"货架/1.jpg,shelfPhoto,shelf-2,,2026-11-20T09:16:00+08:00,"{""latitude"":30.27,""longitude"":120.12}",2026-11-20T09:15:00Z,7HK3,ab"#,
            "录音.m4a,咨询,consultation-1,是,,,,,",
        ].joined(separator: "\r\n")
        // The position's own comma stands in quotes and stays one.
        let rows = try BatchManifest(
            separator == ","
                ? text
                : text.replacing(",", with: separator)
                    .replacing(#"30.27\#(separator)"#, with: "30.27,")
        ).rows
        #expect(rows.map(\.line) == [2, 3])
        #expect(rows.map(\.file) == ["货架/1.jpg", "录音.m4a"])
        #expect(rows.map(\.kind) == [.shelfPhoto, .consultationAudio])
        #expect(rows.map(\.slot) == ["shelf-2", "consultation-1"])
        #expect(rows.map(\.consent) == [nil, true])
        #expect(rows[0].receivedAt == Date(timeIntervalSince1970: 1_795_137_360))
        #expect(rows[0].clientPosition?.latitude == 30.27)
        #expect(rows[0].clientPosition?.time == Date(timeIntervalSince1970: 1_795_166_100))
        #expect(
            rows[0].captureClaim
                == CaptureClaim(code: "7HK3", capturedAt: "2026-11-20T09:15:00Z", signature: "ab"))
        #expect(rows.allSatisfy { !$0.isFaulty })
    }

    @Test func `Chinese columns and kinds are understood`() throws {
        let manifest = try BatchManifest("文件,类型,项目,顾客同意\na.jpg,货架照片,shelf-1,否\nb.png,接龙订单,,\n")
        #expect(manifest.problems.isEmpty)
        #expect(manifest.rows.map(\.kind) == [.shelfPhoto, .orderScreenshot])
        #expect(manifest.rows.map(\.consent) == [false, nil])
    }

    @Test func `what is wrong is told with its line`() throws {
        let text = """
            file,kind,colour,slot
            a.jpg,selfie,red,shelf-1

            b.jpg,shelf,,shelf-2,more
            ,shelf,,shelf-3
            "c
            c.jpg",shelf,,shelf-3
            d.jpg,shelf,,\(String(repeating: "x", count: 65))
            """
        let manifest = try BatchManifest(text)
        #expect(
            try Self.codes(text)
                == ["1 unknownColumn", "2 value", "4 tooManyFields", "5 noFile", "8 value"])
        #expect(manifest.rows.map(\.line) == [2, 4, 6, 8])
        #expect(manifest.rows.map(\.isFaulty) == [true, true, false, true])
    }

    @Test func `rows that disagree about a file are both in doubt, equal ones are one`() throws {
        let text = "file,kind\na.jpg,shelf\nA.JPG,order\nb.jpg,shelf\nB.jpg,shelf\n"
        let manifest = try BatchManifest(text)
        #expect(try Self.codes(text) == ["3 doubleRow", "5 doubleRow"])
        #expect(manifest.rows.map(\.isFaulty) == [true, false])
    }

    @Test func `a time of capture alone is told not to count`() throws {
        let text = "file,capturedAt\na.jpg,2026-11-20T09:15:00Z\nb.jpg,yesterday\n"
        #expect(try Self.codes(text) == ["2 timeAlone", "3 value"])
        #expect(try BatchManifest(text).rows.map(\.isFaulty) == [false, true])
    }

    @Test(arguments: [
        ("", 1), ("kind,slot\nshelf,shelf-1", 1), ("file\n\"a.jpg", 2),
        ("file\n" + String(repeating: "a\n", count: 5_001), 5_001),
    ])
    func `what is no manifest says so`(text: String, line: Int) throws {
        let problem = #expect(throws: ManifestProblem.self) { try BatchManifest(text) }
        #expect(problem?.reason.code == "manifestUnreadable")
        #expect(problem?.line == line)
    }

    @Test func `any text gives rows or a problem`() throws {
        var random = SeededGenerator(seed: 23)
        let pieces = [
            "file", "kind", ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "货架", "a.jpg", " ", "30,120",
            "{",
            "\u{FEFF}", "é", "🙂",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...40, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            do throws(ManifestProblem) {
                let manifest = try BatchManifest(text)
                let scalars = Array(text.unicodeScalars)
                let lines =
                    scalars.indices.count { index in
                        scalars[index] == "\n"
                            || scalars[index] == "\r"
                                && (index + 1 == scalars.count || scalars[index + 1] != "\n")
                    } + 1
                #expect(manifest.rows.allSatisfy { 1...lines ~= $0.line && !$0.file.isEmpty })
                #expect(Set(manifest.rows.map { BatchManifest.key($0.file) }).count == manifest.rows.count)
            } catch {
                #expect(error.reason.code == "manifestUnreadable")
            }
        }
    }

    @Test func `quoting keeps every field as it was`() throws {
        var random = SeededGenerator(seed: 5)
        let letters: [Character] = ["a", "货", ",", "\"", "\n", ";", " ", "\t"]
        for _ in 0..<500 {
            let fields = (0..<3).map { _ in
                "x"
                    + String(
                        (0..<Int.random(in: 0...8, using: &random)).map { _ in
                            letters.randomElement(using: &random) ?? "a"
                        })
            }
            let row = fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
            let table = try ManifestTable("a,b,c\n" + row + "\n")
            #expect(table.rows.last?.fields == fields)
        }
    }
}
