import Evidence
import Foundation
import Testing

@testable import Console

struct SlotRunTests {
    private let names = ReferenceNames(products: [SKU("milk"): "纯牛奶 250ml"])

    private func slot(_ row: Int?, _ index: Int?, _ sku: String, _ status: ShelfFindings.SlotStatus)
        -> ShelfFindings.Slot
    {
        ShelfFindings.Slot(row: row, index: index, sku: SKU(sku), status: status)
    }

    @Test func `neighbours of one product and status are said in one breath`() {
        let runs = SlotRun.runs(of: [
            slot(1, 4, "milk", .outOfStock), slot(1, 3, "milk", .outOfStock), slot(1, 5, "milk", .ok),
            slot(0, 0, "tea", .missing), slot(nil, nil, "gum", .extra), slot(1, 6, "milk", .outOfStock),
        ])
        #expect(runs.map(\.count) == [1, 2, 1, 1, 1])
        #expect(runs[1].place == "第二层第 4–5 格")
        #expect(runs[1].advice(names) == "第二层第 4–5 格缺 纯牛奶 250ml，请补货。")
        #expect(runs.last?.place == "")
        #expect(runs.last?.advice(names) == nil)
    }

    @Test func `indices at the end of the number range do not trap`() {
        let runs = SlotRun.runs(of: [slot(0, .max, "milk", .ok), slot(0, .min, "milk", .ok)])
        #expect(runs.map(\.place).allSatisfy { !$0.isEmpty })
    }
}

struct PhotoOverlayTests {
    @Test func `marks stay inside the photo and carry their status`() {
        let analyzer = AnalyzerIdentity(name: "shelf", version: "1")
        let box = Box(x0: 10, y0: 10, x1: 60, y1: 90)
        let findings = ShelfFindings(
            width: 100, height: 100, quality: .init(usable: true),
            facings: [
                .init(sku: SKU("milk"), box: box, confidence: 0.9, row: 0),
                .init(sku: SKU("gum"), box: Box(x0: 90, y0: 90, x1: 400, y1: 400), confidence: 0.8, row: 0),
                .init(sku: SKU("off"), box: Box(x0: 200, y0: 0, x1: 300, y1: 50), confidence: 0.8, row: 0),
            ],
            slots: [.init(row: 0, index: 0, sku: SKU("milk"), status: .misplaced, box: box)],
            analyzer: analyzer)
        let overlay = PhotoOverlay(size: (100, 100), shelf: findings, names: ReferenceNames())
        #expect(overlay.marks.map(\.tone) == ["misplaced", "extra"])
        #expect(overlay.marks.allSatisfy { $0.x + $0.width <= 100 && $0.y + $0.height <= 100 })
        #expect(overlay.layers.map(\.count) == [2])
    }

    @Test func `what was seen in an area is marked below the shelf's own boxes`() {
        let analyzer = AnalyzerIdentity(name: "shelf", version: "1")
        let findings = ShelfFindings(
            width: 100, height: 100, quality: .init(usable: true),
            facings: [
                .init(sku: SKU("milk"), box: Box(x0: 10, y0: 10, x1: 60, y1: 90), confidence: 0.9, row: 0)
            ],
            analyzer: analyzer)
        let provenance = ProvenanceFindings(
            verdict: .suspect,
            reasons: [
                .init(code: "watermark.missing", detail: "没有水印", severity: .suspect),
                .init(
                    code: "manipulation.copied", detail: "有一块与另一处相同", severity: .info,
                    areas: [Box(x0: 0, y0: 0, x1: 30, y1: 30), Box(x0: 70, y0: 70, x1: 130, y1: 130)]),
            ], analyzer: analyzer)
        func overlay(forStore: Bool) -> PhotoOverlay {
            PhotoOverlay(
                size: (100, 100), shelf: findings, observations: provenance.told(toStore: forStore),
                names: ReferenceNames())
        }
        let seen = overlay(forStore: false)
        #expect(seen.marks.map(\.layer) == ["doubt", "doubt", "facing"])
        #expect(seen.marks.first?.detail == "有一块与另一处相同" && seen.marks[1].width == 30)
        #expect(seen.layers.map(\.title) == ["排面", "画面疑点"])
        #expect(overlay(forStore: true).marks.map(\.layer) == ["facing"])
    }

