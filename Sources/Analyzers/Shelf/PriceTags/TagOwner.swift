import Evidence

/// Which product a tag speaks of: the one that stands above it.
struct TagOwner {
    private let board: ShelfBoard
    private let strangers: [Box]
    /// Planned products that are sold out: their tags hang below the gap.
    private let soldOut: [(sku: SKU, box: Box)]

    /// - Parameter findings: what else stands on the photo; a tag below a doubtful product or a gap is nobody's.
    init(board: ShelfBoard, findings: ShelfFindings) {
        self.board = board
        let others = findings.unknown.map(\.box) + findings.gaps.map(\.box) + findings.review.map(\.box)
        func isHere(_ box: Box) -> Bool {
            let x = Float(box.x0 + box.x1) / 2
            return abs(Float(box.y1) - board.bottom(at: x)) < 0.3 * board.facingHeight
        }
        strangers = others.filter(isHere)
        soldOut = findings.slots.compactMap { slot in
            guard slot.status == .outOfStock, let box = slot.box, isHere(box) else { return nil }
            return (slot.sku, box)
        }
    }

    /// nil where no product has the larger part of the tag below it.
    func sku(of tag: BoardPatch) -> SKU? {
        var shares: [SKU: Float] = [:]
        for (index, facing) in board.facings.enumerated() {
            let next = index + 1 < board.facings.count ? board.facings[index + 1] : nil
            // The space up to the next facing of the same product is its own too.
            let right = next?.sku == facing.sku ? max(facing.box.x1, next?.box.x0 ?? 0) : facing.box.x1
            let shared = min(tag.x1, Float(right)) - max(tag.x0, Float(facing.box.x0))
            if shared > 0 { shares[facing.sku, default: 0] += shared }
        }
        for (sku, box) in soldOut {
            let shared = min(tag.x1, Float(box.x1)) - max(tag.x0, Float(box.x0))
            if shared > 0 { shares[sku, default: 0] += shared }
        }
        let best = shares.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
        guard let best, best.value >= 0.5 * tag.width else { return nil }
        for box in strangers {
            let shared = min(tag.x1, Float(box.x1)) - max(tag.x0, Float(box.x0))
            if shared > best.value { return nil }
        }
        return best.key
    }
}
