import AnalyzerKit
import Evidence
import Media
import Testing

@testable import Provenance

struct CaptureCheckTests {
    private func reasons(
        with: Int, without: Int = 0, makerNote: Bool = false, policy: ProvenancePolicy = Inputs.policy
    ) -> [ProvenanceFindings.Observation] {
        var capture = Inputs.capture(time: "2026-11-20T10:00:00")
        capture.make = "HUAWEI"
        capture.model = "Mate 60"
        capture.hasMakerNote = makerNote
        return CaptureCheck(policy: policy).check(
            capture: capture, watermark: nil, tellsMore: false,
            known: MakerNoteCounts(with: with, without: without)
        ).filter { $0.code.hasPrefix("exif.") }
    }

    @Test func `a missing maker note says something once twenty photos of the model came with one`() {
        #expect(reasons(with: 19).map(\.code) == ["exif.noMakerNote"])
        #expect(reasons(with: 20).map(\.code) == ["exif.makerNoteStripped"])
        #expect(reasons(with: 20, makerNote: true).isEmpty)
        #expect(reasons(with: 19).first?.severity == .info)
    }

    @Test func `a model whose photos often have none is left alone`() {
        #expect(reasons(with: 95, without: 5).map(\.code) == ["exif.makerNoteStripped"])
        #expect(reasons(with: 94, without: 6).map(\.code) == ["exif.noMakerNote"])
    }

    @Test func `the chain decides from how many photos on, and what was counted is said`() throws {
        var rules = ProvenanceRules()
        rules.makerNoteOriginals = 5
        rules.makerNoteShare = 0.5
        let policy = ProvenancePolicy(rules)
        #expect(reasons(with: 4, policy: policy).map(\.code) == ["exif.noMakerNote"])
        #expect(reasons(with: 5, without: 5, policy: policy).map(\.code) == ["exif.makerNoteStripped"])
        let few = try #require(reasons(with: 3, without: 1).first)
        #expect(few.detail.contains("同型号照片 3 张有、1 张没有；满 20 张且占 95 % 才作依据"))
        #expect(few.detailEnglish?.contains("3 have one, 1 have not") == true)
        #expect(try #require(reasons(with: 40).first).detail.contains("100 % 带着它（40 张）"))
    }

    @Test func `alone it makes no photo suspect, with another such reason it does`() {
        let one = reasons(with: 20)
        #expect(Inputs.policy.verdict(of: one) == .trusted)
        #expect(Inputs.policy.verdict(of: one + one) == .suspect)
    }
}
