import Evidence
import Foundation
import Testing

@testable import Scoring

struct RectifiableFaultTests {
    private func item(_ kind: EvidenceKind, _ state: ItemState = .analysed) -> EvidenceItem {
        let instant = Date(timeIntervalSince1970: 0)
        return EvidenceItem(
            id: EvidenceID("i"), store: StoreID("S"), day: BusinessDay(ordinal: 20_000), kind: kind,
            slot: "s",
            sha256: ContentHash("0"), byteCount: 1, receivedAt: instant, recordedAt: instant, state: state,
            sender: AccountID("a"))
    }

    private func photo(_ statuses: [ShelfFindings.SlotStatus], usable: Bool = true) -> AnalysedItem {
        let slots = statuses.map { ShelfFindings.Slot(row: 0, index: 0, sku: SKU("cola"), status: $0) }
        return AnalysedItem(
            item: item(.shelfPhoto),
            shelf: ShelfFindings(
                width: 1, height: 1, quality: .init(usable: usable), slots: slots,
                analyzer: AnalyzerIdentity(name: "shelf", version: "1")))
    }

    @Test func `a product that is back shows the fault gone, one slot without it shows it there`() {
        let fault = RectifiableFault.productAbsent(SKU("cola"))
        #expect(fault.judge(photo([.ok]))?.isPresent == false)
        #expect(fault.judge(photo([.ok, .outOfStock]))?.isPresent == true)
        #expect(fault.judge(photo([.notAssessable])) == nil)
        #expect(fault.judge(photo([.ok], usable: false)) == nil)
        #expect(RectifiableFault.productAbsent(SKU("tea")).judge(photo([.ok])) == nil)
        #expect(fault.judge(AnalysedItem(item: item(.orderScreenshot))) == nil)
    }

    @Test func `only eligible orders speak about a promotion`() {
        func orders(_ statuses: [Order.PromotionStatus]) -> AnalysedItem {
            AnalysedItem(
                item: item(.orderScreenshot),
                orders: OrderFindings(
                    orders: statuses.map { Order(promotion: .init(status: $0)) },
                    analyzer: AnalyzerIdentity(name: "order", version: "1")))
        }
        let fault = RectifiableFault.promotionNotExecuted
        #expect(fault.judge(orders([.correct, .notEligible]))?.isPresent == false)
        #expect(fault.judge(orders([.correct, .missing]))?.isPresent == true)
        #expect(fault.judge(orders([.unknown])) == nil)
    }

    @Test func `evidence that was refused is still unusable, one that waits says nothing`() {
        let fault = RectifiableFault.evidenceUnusable
        #expect(fault.judge(AnalysedItem(item: item(.shelfPhoto, .rejected)))?.isPresent == true)
        #expect(fault.judge(AnalysedItem(item: item(.shelfPhoto)))?.isPresent == false)
        #expect(fault.judge(AnalysedItem(item: item(.shelfPhoto, .received))) == nil)
    }

    @Test(arguments: [
        "shelf.absent/cola", "shelf.misplaced/a/b", "promotion.notExecuted", "evidence.unusable",
    ])
    func `codes read back`(code: String) {
        #expect(RectifiableFault(code: code)?.code == code)
    }

    @Test(arguments: ["", "shelf.absent/", "shelf.absent", "price.wrong/x"])
    func `other codes are none`(code: String) { #expect(RectifiableFault(code: code) == nil) }
}
