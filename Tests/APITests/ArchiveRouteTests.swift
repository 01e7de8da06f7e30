import ArchiveTestSupport
import Evidence
import Foundation
import Hashing
import Originals
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API

/// A ZIP of a store-day's evidence, as programs and people send it.
@Suite(.serialized) struct ArchiveRouteTests {
    private let path = "/v1/batches/HZ-001/2026-11-22/archive"
    private let bearer = "Authorization: Bearer \(TestServer.token)"
    private let zip = "Content-Type: application/zip"

    private static func photo(_ number: Int) -> [UInt8] { [0xFF, 0xD8, 0xFF, 0xE0, UInt8(number)] }

    private static let good = SketchedArchive([
        .init("货架/1.jpg", photo(1)), .init("咨询/2.ogg", Array("OggS".utf8)), .init("__MACOSX/._a", [1]),
        .init("3.txt", Array("hello".utf8)),
    ]).bytes

    private static func outcomes(_ answer: TestAnswer) throws -> [String] {
        let entries = try #require(try answer.json()["entries"] as? [[String: Any]])
        return entries.map { "\($0["outcome"] ?? "") \($0["code"] ?? "")" }
    }

    @Test func `one answer tells what became of each entry`() async throws {
        try await TestServer.run { server in
            let answer = try await server.request(
                "POST", path + "?consent=true", [bearer, zip], body: Self.good)
            #expect(answer.status == 201)
            #expect(
                try Self.outcomes(answer) == [
                    "accepted accepted", "accepted accepted", "skipped systemFile", "rejected notEvidence",
                ])
            let document = try answer.json()
            #expect(document["accepted"] as? Int == 2)
            #expect(document["rejected"] as? Int == 1)
            #expect(document["manifest"] == nil)
            let first = try #require((document["entries"] as? [[String: Any]])?.first)
            #expect((first["messages"] as? [String: String])?["zh"] == "已收下")
            let receipt = try #require(first["receipt"] as? [String: Any])
            #expect(receipt["sha256"] as? String == SHA256Hasher.hash(Self.photo(1)).rawValue)
            let id = try #require(receipt["id"] as? String)
            #expect(try await server.get("/v1/items/\(id)", bearer).status == 200)
            #expect(
                answer.headers["content-digest"] == "sha-256=:\(SHA256Hasher.hash(answer.body).base64):")
            let again = try await server.request(
                "POST", path + "?consent=true", [bearer, zip], body: Self.good)
            #expect(again.status == 200)
            #expect(try Self.outcomes(again).prefix(2) == ["accepted repeated", "accepted repeated"])
            #expect(try server.originals.hashes().count == 2)
        }
    }

    @Test func `a form carries it as well, from a manager for the own store`() async throws {
        try await TestServer.run { server in
            let manager = "Authorization: Bearer \(TestServer.token(of: "hz001"))"
            let own = try await server.upload(
                path, fields: [("consent", "true")], file: Self.good, fileName: "店.zip", headers: [manager])
            #expect(own.status == 201)
            let foreign = try await server.request(
                "POST", "/v1/batches/HZ-002/2026-11-22/archive", [manager, zip], body: Self.good)
            #expect(foreign.status == 404)
        }
    }

    @Test func `remarks on the manifest carry their lines`() async throws {
        let bytes = SketchedArchive([
            .init("manifest.csv", Array("file,kind\n1.jpg,shelf\n2.jpg,shelf\n".utf8)),
            .init("1.jpg", Self.photo(1)),
        ]).bytes
        try await TestServer.run { server in
            let answer = try await server.request("POST", path, [bearer, zip], body: bytes)
            #expect(answer.status == 201)
            let manifest = try #require(try answer.json()["manifest"] as? [String: Any])
            let remarks = try #require(manifest["remarks"] as? [[String: Any]])
            #expect(remarks.map { $0["line"] as? Int } == [3])
            #expect(remarks.map { $0["code"] as? String } == ["missingFile"])
        }
    }

    @Test(arguments: [
        (SketchedArchive([.init("a.txt", Array("x".utf8))]).bytes, 422, nil),
        ([0xFF, 0xD8, 0xFF, 0xE0], 415, "notArchive"), ([1, 2, 3], 415, "notArchive"),
        (Array(good.dropLast(30)), 422, "truncated"),
        (
            SketchedArchive([.init("manifest.csv", Array("kind".utf8)), .init("货架/1.jpg", photo(1))]).bytes,
            422,
            "manifestUnreadable"
        ),
    ])
    func `nothing taken is no success`(bytes: [UInt8], status: Int, code: String?) async throws {
        try await TestServer.run { server in
            let answer = try await server.request("POST", path, [bearer, zip], body: bytes)
            #expect(answer.status == status)
            #expect(try answer.json()["code"] as? String == code)
            #expect(try server.originals.hashes().isEmpty)
        }
    }

    @Test func `an archive over the limit is refused while it comes`() async throws {
        try await TestServer.run(maximumUploadBytes: 1_000) { server in
            for headers in [["Content-Length: 2000000"], ["Transfer-Encoding: chunked"]] {
                let isChunked = headers[0].contains("chunked")
                let body =
                    isChunked
                    ? Array("fa0\r\n".utf8) + [UInt8](repeating: 7, count: 4_000)
                        + Array("\r\n0\r\n\r\n".utf8)
                    : []
                let answer = try await server.request("POST", path, [bearer, zip] + headers, body: body)
                #expect(answer.status == 413)
                #expect(try answer.json()["code"] as? String == "tooLarge")
            }
        }
    }

    @Test func `other bytes than stated leave nothing`() async throws {
        try await TestServer.run { server in
            let digest = "Content-Digest: sha-256=:\(SHA256Hasher.hash([1]).base64):"
            let answer = try await server.request("POST", path, [bearer, zip, digest], body: Self.good)
            #expect(answer.status == 400)
            #expect(try server.originals.hashes().isEmpty)
            let other = try await server.request(
                "POST", path, [bearer, "Content-Type: text/plain"], body: Self.good)
            #expect(other.status == 415)
        }
    }
}
