import Evidence
import Foundation
import Hashing
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API

@Suite(.serialized) struct ChallengeRoutesTests {
    private let bearer = "Authorization: Bearer \(TestServer.token(of: "hz001"))"

    @Test func `a photo that is signed with the code of its batch is known as such`() async throws {
        let photo = Array(try Fixture.data("chain/media/shelf/HZ-001_2026-11-20_shelf-1.jpg"))
        try await TestServer.run { server in
            let day = TestChain.store.businessDay(at: TestServer.now)
            let answer = try await server.get("/v1/batches/HZ-001/\(day)/challenge", bearer)
            #expect(answer.status == 200)
            #expect(answer.headers["cache-control"] == "no-store")
            let challenge = try CanonicalJSON.decode(CaptureChallenge.self, from: answer.text)
            let capturedAt = TestServer.now.ISO8601Format()
            let message = "\(challenge.code)\n\(capturedAt)\n\(SHA256Hasher.hash(photo))"
            let signature = MessageAuthentication.code(
                Array(message.utf8), key: Array(challenge.key.utf8))
            let claim = CaptureClaim(
                code: challenge.code, capturedAt: capturedAt,
                signature: signature.map { String(format: "%02x", $0) }.joined())
            let fields = try [
                "kind=shelfPhoto", "slot=shelf-1", "captureProof=" + CanonicalJSON.string(claim).urlSegment,
            ]
            let receipt = try await server.request(
                "POST", "/v1/batches/HZ-001/\(day)/items?\(fields.joined(separator: "&"))",
                [bearer, "Content-Type: image/jpeg"], body: photo)
            #expect(receipt.status == 201)
            let id = EvidenceID(try #require(try receipt.json()["id"] as? String))
            let proof = try await server.records.captureProofs.find(id)
            #expect(proof?.signature == .valid && proof?.capturedAt == TestServer.now)
        }
    }

    @Test func `codes are given to those who see the store, on the day itself`() async throws {
        try await TestServer.run { server in
            let day = TestChain.store.businessDay(at: TestServer.now)
            for path in ["HZ-001/\(day.adding(days: -1))", "HZ-001/\(day.adding(days: 1))", "HZ-002/\(day)"] {
                let answer = try await server.get("/v1/batches/\(path)/challenge", bearer)
                #expect(answer.status == 404)
            }
            let stranger = try await server.get("/v1/batches/HZ-001/\(day)/challenge")
            #expect(stranger.status == 401)
        }
    }
}
