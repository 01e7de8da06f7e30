import Evidence
import Foundation
import Hashing
import Originals
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API

@Suite(.serialized) struct EvidenceRoutesTests {
    private let bearer = "Authorization: Bearer \(TestServer.token)"
    private let items = "/v1/batches/HZ-001/2026-11-22/items"

    private var photo: [UInt8] {
        get throws { Array(try Fixture.data("chain/media/shelf/HZ-001_2026-11-20_shelf-1.jpg")) }
    }

    @Test func `an uploaded photo is acknowledged with the hash of what was written`() async throws {
        let photo = try photo
        try await TestServer.run { server in
            let answer = try await server.upload(
                items, fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")], file: photo)
            #expect(answer.status == 201)
            let receipt = try answer.json()
            let hash = SHA256Hasher.hash(photo)
            #expect(receipt["sha256"] as? String == hash.rawValue)
            #expect(receipt["short"] as? String == hash.short)
            #expect(receipt["state"] as? String == "received")
            #expect(receipt["repeated"] as? Bool == false)
            #expect(try server.originals.read(hash) == photo)
            let id = try #require(receipt["id"] as? String)
            #expect(answer.headers["location"] == "/v1/items/\(id)")

            let batch = try await server.get("/v1/batches/HZ-001/2026-11-22", bearer).json()
            #expect(batch["received"] as? Int == 1)
            #expect(batch["required"] as? Int == 3)

            let hq = "Authorization: Bearer \(TestServer.token(of: "hq"))"
            let original = try await server.get("/v1/items/\(id)/original", hq)
            #expect(original.body == photo)
            #expect(original.headers["content-type"] == "image/jpeg")
            #expect(original.headers["x-content-type-options"] == "nosniff")
            #expect(
                original.headers["content-disposition"]?.hasPrefix(
                    "inline; filename=\"HZ-001_2026-11-22_shelf-1") == true)
            let part = try await server.get("/v1/items/\(id)/original", hq, "Range: bytes=10-19")
            #expect(part.status == 206)
            #expect(part.body == Array(photo[10...19]))
            #expect(part.headers["content-range"] == "bytes 10-19/\(photo.count)")
            let tag = try #require(original.headers["etag"])
            #expect(
                try await server.get("/v1/items/\(id)/original", hq, "If-None-Match: \(tag)").status
                    == 304)
        }
    }

    @Test func `the same bytes for the same slot answer 200 with the first item`() async throws {
        let photo = try photo
        try await TestServer.run { server in
            let fields = [("kind", "shelfPhoto"), ("slot", "shelf-1")]
            let first = try await server.upload(items, fields: fields, file: photo)
            let second = try await server.upload(items, fields: fields, file: photo)
            #expect(second.status == 200)
            #expect(try second.json()["id"] as? String == first.json()["id"] as? String)
            #expect(try second.json()["repeated"] as? Bool == true)
        }
    }

    @Test func `a raw body takes its fields from the query`() async throws {
        let photo = try photo
        try await TestServer.run { server in
            let answer = try await server.request(
                "POST", items + "?kind=shelfPhoto&slot=shelf-1&receivedAt=2026-11-22T09:16:00%2B08:00",
                [bearer, "Content-Type: image/jpeg"], body: photo)
            #expect(answer.status == 201)
            #expect(try answer.json()["receivedAt"] as? String == "2026-11-22T01:16:00Z")
        }
    }

    @Test func `fields may follow the file`() async throws {
        let photo = try photo
        try await TestServer.run { server in
            let boundary = "B"
            var body = Array(
                "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n".utf8)
            body += photo
            for (name, value) in [("kind", "shelfPhoto"), ("slot", "shelf-1")] {
                body += Array(
                    "\r\n--B\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)".utf8)
            }
            body += Array("\r\n--B--\r\n".utf8)
            let answer = try await server.request(
                "POST", items, [bearer, "Content-Type: multipart/form-data; boundary=\(boundary)"], body: body
            )
            #expect(answer.status == 201)
        }
    }

    @Test(arguments: [
        ("/v1/batches/HZ-999/2026-11-22/items", 404, "unknownStore"),
        ("/v1/batches/HZ-001/2027-01-01/items", 422, "dayInFuture"),
        ("/v1/batches/HZ-001/22-11-2026/items", 404, "invalidDay"),
    ])
    func `a wrong address says which part is wrong`(path: String, status: Int, code: String) async throws {
        let photo = try photo
        try await TestServer.run { server in
            let answer = try await server.upload(
                path, fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")], file: photo)
            try expectProblem(answer, status, code)
        }
    }

    @Test(
        arguments: [
            (["kind": "shelfPhoto", "slot": "shelf-9"], "photo", 422, "unknownSlot"),
            (["kind": "shelfPhoto", "slot": "shelf-1"], "empty", 422, "emptyFile"),
            (["kind": "shelfPhoto", "slot": "shelf-1"], "html", 415, "notMedia"),
            (["kind": "shelfPhoto"], "photo", 422, "missingField"),
            (["kind": "selfie", "slot": "shelf-1"], "photo", 422, "invalidField"),
            (["kind": "shelfPhoto", "slot": "shelf-1"], "none", 422, "missingField"),
            (["kind": "shelfPhoto", "slot": "shelf-1"], "large", 413, "tooLarge"),
        ] as [([String: String], String, Int, String)])
    func `a file that cannot be taken is refused with the reason`(
        fields: [String: String], file: String, status: Int, code: String
    ) async throws {
        let bytes: [UInt8]? =
            switch file {
            case "photo": Array(try photo.prefix(50_000))
            case "empty": []
            case "html": Array("<html><script>alert(1)</script></html>".utf8)
            case "large": [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 0, count: 200_000)
            default: nil
            }
        try await TestServer.run(maximumUploadBytes: 180_000) { server in
            let answer = try await server.upload(
                items, fields: fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, file: bytes)
            try expectProblem(answer, status, code)
            #expect(try await server.records.items.currentOnDay(TestServer.today).isEmpty)
            #expect(try server.originals.hashes().isEmpty)
        }
    }

    @Test func `a body without a stated length is cut at the limit`() async throws {
        try await TestServer.run(maximumUploadBytes: 10_000) { server in
            let chunk = Array("1000\r\n".utf8) + [UInt8](repeating: 7, count: 4_096) + Array("\r\n".utf8)
            let body = (0..<10).flatMap { _ in chunk } + Array("0\r\n\r\n".utf8)
            let answer = try await server.request(
                "POST", items + "?kind=shelfPhoto&slot=shelf-1",
                [bearer, "Content-Type: image/jpeg", "Transfer-Encoding: chunked"], body: body)
            try expectProblem(answer, 413, "tooLarge")
            #expect(try server.originals.hashes().isEmpty)
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/json"])
    func `other kinds of body are refused`(type: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.request(
                "POST", items + "?kind=shelfPhoto&slot=shelf-1", [bearer, "Content-Type: \(type)"],
                body: [1, 2, 3])
            try expectProblem(answer, 415, "unsupportedBody")
        }
    }

    @Test func `a form that breaks off is refused and leaves nothing`() async throws {
        try await TestServer.run { server in
            let body = Array(
                "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\u{1}\u{2}"
                    .utf8)
            let answer = try await server.request(
                "POST", items + "?kind=shelfPhoto&slot=shelf-1",
                [bearer, "Content-Type: multipart/form-data; boundary=B"], body: body)
            try expectProblem(answer, 400, "malformedBody")
            #expect(try server.originals.hashes().isEmpty)
        }
    }

    @Test func `without a token, with a wrong one, or for another store nothing is given`() async throws {
        let photo = try photo
        try await TestServer.run { server in
            let fields = [("kind", "shelfPhoto"), ("slot", "shelf-1")]
            try expectProblem(
                try await server.upload(items, fields: fields, file: photo, headers: []), 401, "signInFirst")
            try expectProblem(
                try await server.upload(
                    items, fields: fields, file: photo, headers: ["Authorization: Bearer wrong"]), 401,
                "wrongToken")
            let bound = "Authorization: Bearer \(TestServer.storeToken)"
            #expect(try await server.get("/v1/batches/HZ-001/2026-11-22", bound).status == 200)
            let foreign = try await server.get("/v1/batches/HZ-002/2026-11-22", bound)
            try expectProblem(foreign, 404, "unknownStore")
            let created = try await server.upload(
                "/v1/batches/HZ-002/2026-11-22/items", fields: fields, file: photo)
            let id = try #require(try created.json()["id"] as? String)
            try expectProblem(try await server.get("/v1/items/\(id)", bound), 404, "notFound")
            try expectProblem(try await server.get("/v1/items/\(id)/original", bound), 404, "notFound")
        }
    }

    @Test func `unknown paths and wrong methods answer with problems`() async throws {
        try await TestServer.run { server in
            try expectProblem(try await server.get("/v1/nothing", bearer), 404, "notFound")
            let wrong = try await server.request("DELETE", "/v1/flags", [bearer])
            try expectProblem(wrong, 405, "methodNotAllowed")
            #expect(wrong.headers["allow"] == "GET, HEAD")
            #expect(try await server.request("HEAD", "/healthz").status == 200)
        }
    }

    @Test func `health, version, progress, scores and flags answer`() async throws {
        try await TestServer.run { server in
            #expect(try await server.get("/healthz").json()["status"] as? String == "ok")
            #expect(try await server.get("/version").json()["version"] as? String == "test")
            #expect(try await server.get("/v1/progress", bearer).json()["waiting"] as? Int == 0)
            let series = try await server.get(
                "/v1/stores/HZ-001/scores?from=2026-11-20&to=2026-11-22", bearer)
            #expect(try series.json()["scores"] as? [String] == [])
            try expectProblem(
                try await server.get("/v1/stores/HZ-001/scores?from=2026-11-23&to=2026-11-22", bearer), 422,
                "invalidField")
            #expect(try await server.get("/v1/flags?state=open", bearer).status == 200)
            try expectProblem(try await server.get("/v1/flags?state=odd", bearer), 422, "invalidField")
            try expectProblem(
                try await server.get("/v1/batches/HZ-001/2026-11-22/score", bearer), 404, "notFound")
        }
    }

    private func expectProblem(
        _ answer: TestAnswer, _ status: Int, _ code: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(answer.status == status, sourceLocation: location)
        #expect(
            answer.headers["content-type"] == "application/problem+json; charset=utf-8",
            sourceLocation: location)
        let document = try answer.json()
        #expect(document["code"] as? String == code, sourceLocation: location)
        #expect(document["status"] as? Int == status, sourceLocation: location)
        let messages = document["messages"] as? [String: String]
        #expect(
            messages?["zh"]?.isEmpty == false && messages?["en"]?.isEmpty == false, sourceLocation: location)
        #expect(document["type"] as? String == "urn:storeproof:problem:\(code)", sourceLocation: location)
    }
}
