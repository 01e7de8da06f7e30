public import Evidence

/// What the promotion engine must know of an order.
public struct PromotionCart: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        /// nil where it is not known what the product is.
        public var category: String?
        public var amount: Money
        public init(category: String?, amount: Money) {
            self.category = category
            self.amount = amount
        }
    }
    public struct Reduction: Hashable, Sendable {
        /// `unclear`: the label does not say whether it is a 满减.
        public enum Kind: String, Hashable, Sendable { case fullReduction, coupon, instant, unclear }
        public var kind: Kind
        /// Positive.
        public var amount: Money
        public init(kind: Kind, amount: Money) {
            self.kind = kind
            self.amount = amount
        }
    }
    /// Local, `2026-11-12T14:13` or with seconds; nil where it is not visible.
    public var placedAt: String?
    public var lines: [Line]
    public var reductions: [Reduction]
    /// The regions that the store lies in, from the country down; nil where the store is not known.
    public var regions: [String]?
    public init(placedAt: String?, lines: [Line], reductions: [Reduction], regions: [String]?) {
        self.placedAt = placedAt
        self.lines = lines
        self.reductions = reductions
        self.regions = regions
    }
}

/// Says what a 满减 should have done to an order, and what was done.
///
/// The base of a scheme is the sum of the line amounts in its scope, before coupons and without freight. The tier is
/// the highest threshold that the base reaches. One 满减 an order: of the schemes in force at the store that are
/// reached, the one that takes most off; between equals the lower id.
public struct PromotionEngine: Sendable {
    private let schemes: [PromotionScheme]
    /// More unknown products than this are not tried out.
    private static let mostTrials = 4096

    public init(schemes: [PromotionScheme]) { self.schemes = schemes }

    /// Never guesses: `unknown` where the time is missing, where no scheme was given, or where the answer depends on
    /// something that is not known (a product's category, the store's region, what a reduction is).
    public func evaluate(_ cart: PromotionCart) -> Order.PromotionResult {
        let unknown = Order.PromotionResult(status: .unknown)
        guard !schemes.isEmpty, let placedAt = cart.placedAt.flatMap(Self.instant), !cart.lines.isEmpty else {
            return unknown
        }
        let dated = schemes.filter { scheme in
            guard let from = Self.start(scheme.from), let to = Self.end(scheme.to) else { return false }
            return from <= placedAt && placedAt <= to
        }
        var active: [PromotionScheme] = []
        for scheme in dated {
            guard let lies = Self.lies(cart.regions, in: scheme) else { return unknown }
            if lies { active.append(scheme) }
        }
        var answer: Order.PromotionResult?
        guard let trials = Self.trials(cart, categories: Self.categories(of: active)) else { return unknown }
        for trial in trials {
            let result = judge(trial, active: active)
            if let answer, answer != result { return unknown }
            answer = result
        }
        return answer ?? unknown
    }

    // MARK: Certain carts

    private struct Candidate {
        var scheme: PromotionScheme
        var tier: PromotionScheme.Tier
    }

    private func judge(_ cart: PromotionCart, active: [PromotionScheme]) -> Order.PromotionResult {
        let usesCoupon = cart.reductions.contains { $0.kind == .coupon }
        var open: [Candidate] = []
        var blocked: [Candidate] = []
        for scheme in active {
            let base = Self.base(of: scheme, cart.lines)
            guard
                let tier = scheme.tiers.filter({ $0.threshold <= base }).max(by: {
                    $0.threshold < $1.threshold
                })
            else { continue }
            let candidate = Candidate(scheme: scheme, tier: tier)
            if usesCoupon && !(scheme.stacksWithCoupon ?? true) {
                blocked.append(candidate)
            } else {
                open.append(candidate)
            }
        }
        open.sort { ($1.tier.off, $0.scheme.id) < ($0.tier.off, $1.scheme.id) }
        let applied = cart.reductions.filter { $0.kind == .fullReduction }.map(\.amount)
        let taken = applied.reduce(Money.zero, +)
        return Order.PromotionResult(
            schemeId: open.first?.scheme.id, tier: open.first.map { Double($0.tier.threshold.fen) / 100 },
            status: status(applied: applied, open: open, blocked: blocked, active: active),
            expectedOff: open.first?.tier.off, appliedOff: applied.isEmpty ? nil : taken)
    }

    private func status(
        applied: [Money], open: [Candidate], blocked: [Candidate], active: [PromotionScheme]
    ) -> Order.PromotionStatus {
        if applied.count > 1 { return .stackingViolated }
        guard let taken = applied.first else { return open.isEmpty ? .notEligible : .missing }
        if let best = open.first, best.tier.off == taken { return .correct }
        if blocked.contains(where: { $0.tier.off == taken }) { return .stackingViolated }
        if open.isEmpty { return .appliedIneligible }
        if open.dropFirst().contains(where: { $0.tier.off == taken }) { return .wrongScheme }
        if active.contains(where: { $0.tiers.contains { $0.off == taken } }) { return .wrongTier }
        return .wrongAmount
    }

    private static func base(of scheme: PromotionScheme, _ lines: [PromotionCart.Line]) -> Money {
        lines.reduce(.zero) { covers(scheme, $1.category) ? $0 + $1.amount : $0 }
    }

    private static func covers(_ scheme: PromotionScheme, _ category: String?) -> Bool {
        let category = category ?? ""
        if let only = scheme.scope?.categories, !only.contains(category) { return false }
        return !(scheme.scope?.excludeCategories ?? []).contains(category)
    }

    // MARK: What is not known is tried out

    private static func categories(of schemes: [PromotionScheme]) -> [String] {
        Set(schemes.flatMap { ($0.scope?.categories ?? []) + ($0.scope?.excludeCategories ?? []) }).sorted()
            + [""]
    }

    /// The cart with every unknown category and unclear reduction taken in each way it may be; nil where that is too
    /// much to try.
    private static func trials(_ cart: PromotionCart, categories: [String]) -> [PromotionCart]? {
        var result = [cart]
        for index in cart.lines.indices where cart.lines[index].category == nil {
            guard result.count * categories.count <= mostTrials else { return nil }
            result = result.flatMap { trial in
                categories.map { category in
                    var next = trial
                    next.lines[index].category = category
                    return next
                }
            }
        }
        for index in cart.reductions.indices where cart.reductions[index].kind == .unclear {
            guard result.count * 2 <= mostTrials else { return nil }
            result = result.flatMap { trial in
                [PromotionCart.Reduction.Kind.fullReduction, .instant].map { kind in
                    var next = trial
                    next.reductions[index].kind = kind
                    return next
                }
            }
        }
        return result
    }

    /// Nil where it depends on a store that is not known.
    private static func lies(_ regions: [String]?, in scheme: PromotionScheme) -> Bool? {
        guard let covered = scheme.regions, !covered.contains("全国") else { return true }
        guard let regions else { return nil }
        return covered.contains(where: regions.contains)
    }

    // MARK: Local times, compared as text

    private static func instant(_ text: String) -> String? {
        text.count == 19 ? text : text.count == 16 ? text + ":00" : nil
    }

    static func start(_ text: String) -> String? {
        switch text.count {
        case 10: text + "T00:00:00"
        case 16: text + ":00"
        case 19: text
        default: nil
        }
    }

    static func end(_ text: String) -> String? {
        switch text.count {
        case 10: text + "T23:59:59"
        case 16: text + ":59"
        case 19: text
        default: nil
        }
    }
}
