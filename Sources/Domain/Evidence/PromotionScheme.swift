/// A dated 满减 scheme, in the form of the promotion files.
public struct PromotionScheme: Hashable, Codable, Sendable {
    public struct Scope: Hashable, Codable, Sendable {
        /// nil = everything (全场).
        public var categories: [String]?
        public var excludeCategories: [String]?
        public init(categories: [String]? = nil, excludeCategories: [String]? = nil) {
            self.categories = categories
            self.excludeCategories = excludeCategories
        }
    }
    public struct Tier: Hashable, Codable, Sendable {
        public var threshold: Money
        public var off: Money
        public init(threshold: Money, off: Money) {
            self.threshold = threshold
            self.off = off
        }
    }
    public var id: String
    public var name: String
    /// Store-local, both ends included: `2026-11-01T00:00:00` or a date.
    public var from: String
    public var to: String
    public var regions: [String]?
    public var scope: Scope?
    public var tiers: [Tier]
    public var stacksWithCoupon: Bool?
    public init(
        id: String, name: String, from: String, to: String, regions: [String]? = nil, scope: Scope? = nil,
        tiers: [Tier], stacksWithCoupon: Bool? = nil
    ) {
        self.id = id
        self.name = name
        self.from = from
        self.to = to
        self.regions = regions
        self.scope = scope
        self.tiers = tiers
        self.stacksWithCoupon = stacksWithCoupon
    }
}

/// A product as the group-buy shop names and prices it, for the scope of schemes.
public struct Product: Hashable, Codable, Sendable {
    public var name: String
    public var category: String
    public var price: Money?
    public init(name: String, category: String, price: Money? = nil) {
        self.name = name
        self.category = category
        self.price = price
    }
}
