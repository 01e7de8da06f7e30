import Evidence
import Foundation
import Hashing
import Originals
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API

/// What a client says about its request is verified, and a request that is sent twice is one.
@Suite(.serialized) struct UploadIntegrityTests {
    private let bearer = "Authorization: Bearer \(TestServer.token)"
    private let items = "/v1/batches/HZ-001/2026-11-22/items"
    private let target = "?kind=shelfPhoto&slot=shelf-1"
    private let fields = [("kind", "shelfPhoto"), ("slot", "shelf-1")]

    private func photo(_ day: Int = 20) throws -> [UInt8] {
        Array(try Fixture.data("chain/media/shelf/HZ-001_2026-11-\(day)_shelf-1.jpg"))
    }

    private func send(
        _ server: TestServer, _ body: [UInt8], _ headers: String..., query: String? = nil
    ) async throws -> TestAnswer {
        try await server.request(
            "POST", items + (query ?? target), [bearer, "Content-Type: image/jpeg"] + headers, body: body)
    }

    @Test(arguments: ["Content-Digest", "Repr-Digest"])
    func `a right digest is verified and answered with ours`(field: String) async throws {
        let photo = try photo()
        let hash = SHA256Hasher.hash(photo)
        try await TestServer.run { server in
            let answer = try await send(
                server, photo, "\(field): sha-512=:AAAA:, sha-256=\(":\(hash.base64):")")
            #expect(answer.status == 201)
            #expect(try answer.json()["digest"] as? String == "sha-256=:\(hash.base64):")
            #expect(
                answer.headers["content-digest"] == "sha-256=:\(SHA256Hasher.hash(answer.body).base64):")
            #expect(answer.headers["repr-digest"] == answer.headers["content-digest"])
            let id = try #require(try answer.json()["id"] as? String)
            let original = try await server.get(
                "/v1/items/\(id)/original", "Authorization: Bearer \(TestServer.token(of: "hq"))",
                "Range: bytes=0-9")
            #expect(original.headers["repr-digest"] == "sha-256=:\(hash.base64):")
        }
    }

    @Test(arguments: [
        "Content-Digest: sha-256=:\(SHA256Hasher.hash([1]).base64):",
        "Repr-Digest: sha-256=:\(SHA256Hasher.hash([1]).base64):",
    ])
    func `a wrong digest keeps nothing`(header: String) async throws {
        let photo = try photo()
        try await TestServer.run { server in
            let answer = try await send(server, photo, header)
            #expect(answer.status == 400)
            #expect(try answer.json()["code"] as? String == "digestDiffers")
            #expect(try server.originals.hashes().isEmpty)
            #expect(try await server.records.items.latestDay() == nil)
            // The bytes as they were meant arrive by the next attempt.
            #expect(try await send(server, photo).status == 201)
        }
    }

    @Test func `a form is verified as a whole, and its file by a field`() async throws {
        let photo = try photo()
        let hash = SHA256Hasher.hash(photo).rawValue
        try await TestServer.run { server in
            let wrong = try await server.upload(
                items, fields: fields + [("sha256", String(hash.reversed()))], file: photo)
            #expect(wrong.status == 400)
            #expect(try wrong.json()["code"] as? String == "digestDiffers")
            #expect(try server.originals.hashes().isEmpty)
            // The field may be in the other case.
            let right = try await server.upload(
                items, fields: fields + [("sha256", hash.uppercased())], file: photo)
            #expect(right.status == 201)
            let whole = try await server.upload(
                items, fields: fields, file: try self.photo(21),
                headers: [bearer, "Content-Digest: sha-256=:\(SHA256Hasher.hash(photo).base64):"])
            #expect(whole.status == 400, "the file's hash is not the form's")
        }
    }

    @Test(arguments: [
        "Content-Digest: sha-512=:AAAA:", "Content-Digest: sha-256=AAAA", "Content-Digest: sha-256=:AAAA:",
        "Repr-Digest: sha-256", "Repr-Digest: ,", "Content-Digest: sha-256=::",
    ])
    func `a digest that cannot be verified is not passed over`(header: String) async throws {
        let photo = try photo()
        try await TestServer.run { server in
            let answer = try await send(server, photo, header)
            #expect(answer.status == 400)
            #expect(try answer.json()["code"] as? String == "digestUnreadable")
            #expect(answer.headers["want-content-digest"] == "sha-256=10")
            #expect(try server.originals.hashes().isEmpty)
        }
    }

    @Test func `the same key replays the same answer`() async throws {
        let photo = try photo()
        try await TestServer.run { server in
            let key = "Idempotency-Key: \"7f3a-1\""
            let first = try await send(server, photo, key)
            #expect(first.status == 201)
            // Another file takes the slot meanwhile: the answer stays what it was.
            #expect(try await send(server, try self.photo(21)).status == 201)
            for again in ["Idempotency-Key: \"7f3a-1\"", "Idempotency-Key: 7f3a-1"] {
                let second = try await send(server, photo, again)
                #expect(second.status == 201)
                #expect(second.body == first.body)
                #expect(second.headers["content-digest"] == first.headers["content-digest"])
            }
            // Somebody else's key of the same name is another key.
            let other = try await server.request(
                "POST", items + target,
                ["Authorization: Bearer \(TestServer.storeToken)", "Content-Type: image/jpeg", key],
                body: try self.photo(22))
            #expect(other.status == 201)
        }
    }

    @Test func `a key that was used for another request is refused`() async throws {
        let photo = try photo()
        try await TestServer.run { server in
            let key = "Idempotency-Key: \"7f3a-2\""
            #expect(try await send(server, photo, key).status == 201)
            for (body, query) in [(try self.photo(21), target), (photo, target + "&consent=true")] {
                let answer = try await send(server, body, key, query: query)
                #expect(answer.status == 422)
                #expect(try answer.json()["code"] as? String == "keyReused")
            }
            #expect(try server.originals.hashes() == [SHA256Hasher.hash(photo)])
        }
    }

    @Test(arguments: ["\"\"", "\"a b\"", "schlüssel", String(repeating: "k", count: 129)])
    func `a key that is no name is told`(key: String) async throws {
        try await TestServer.run { server in
            let answer = try await send(server, try photo(), "Idempotency-Key: \(key)")
            #expect(answer.status == 400)
            #expect(try answer.json()["code"] as? String == "idempotencyKeyUnreadable")
        }
    }

    @Test func `a media type that the bytes contradict is recorded, of a form's part and of a raw body`()
        async throws
    {
        let photo = try photo()
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        try await TestServer.run { server in
            // The form calls every file a JPEG.
            #expect(try await server.upload(items, fields: fields, file: png).status == 201)
            let answer = try await server.request(
                "POST", items + target, [bearer, "Content-Type: image/webp"], body: photo)
            #expect(answer.status == 201)
            for (bytes, recorded) in [
                (png, "statedType=image/jpeg sniffedType=png"),
                (photo, "statedType=image/webp sniffedType=jpeg"),
            ] {
                let labels = try server.originals.labels(of: SHA256Hasher.hash(bytes))
                #expect(labels.map { $0.custody.detail.hasSuffix(recorded) } == [true])
            }
        }
    }

    @Test func `who asks by hash first need not send twice`() async throws {
        let photo = try photo()
        let hash = SHA256Hasher.hash(photo)
        try await TestServer.run { server in
            let question = items + "?slot=shelf-1&sha256=\(hash)"
            #expect(try await server.get(question, bearer).json()["code"] as? String == "notStored")
            let receipt = try await send(server, photo).json()
            let answer = try await server.get(question, bearer)
            #expect(answer.status == 200)
            #expect(try answer.json()["id"] as? String == receipt["id"] as? String)
            #expect(try answer.json()["sha256"] as? String == hash.rawValue)
            #expect(try answer.json()["repeated"] as? Bool == true)
            // For another slot, or another store, the bytes are not there.
            #expect(try await server.get(items + "?slot=shelf-2&sha256=\(hash)", bearer).status == 404)
            #expect(try await server.get(items + "?slot=shelf-1&sha256=abc", bearer).status == 422)
            #expect(try await server.get(items + "?slot=shelf-1", bearer).status == 422)
            let foreign = "Authorization: Bearer \(TestServer.token(of: "hz002"))"
            #expect(try await server.get(question, foreign).status == 404)
            // A hash is taken only by durable bytes.
            try server.originals.erase(hash)
            #expect(try await server.get(question, bearer).status == 404)
        }
    }

    @Test func `bytes that were erased do not come back`() async throws {
        let photo = try photo()
        let hash = SHA256Hasher.hash(photo)
        try await TestServer.run { server in
            let key = "Idempotency-Key: \"7f3a-3\""
            let receipt = try await send(server, photo, key).json()
            let id = EvidenceID(try #require(receipt["id"] as? String))
            _ = try await server.records.items.erase(
                id, reason: "顾客要求", actor: AccountID("hq"), at: TestServer.now)
            try server.originals.erase(hash)
            for query in [target, "?kind=orderScreenshot&slot=order-1"] {
                let answer = try await send(server, photo, key, query: query)
                #expect(answer.status == 409)
                #expect(try answer.json()["code"] as? String == "erased")
                #expect(try server.originals.hashes().isEmpty)
            }
            #expect(try await server.get(items + "?slot=shelf-1&sha256=\(hash)", bearer).status == 404)
        }
    }
}
