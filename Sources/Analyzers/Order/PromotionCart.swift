public import Evidence

/// What the promotion engine must know of an order; nil is "not known", and is never guessed.
public struct PromotionCart: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        /// nil where it is not known what the product is.
        public var category: String?
        /// nil where it may be any product of its category.
        public var sku: String?
        public var amount: Money
        public init(category: String?, sku: String? = nil, amount: Money) {
            self.category = category
            self.sku = sku
            self.amount = amount
        }
    }

    public struct Reduction: Hashable, Sendable {
        /// `unclear`: the label does not say whether it is a 满减.
        public enum Kind: String, Hashable, Sendable { case fullReduction, coupon, instant, member, unclear }
        public var kind: Kind
        /// Positive.
        public var amount: Money
        public init(kind: Kind, amount: Money) {
            self.kind = kind
            self.amount = amount
        }
    }

    /// An order of the same customer on which a scheme was used before.
    public struct EarlierUse: Hashable, Sendable {
        public var schemeId: String
        /// Local, `2026-11-12`.
        public var day: String
        public init(schemeId: String, day: String) {
            self.schemeId = schemeId
            self.day = day
        }
    }

    /// Local, `2026-11-12T14:13` or with seconds; nil where it is not visible.
    public var placedAt: String?
    public var lines: [Line]
    public var reductions: [Reduction]
    /// The regions that the store lies in, from the country down; nil where the store is not known.
    public var regions: [String]?
    /// Whether the customer is a member.
    public var isMember: Bool?
    public var channel: String?
    /// nil where the customer or the earlier orders are not known.
    public var earlierUses: [EarlierUse]?

    public init(
        placedAt: String?, lines: [Line], reductions: [Reduction], regions: [String]?, isMember: Bool? = nil,
        channel: String? = PromotionScheme.groupBuy, earlierUses: [EarlierUse]? = nil
    ) {
        self.placedAt = placedAt
        self.lines = lines
        self.reductions = reductions
        self.regions = regions
        self.isMember = isMember
        self.channel = channel
        self.earlierUses = earlierUses
    }
}
