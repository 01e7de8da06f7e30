import Evidence
import Foundation
import Hashing
import Records
import Testing

@testable import Intake

struct CaptureChallengesTests {
    private static let challenges = CaptureChallenges(secret: "of the chain")
    private static let store = StoreID("HZ-001")
    private static let day = BusinessDay(ordinal: 20_776)
    private static let begin = Date(timeIntervalSince1970: 1_795_000_200)
    private static let noon = begin.addingTimeInterval(8 * 3600)
    private static let photo = SHA256Hasher.hash([1, 2, 3])

    /// As the capture page signs.
    private func signed(
        _ challenge: CaptureChallenge, at instant: Date, sha256: ContentHash = photo
    ) -> CaptureClaim {
        let capturedAt = instant.ISO8601Format()
        let code = MessageAuthentication.code(
            Array("\(challenge.code)\n\(capturedAt)\n\(sha256)".utf8), key: Array(challenge.key.utf8))
        return CaptureClaim(
            code: challenge.code, capturedAt: capturedAt,
            signature: code.map { String(format: "%02x", $0) }.joined())
    }

    private func judged(
        _ claim: CaptureClaim, store: StoreID = store, day: BusinessDay = day, now: Date = noon
    ) -> CaptureProof {
        Self.challenges.judge(
            claim, store: store, day: day, begin: Self.begin, now: now, sha256: Self.photo)
    }

    private func challenge(at instant: Date) -> CaptureChallenge {
        Self.challenges.challenge(store: Self.store, day: Self.day, at: instant)
    }

    @Test func `a code lives ten to twenty minutes and holds nothing that print is misread for`() {
        let first = challenge(at: Self.noon)
        #expect(first == challenge(at: first.validFrom))
        #expect(first == challenge(at: first.validFrom.addingTimeInterval(599)))
        #expect(first != challenge(at: first.validFrom.addingTimeInterval(600)))
        #expect(first.validUntil.timeIntervalSince(first.validFrom) == 1200)
        let codes = (0..<500).map { challenge(at: Self.noon.addingTimeInterval(600 * Double($0))).code }
        #expect(codes.allSatisfy { $0.count == 4 && !$0.contains { "01258BGIOQSZ6".contains($0) } })
        #expect(Set(codes).count > 490)
        #expect(Self.challenges.challenge(store: StoreID("HZ-002"), day: Self.day, at: Self.noon) != first)
        #expect(
            CaptureChallenges(secret: "x").challenge(store: Self.store, day: Self.day, at: Self.noon) != first
        )
    }

    @Test func `a signature is valid while its code is, however late the photo comes`() {
        let code = challenge(at: Self.noon)
        for second in [0.0, 599, 1199] {
            let taken = code.validFrom.addingTimeInterval(second)
            let proof = judged(signed(code, at: taken), now: taken.addingTimeInterval(30 * 3600))
            #expect(proof.signature == .valid && proof.isOfBatch && proof.capturedAt == taken)
        }
        let late = judged(
            signed(code, at: code.validUntil.addingTimeInterval(1)), now: Self.noon.addingTimeInterval(7200))
        #expect(late.signature == .invalid && late.capturedAt == nil)
    }

    @Test func `other bytes, another store, another day and a code from the future are not signed for`() {
        let code = challenge(at: Self.noon)
        let claim = signed(code, at: Self.noon)
        #expect(judged(claim).signature == .valid)
        #expect(judged(signed(code, at: Self.noon, sha256: SHA256Hasher.hash([9]))).signature == .invalid)
        #expect(judged(claim, store: StoreID("HZ-002")).signature == .invalid)
        #expect(judged(claim, day: Self.day.adding(days: 1)).signature == .invalid)
        let future = challenge(at: Self.noon.addingTimeInterval(3600))
        #expect(judged(signed(future, at: Self.noon.addingTimeInterval(3600))).signature == .invalid)
        #expect(
            judged(CaptureClaim(code: code.code, capturedAt: "noon", signature: "ab")).signature == .invalid)
        #expect(judged(CaptureClaim(code: code.code, signature: claim.signature)).signature == .invalid)
    }

    @Test func `a code alone counts where it was given on the day`() {
        let code = challenge(at: Self.noon.addingTimeInterval(-3 * 3600)).code
        #expect(
            judged(CaptureClaim(code: code.lowercased()))
                == CaptureProof(code: code, isOfBatch: true, signature: .absent))
        #expect(!judged(CaptureClaim(code: challenge(at: Self.noon.addingTimeInterval(1800)).code)).isOfBatch)
        #expect(!judged(CaptureClaim(code: "")).isOfBatch)
        #expect(judged(CaptureClaim(code: String(repeating: "A", count: 9999))).code.count == 16)
    }

    @Test(arguments: [Date.distantPast, Date.distantFuture, Date(timeIntervalSince1970: -1)])
    func `no clock is too wrong`(now: Date) {
        #expect(
            !judged(CaptureClaim(code: "AAAA", capturedAt: "0001-01-01T00:00:00Z", signature: ""), now: now)
                .isOfBatch)
        #expect(judged(CaptureClaim(code: "?"), now: now).signature == .absent)
    }

    @Test func `what was made of a claim is recorded with the photo, once, and goes with its erasure`()
        async throws
    {
        let fixture = try await IntakeFixture()
        let challenge = try #require(fixture.intake.challenges).challenge(
            store: IntakeFixture.xihu, day: fixture.day, at: IntakeFixture.afternoon)
        let bytes = IntakeFixture.photo(1)
        let claim = signed(challenge, at: IntakeFixture.afternoon, sha256: SHA256Hasher.hash(bytes))
        let receipt = try await fixture.send(fixture.submission { $0.captureClaim = claim }, bytes)
        let proofs = fixture.records.captureProofs
        #expect(try await proofs.find(receipt.item.id)?.signature == .valid)
        let again = try await fixture.send(
            fixture.submission { $0.captureClaim = CaptureClaim(code: "AAAA") }, bytes)
        #expect(again.repeated)
        #expect(try await proofs.find(receipt.item.id)?.signature == .valid)
        let other = try await fixture.send(fixture.submission(.shelfPhoto, "shelf-2"), IntakeFixture.photo(2))
        #expect(try await proofs.find(other.item.id) == nil)
        _ = try await fixture.records.items.erase(
            receipt.item.id, reason: "x", actor: AccountID("hq"), at: IntakeFixture.afternoon)
        #expect(try await proofs.find(receipt.item.id) == nil)
    }
}
