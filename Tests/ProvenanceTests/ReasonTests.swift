import Evidence
import Media
import Testing

@testable import Provenance

struct ReasonTests {
    private let noon = "2026-11-20T12:00:00"

    @Test(arguments: ReasonCode.allCases) func `every code has advice in both languages and no accusation`(
        _ code: ReasonCode
    ) {
        let observation = Inputs.policy.observation(code, chinese: "所见", english: "Seen")
        #expect(observation.detail.hasPrefix("所见。"))
        #expect(observation.detail.count > 6)
        #expect((observation.detailEnglish ?? "").hasPrefix("Seen. "))
        for word in ["造假", "作弊", "欺骗", "伪造"] { #expect(!observation.detail.contains(word)) }
        for word in ["fake", "cheat", "fraud", "forged"] {
            #expect(!(observation.detailEnglish ?? "").lowercased().contains(word))
        }
    }

    @Test func `hints never reject`() {
        for code in [
            ReasonCode.watermarkEdited, .recaptureScreen, .exifThumbnail, .softwareEditor,
            .duplicateSameBatch,
            .addressMismatch, .weekdayMismatch,
        ] {
            #expect(Inputs.policy.severity(code) == .suspect)
        }
        #expect(Inputs.policy.severity(.exifMissing) == .info)
        #expect(Inputs.policy.severity(.exifNoGPS) == .info)
    }

    @Test func `a chain may judge a code otherwise`() {
        var policy = ProvenancePolicy()
        policy.severities["watermark.missing"] = .suspect
        policy.version = "chain-2"
        let analyzer = ProvenanceAnalyzer(stores: Inputs.stores, policy: policy)
        #expect(analyzer.identity.version.hasSuffix("chain-2"))
        #expect(policy.severity(.watermarkMissing) == .suspect)
    }

    @Test func `missing EXIF or GPS alone is neutral`() {
        let stripped = Inputs.judged(["2026-11-20 12:00", "浙江省杭州市西湖区文三路478号"])
        #expect(stripped.verdict == .trusted)
        #expect(stripped.codes.contains("exif.missing"))
        let noGPS = Inputs.judged(capture: Inputs.capture(time: noon))
        #expect(noGPS.verdict == .trusted)
        #expect(noGPS.codes.contains("exif.noGps"))
        #expect(noGPS.codes.contains("watermark.missing"))
    }

    @Test func `a photo without any signal is suspect`() {
        #expect(Inputs.judged().charges == ["evidence.noCaptureFacts"])
        #expect(Inputs.judged(["促销价 9.90", "2026.11.20"]).charges == ["evidence.noCaptureFacts"])
        let here = Inputs.point()
        let sent = ClientPosition(latitude: here.latitude, longitude: here.longitude, accuracy: 20)
        #expect(Inputs.judged(client: sent).verdict == .trusted)
    }

    @Test(arguments: [
        ("Adobe Photoshop 25.4 (Windows)", true), ("美图秀秀 11.2", true), ("Snapseed 2.0", true),
        ("GIMP 2.10", true),
        ("HyperOS 2.0", false), ("17.5.1", false), ("MediaTek Camera Application", false), ("今日水印相机", false),
    ]) func `editors are told from cameras by the software's name`(_ software: String, _ isEditor: Bool) {
        let findings = Inputs.judged(capture: Inputs.capture(time: noon, software: software))
        #expect(findings.charges == (isEditor ? ["software.editor"] : []))
    }

    @Test func `another store's address or name is said, a reader's slip is not`() {
        func charges(_ texts: String...) -> [String] { Inputs.judged(["2026-11-20 12:00"] + texts).charges }
        #expect(charges("浙江省杭州市西湖区文三路478号", "翠苑便利店").isEmpty)
        #expect(charges("浙江省杭州市滨江区江南大道228号") == ["watermark.addressMismatch"])
        #expect(charges("上海市浦东新区张杨路2389弄") == ["watermark.addressMismatch"])
        #expect(charges("浙江省杭州市西溯区文三路478号").isEmpty)
        #expect(charges("浙江省杭州市西湖区文三路473号").isEmpty)
        #expect(charges("门店：滨江星光店") == ["watermark.storeMismatch"])
        #expect(charges("门店：翠苑使利店").isEmpty)
        #expect(charges("门店：某某新店").isEmpty)
        #expect(charges("地址不详").isEmpty)
    }

    @Test func `screenshots of orders are judged by reuse alone`() {
        let findings = Inputs.judged(
            ["2020-01-01 12:00", "上海市浦东新区张杨路2389弄"], kind: .orderScreenshot)
        #expect(findings.verdict == .trusted)
        #expect(findings.reasons.isEmpty)
    }

    @Test func `the same input gives the same document`() throws {
        let texts = ["2026-11-18 12:00 星期一", "上海市浦东新区张杨路2389弄", "31.2°N 121.5°E"]
        let first = Inputs.judged(texts, capture: Inputs.capture(at: Inputs.point(north: 4000), time: noon))
        for _ in 0..<3 {
            #expect(
                Inputs.judged(texts, capture: Inputs.capture(at: Inputs.point(north: 4000), time: noon))
                    == first)
        }
        #expect(first.reasons.first?.severity != .info)
    }
}
