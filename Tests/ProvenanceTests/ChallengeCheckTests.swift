import AnalyzerKit
import Evidence
import Testing

@testable import Provenance

struct ChallengeCheckTests {
    private static let code = "7HK3"

    private func check(
        _ texts: [String] = [], isOfBatch: Bool = true, signature: CaptureProof.Signature = .absent,
        asks: Bool = true, proof: Bool = true
    ) -> ChallengeCheck {
        var policy = ProvenancePolicy()
        policy.asksForCode = asks
        return ChallengeCheck(
            policy: policy,
            proof: proof
                ? CaptureProof(code: Self.code, isOfBatch: isOfBatch, signature: signature) : nil,
            lines: Inputs.lines(texts))
    }

    private func codes(_ check: ChallengeCheck) -> [String] { check.reasons().map(\.code) }

    @Test func `a code in the picture or a signature of the page is enough`() {
        #expect(check(["拍摄码：7hk3"]).isShown)
        #expect(codes(check(["2026-11-20", "7HK3"])).isEmpty)
        #expect(codes(check(signature: .valid)).isEmpty)
        #expect(!check(["货号 A7HK39"]).isShown, "a part of another word is not the code")
    }

    @Test func `without one it is said only where the chain asks`() {
        #expect(codes(check()) == ["challenge.missing"])
        #expect(codes(check(proof: false)) == ["challenge.missing"])
        #expect(codes(check(asks: false)).isEmpty)
        #expect(codes(check(asks: false, proof: false)).isEmpty)
    }

    @Test
    func `a code of another day and a signature for other bytes are told, and punish nobody by default`() {
        let foreign = check(["7HK3"], isOfBatch: false)
        #expect(!foreign.isShown)
        #expect(codes(foreign) == ["challenge.invalid"])
        #expect(codes(check(signature: .invalid, asks: false)) == ["challenge.invalid"])
        #expect(foreign.reasons().allSatisfy { $0.severity == .info && $0.detail.contains("7HK3") })
    }

    @Test func `a signature speaks for the time, not for the place`() {
        func judged(_ proof: CaptureProof?, day: String = "2026-11-20") -> ProvenanceFindings {
            var input = Inputs.input(day: day)
            input.captureProof = proof
            return ProvenanceAnalyzer(stores: Inputs.stores).judge(input)
        }
        #expect(judged(nil).charges == ["evidence.noCaptureFacts"])
        let signed = judged(CaptureProof(code: Self.code, isOfBatch: true, signature: .valid))
        #expect(signed.charges.isEmpty)
        let signal = signed.signals?.first { $0.name == "challenge" }
        #expect(signal?.result == .supports && signal?.detail.contains(Self.code) == true)
        let invalid = judged(CaptureProof(code: Self.code, isOfBatch: false, signature: .invalid))
        #expect(invalid.charges == ["evidence.noCaptureFacts"])
    }
}
