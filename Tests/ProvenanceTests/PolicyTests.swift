import Evidence
import Testing

@testable import Provenance

struct PolicyTests {
    @Test func `a chain changes thresholds, strength, weight and advice`() {
        var rules = ProvenanceRules(codes: [
            "watermark.edited": .init(verdict: .info), "software.editor": .init(weight: 0.5),
            "time.future": .init(verdict: .suspect, chinese: "请校准时钟。", english: "Please set the clock."),
        ])
        rules.version = "chain-7"
        rules.placeAgreementMetres = 150
        let policy = ProvenancePolicy(rules)
        #expect(policy.version == "chain-7")
        #expect(policy.placeAgreementMetres == 150)
        #expect(policy.severity(.watermarkEdited) == .info)
        #expect(policy.severity(.timeFuture) == .suspect)
        #expect(policy.observation(.timeFuture, chinese: "所见", english: "Seen").detail == "所见。请校准时钟。")
        #expect(policy.weight("software.editor") == 0.5)
        #expect(policy.weight("watermark.edited") == 0)
    }

    @Test func `a hint cannot be made to reject`() {
        for code in ["watermark.edited", "recapture.screen", "exif.thumbnail", "exif.missing"] {
            let policy = ProvenancePolicy(ProvenanceRules(codes: [code: .init(verdict: .rejected)]))
            #expect(policy.severities[code] != .rejected)
            #expect(ProvenancePolicy.codes[code] == .suspect)
        }
        #expect(ProvenancePolicy.codes["place.outsideGeofence"] == .rejected)
    }

    @Test func `suspect codes must weigh enough together`() {
        let rules = ProvenanceRules(codes: [
            "software.editor": .init(weight: 0.5), "exif.thumbnail": .init(weight: 0.5),
        ])
        let policy = ProvenancePolicy(rules)
        let editor = policy.observation(.softwareEditor, chinese: "所见", english: "Seen")
        let thumbnail = policy.observation(.exifThumbnail, chinese: "所见", english: "Seen")
        #expect(policy.verdict(of: [editor]) == .trusted)
        #expect(policy.verdict(of: [editor, thumbnail]) == .suspect)
        let reused = policy.observation(.duplicateReused, chinese: "所见", english: "Seen")
        #expect(policy.verdict(of: [editor, reused]) == .rejected)
    }

    @Test func `a weight of nought never changes a verdict`() {
        let policy = ProvenancePolicy(ProvenanceRules(codes: ["software.editor": .init(weight: 0)]))
        let editor = policy.observation(.softwareEditor, chinese: "所见", english: "Seen")
        #expect(policy.verdict(of: [editor]) == .trusted)
    }
}
