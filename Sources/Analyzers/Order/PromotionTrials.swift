import Evidence

/// What an answer may depend on although it is not known.
enum PromotionDoubt: Int, Hashable, Comparable {
    case time, region, channel, membership, earlierUses, product, reduction

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Every way that an order may be, where parts of it are not known.
struct PromotionTrials {
    /// More ways than this are not tried out.
    private static let most = 4096

    /// By scheme: `bases[trial][scheme]` in fen.
    private(set) var bases: [[Int]]
    /// Which of the schemes may apply at all: one list of indices for each way.
    private(set) var active: [[Int]]
    private(set) var reductions: [[PromotionCart.Reduction]]
    private(set) var doubts: Set<PromotionDoubt> = []

    /// nil where there is too much to try.
    init?(_ cart: PromotionCart, schemes: [PromotionScheme], placedOn day: String) {
        bases = []
        active = [[]]
        reductions = [[]]
        for (index, scheme) in schemes.enumerated() {
            switch Gate(scheme, cart, day) {
            case .open: active = active.map { $0 + [index] }
            case .shut: continue
            case .doubtful(let doubt):
                doubts.insert(doubt)
                active += active.map { $0 + [index] }
            }
            guard active.count <= Self.most else { return nil }
        }
        for reduction in cart.reductions {
            if reduction.kind == .unclear {
                doubts.insert(.reduction)
                reductions = reductions.flatMap { known in
                    [PromotionCart.Reduction.Kind.fullReduction, .instant].map {
                        known + [.init(kind: $0, amount: reduction.amount)]
                    }
                }
            } else {
                reductions = reductions.map { $0 + [reduction] }
            }
            guard reductions.count <= Self.most else { return nil }
        }
        guard let bases = bases(of: cart.lines, schemes) else { return nil }
        self.bases = bases
        guard bases.count * active.count * reductions.count <= Self.most else { return nil }
    }

    private mutating func bases(of lines: [PromotionCart.Line], _ schemes: [PromotionScheme]) -> [[Int]]? {
        var result: Set<[Int]> = [[Int](repeating: 0, count: schemes.count)]
        for line in lines {
            let ways = coverage(of: line, schemes)
            if ways.count > 1 { doubts.insert(.product) }
            var next: Set<[Int]> = []
            for base in result {
                for way in ways {
                    next.insert(zip(base, way).map { $1 ? $0.addingClamped(line.amount.fen) : $0 })
                }
            }
            guard next.count <= Self.most else { return nil }
            result = next
        }
        return result.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Which of the schemes count a line, in each way that the product may be.
    private func coverage(of line: PromotionCart.Line, _ schemes: [PromotionScheme]) -> Set<[Bool]> {
        let scopes = schemes.compactMap(\.scope)
        let categories =
            line.category.map { [$0] }
            ?? Set(scopes.flatMap { ($0.categories ?? []) + ($0.excludeCategories ?? []) }).sorted() + [""]
        let skus =
            line.sku.map { [$0] }
            ?? Set(scopes.flatMap { ($0.skus ?? []) + ($0.excludeSkus ?? []) }).sorted() + [""]
        var ways: Set<[Bool]> = []
        for category in categories {
            for sku in skus { ways.insert(schemes.map { $0.covers(category: category, sku: sku) }) }
        }
        return ways
    }

    /// Whether a scheme may apply to an order, whatever its goods are.
    private enum Gate {
        case open, shut
        case doubtful(PromotionDoubt)

        init(_ scheme: PromotionScheme, _ cart: PromotionCart, _ day: String) {
            var doubt: PromotionDoubt?
            func isShut(_ holds: Bool?, _ question: PromotionDoubt) -> Bool {
                if holds == nil { doubt = doubt ?? question }
                return holds == false
            }
            let covered = scheme.regions ?? ["全国"]
            let lies =
                covered.contains("全国") ? true : cart.regions.map { $0.contains(where: covered.contains) }
            let isChannel = scheme.channels.map { names in cart.channel.map(names.contains) } ?? true
            let isMember = scheme.membersOnly ? cart.isMember : true
            if isShut(lies, .region) || isShut(isChannel, .channel) || isShut(isMember, .membership)
                || isShut(Self.isWithin(scheme, cart.earlierUses, day), .earlierUses)
            {
                self = .shut
            } else {
                self = doubt.map { .doubtful($0) } ?? .open
            }
        }

        /// Whether the customer may use the scheme once more.
        private static func isWithin(
            _ scheme: PromotionScheme, _ uses: [PromotionCart.EarlierUse]?, _ day: String
        ) -> Bool? {
            let limits = scheme.limits
            guard limits.perCustomer != nil || limits.perDay != nil else { return true }
            guard let own = uses?.filter({ $0.schemeId == scheme.id }) else { return nil }
            return own.count < limits.perCustomer ?? .max
                && own.count(where: { $0.day == day }) < limits.perDay ?? .max
        }
    }
}

extension Int {
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
