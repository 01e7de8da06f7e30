import Evidence
import Foundation
import TestSupport
import Testing

@testable import Scoring

struct ComplianceScorerTests {
    static let day = BusinessDay(year: 2026, month: 11, day: 20)
    private let scorer = ComplianceScorer(policy: ScoringPolicy())

    static let required: [RequiredSlot] =
        (1...3).map { RequiredSlot(slot: "shelf-\($0)", kind: .shelfPhoto, title: "") }
        + (1...5).map { RequiredSlot(slot: "consultation-\($0)", kind: .consultationAudio, title: "") }
        + (1...3).map { RequiredSlot(slot: "order-\($0)", kind: .orderScreenshot, title: "") }

    private func item(_ slot: RequiredSlot, late: Bool = false, state: ItemState = .analysed) throws
        -> AnalysedItem
    {
        AnalysedItem(
            item: EvidenceItem(
                id: EvidenceID(slot.slot), store: StoreID("S"), day: try #require(Self.day), kind: slot.kind,
                slot: slot.slot, sha256: ContentHash(slot.slot), byteCount: 1,
                receivedAt: Date(timeIntervalSince1970: 0),
                recordedAt: Date(timeIntervalSince1970: 0), late: late, state: state, sender: AccountID("a")))
    }

    private func score(_ items: [AnalysedItem], exempted: Set<String> = []) throws -> ComplianceScore {
        scorer.score(
            StoreDay(
                store: StoreID("S"), day: try #require(Self.day), required: Self.required, exempted: exempted,
                items: items))
    }

    private func part(_ code: String, _ score: ComplianceScore) throws -> ScorePart {
        try #require((score.parts + score.parts.flatMap(\.parts)).first { $0.code == code })
    }

    @Test func `a late item counts half, a rejected one not at all`() throws {
        let items = [
            try item(Self.required[0]), try item(Self.required[1], late: true),
            try item(Self.required[2], state: .rejected),
        ]
        let completeness = try part("completeness", try score(items))
        #expect(completeness.numerator == 1.5)
        #expect(completeness.denominator == 11)
    }

    @Test func `exempted slots leave the denominator`() throws {
        let completeness = try part(
            "completeness", try score([], exempted: ["order-1", "order-2", "order-3"]))
        #expect(completeness.denominator == 8)
    }

    @Test func `screenshots beyond the required number add nothing to completeness`() throws {
        let extra = RequiredSlot(slot: "order-4", kind: .orderScreenshot, title: "")
        #expect(try part("completeness", try score([try item(extra)])).numerator == 0)
    }

    @Test func `shelf ratios add up over photos instead of being averaged`() throws {
        var first = try item(Self.required[0])
        first.shelf = Self.shelf(
            ShelfFindings.Counts(
                mustStockSeen: 1, mustStockPlanned: 1, facingsSeen: 1, facingsPlanned: 1, slotsOk: 1,
                slotsMisplaced: 0,
                slotsOutOfStock: 0, slotsAssessable: 1))
        var second = try item(Self.required[1])
        second.shelf = Self.shelf(
            ShelfFindings.Counts(
                mustStockSeen: 0, mustStockPlanned: 3, facingsSeen: 3, facingsPlanned: 9, slotsOk: 3,
                slotsMisplaced: 1,
                slotsOutOfStock: 5, slotsAssessable: 9))
        let result = try score([first, second])
        #expect(try part("shelf.assortment", result).score == 25)
        #expect(try part("shelf.facings", result).score == 40)
        #expect(try part("shelf.position", result).score == 80)
        #expect(try part("shelf.availability", result).score == 50)
        #expect(try part("shelf", result).score == 0.4 * 25 + 0.2 * 40 + 0.2 * 80 + 0.2 * 50)
    }

    @Test func `parts without evidence are not scored, their weight goes to the rest, and the total says so`()
        throws
    {
        let result = try score([])
        #expect(try part("shelf", result).score == nil)
        #expect(try part("shelf", result).note?.code == "notScored.noAssessableShelf")
        #expect(try part("promotion", result).score == nil)
        #expect(result.total == 0)
        #expect(result.provisional, "30 of 100 weights are scored")
    }

    @Test func `one order on two screenshots is one order`() throws {
        var first = try item(Self.required[8])
        var second = try item(Self.required[9])
        let good = Order(orderNumber: "1", promotion: .init(status: .correct))
        let bad = Order(orderNumber: "2", promotion: .init(status: .missing))
        let unreadable = Order(orderNumber: nil, promotion: .init(status: .unknown))
        let analyzer = AnalyzerIdentity(name: "order", version: "1")
        first.orders = OrderFindings(orders: [good, bad], analyzer: analyzer)
        second.orders = OrderFindings(orders: [good, unreadable], analyzer: analyzer)
        let promotion = try part("promotion.fullReduction", try score([first, second]))
        #expect(promotion.numerator == 1 && promotion.denominator == 2)
    }

    @Test func `recordings count when they hold enough speech, whatever customers say`() throws {
        var items: [AnalysedItem] = []
        for (index, speech) in [8.0, 2.0, 12.0].enumerated() {
            var recording = try item(Self.required[3 + index])
            recording.consultation = ConsultationFindings(
                audio: .init(seconds: 15, speechSeconds: speech), transcript: nil, usable: true,
                analyzer: AnalyzerIdentity(name: "consultation", version: "1"))
            items.append(recording)
        }
        let consultation = try part("consultation", try score(items))
        #expect(consultation.numerator == 2 && consultation.denominator == 5)
    }

    @Test func `a total lies between its lowest and highest part, for random days`() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            var items: [AnalysedItem] = []
            for slot in Self.required where Bool.random(using: &random) {
                var entry = try item(
                    slot, late: Bool.random(using: &random),
                    state: [.analysed, .rejected].randomElement(using: &random) ?? .analysed)
                let planned = Int.random(in: 0...20, using: &random)
                let ok = Int.random(in: 0...planned, using: &random)
                entry.shelf = Self.shelf(
                    ShelfFindings.Counts(
                        mustStockSeen: ok, mustStockPlanned: planned, facingsSeen: ok,
                        facingsPlanned: planned,
                        slotsOk: ok, slotsMisplaced: planned - ok, slotsOutOfStock: 0,
                        slotsAssessable: planned))
                items.append(entry)
            }
            let result = try score(items)
            let scores = result.parts.compactMap(\.score)
            let total = try #require(result.total)
            #expect(scores.allSatisfy { (0...100).contains($0) })
            #expect(total >= (scores.min() ?? 0) - 1e-9 && total <= (scores.max() ?? 0) + 1e-9)
        }
    }

    private static func shelf(_ counts: ShelfFindings.Counts) -> ShelfFindings {
        ShelfFindings(
            width: 1, height: 1, quality: .init(usable: true), counts: counts,
            analyzer: AnalyzerIdentity(name: "shelf", version: "1"))
    }
}