    @Test func `a map is laid over the photo of one item, neighbours of equal strength as one area`() throws {
        let analyzer = AnalyzerIdentity(name: "provenance", version: "1")
        var findings = ItemFindings()
        findings.provenance = ProvenanceFindings(
            verdict: .rejected,
            reasons: [
                .init(
                    code: "manipulation.spliced", detail: "有一块不同", severity: .info,
                    heat: HeatMap(cell: 20, rows: ["0000", "0993", "00x1"]))
            ], analyzer: analyzer)
        func overlay(forStore: Bool = false, showsHeat: Bool = true) -> PhotoOverlay? {
            findings.overlay(ReferenceNames(), forStore: forStore, showsHeat: showsHeat)
        }
        #expect(overlay() == nil)
        var media = MediaFindings()
        (media.width, media.height, media.orientation) = (60, 80, 6)
        findings.media = media
        let seen = try #require(overlay())
        #expect(seen.width == 80 && seen.height == 60 && seen.marks.isEmpty)
        #expect(seen.heat.areas.map(\.x) == [20, 60, 60] && seen.heat.areas.map(\.y) == [20, 20, 40])
        #expect(seen.heat.areas.map(\.width) == [40, 20, 20])
        #expect(seen.heat.areas.map(\.opacity) == [0.6, 0.2, 0.07])
        #expect(seen.layers.map(\.id) == ["heat"])
        #expect(overlay(showsHeat: false)?.heat.areas.isEmpty == true)
        #expect(overlay(forStore: true) == nil)
    }
}

struct ConsultationPanelTests {
    @Test func `keywords are set apart without losing a character`() {
        let runs = ConsultationPanel.runs("微波炉加热微波炉", keywords: ["微波", "微波炉", ""])
        #expect(runs.map(\.text) == ["微波炉", "加热", "微波炉"])
        #expect(runs.map(\.marked) == [true, false, true])
        #expect(ConsultationPanel.runs("", keywords: ["x"]).isEmpty)
    }
}

struct ScorePanelTests {
    @Test func `a part without evidence says why and is not zero`() {
        let score = ComplianceScore(
            store: StoreID("A"), day: BusinessDay(ordinal: 20_000), total: 86.4, provisional: true,
            parts: [
                ScorePart(
                    code: "shelf", chineseName: "陈列合规", weight: 45, numerator: 23, denominator: 25, score: 92),
                ScorePart(
                    code: "promotion", chineseName: "促销执行", weight: 25, score: nil,
                    note: Reason(code: "n", chinese: "没有可评的促销证据", english: "none")),
            ], policyVersion: "v1")
        let panel = ScorePanel(score)
        #expect(panel.parts[0].fraction == "23 / 25")
        #expect(panel.parts[0].bar.tone == "good")
        #expect(panel.parts[1].bar.text == "—")
        #expect(panel.parts[1].note == "没有可评的促销证据")
    }
}

struct SignInPagesTests {
    @Test(arguments: [
        ("/console?day=2026-11-22", true), ("//evil.example", false), ("https://evil.example", false),
        ("/\\evil.example", false), ("/a\r\nSet-Cookie: x", false), ("", false),
    ])
    func `after signing in only addresses of this server are followed`(address: String, local: Bool) {
        #expect((SignInPages.localAddress(address) != nil) == local)
    }
}

struct ProvenancePanelTests {
    @Test func `what headquarters decided stands before what was found`() {
        let findings = ProvenanceFindings(
            verdict: .suspect, analyzer: AnalyzerIdentity(name: "test", version: "1"))
        let panel = ProvenancePanel(findings, standing: .trusted, itemBase: "/", forStore: false)
        #expect(panel.tone == "trusted" && panel.verdict == Verdict.trusted.chineseName)
        #expect(ProvenancePanel(findings, itemBase: "/", forStore: false).tone == "suspect")
    }

    @Test func `a store reads what speaks against its evidence, headquarters also what is noted`() {
        let findings = ProvenanceFindings(
            verdict: .suspect,
            reasons: [
                .init(code: "datum.gcj02", detail: "水印坐标按国测局坐标理解。", severity: .info),
                .init(code: "evidence.noCaptureFacts", detail: "无法核对时间和地点。", severity: .suspect),
            ], analyzer: AnalyzerIdentity(name: "test", version: "1"))
        func codes(forStore: Bool) -> [String] {
            ProvenancePanel(findings, itemBase: "/", forStore: forStore).observations.map(\.code)
        }
        #expect(codes(forStore: true) == ["evidence.noCaptureFacts"])
        #expect(codes(forStore: false) == ["datum.gcj02", "evidence.noCaptureFacts"])
    }
}
