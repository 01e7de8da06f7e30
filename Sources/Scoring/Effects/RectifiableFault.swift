public import Evidence

/// A fault that new evidence can show to be gone.
public enum RectifiableFault: Sendable, Hashable {
    /// A planned product that is not on the shelf: out of stock or missing.
    case productAbsent(SKU)
    case productMisplaced(SKU)
    case promotionNotExecuted
    /// The picture or recording could not be used.
    case evidenceUnusable

    /// Reads `shelf.absent/SKU`, `shelf.misplaced/SKU`, `promotion.notExecuted`, `evidence.unusable`.
    public init?(code: String) {
        switch code {
        case "promotion.notExecuted": self = .promotionNotExecuted
        case "evidence.unusable": self = .evidenceUnusable
        default:
            guard let slash = code.firstIndex(of: "/") else { return nil }
            let sku = SKU(String(code[code.index(after: slash)...]))
            guard !sku.rawValue.isEmpty else { return nil }
            switch code[..<slash] {
            case "shelf.absent": self = .productAbsent(sku)
            case "shelf.misplaced": self = .productMisplaced(sku)
            default: return nil
            }
        }
    }

    public var code: String {
        switch self {
        case .productAbsent(let sku): "shelf.absent/\(sku)"
        case .productMisplaced(let sku): "shelf.misplaced/\(sku)"
        case .promotionNotExecuted: "promotion.notExecuted"
        case .evidenceUnusable: "evidence.unusable"
        }
    }

    /// The analyser whose word counts; a receipt needs none but the intake.
    public var analyzerName: String {
        switch self {
        case .productAbsent, .productMisplaced: "shelf"
        case .promotionNotExecuted: "order"
        case .evidenceUnusable: "intake"
        }
    }

    /// Whether an analysed item shows the fault, and which analyser says so.
    /// - Returns: nil where the item does not say: another kind, an unusable photo, a slot that cannot be assessed.
    public func judge(_ entry: AnalysedItem) -> (analyzer: String, isPresent: Bool)? {
        switch self {
        case .productAbsent(let sku):
            shelf(entry, sku, absent: [.outOfStock, .missing], present: [.ok, .misplaced])
        case .productMisplaced(let sku): shelf(entry, sku, absent: [.misplaced], present: [.ok])
        case .promotionNotExecuted: promotion(entry)
        case .evidenceUnusable:
            switch entry.item.state {
            case .rejected: ("intake", true)
            case .analysed: ("intake", false)
            case .received, .processing, .failed: nil
            }
        }
    }

    private func shelf(
        _ entry: AnalysedItem, _ sku: SKU, absent faults: Set<ShelfFindings.SlotStatus>,
        present good: Set<ShelfFindings.SlotStatus>
    ) -> (analyzer: String, isPresent: Bool)? {
        guard let shelf = entry.shelf, shelf.quality.usable, entry.item.state != .rejected else { return nil }
        let slots = shelf.slots.filter { $0.sku == sku }
        if slots.contains(where: { faults.contains($0.status) }) { return (shelf.analyzer.name, true) }
        return slots.contains { good.contains($0.status) } ? (shelf.analyzer.name, false) : nil
    }

    /// One order without its reduction shows the fault; only correct ones show it gone.
    private func promotion(_ entry: AnalysedItem) -> (analyzer: String, isPresent: Bool)? {
        guard let found = entry.orders, entry.item.state != .rejected else { return nil }
        let eligible = found.orders.filter { $0.promotion.status.isEligible }
        guard !eligible.isEmpty else { return nil }
        return (found.analyzer.name, eligible.contains { $0.promotion.status != .correct })
    }
}
