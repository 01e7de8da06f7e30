/// A dated 满减 scheme.
public struct PromotionScheme: Hashable, Sendable {
    /// What of an order counts towards the threshold; nil where a list does not limit.
    public struct Scope: Hashable, Codable, Sendable {
        /// nil = everything (全场).
        public var categories: [String]?
        public var excludeCategories: [String]?
        /// Products by their `sku`, or by their name where the products file gives none.
        public var skus: [String]?
        public var excludeSkus: [String]?
        public init(
            categories: [String]? = nil, excludeCategories: [String]? = nil, skus: [String]? = nil,
            excludeSkus: [String]? = nil
        ) {
            self.categories = categories
            self.excludeCategories = excludeCategories
            self.skus = skus
            self.excludeSkus = excludeSkus
        }
    }

    /// 满59减10
    public struct Tier: Hashable, Codable, Sendable {
        public var threshold: Money
        public var off: Money
        public init(threshold: Money, off: Money) {
            self.threshold = threshold
            self.off = off
        }
    }

    /// 每满30减4, at most `cap` an order.
    public struct Each: Hashable, Sendable {
        public var threshold: Money
        public var off: Money
        public var cap: Money?
        public init(threshold: Money, off: Money, cap: Money? = nil) {
            self.threshold = threshold
            self.off = off
            self.cap = cap
        }
    }

    public enum Reduction: Hashable, Sendable {
        case tiers([Tier])
        case each(Each)
    }

    /// Which other reductions an order may use together with the scheme.
    public struct Stacking: Hashable, Codable, Sendable {
        public var coupon: Bool
        /// 立减, 直降
        public var instant: Bool
        /// 会员减
        public var member: Bool
        public init(coupon: Bool = true, instant: Bool = true, member: Bool = true) {
            self.coupon = coupon
            self.instant = instant
            self.member = member
        }
    }

    /// How often one customer may use the scheme; nil = without limit.
    public struct Limits: Hashable, Codable, Sendable {
        /// In the scheme's whole time.
        public var perCustomer: Int?
        /// On one calendar day.
        public var perDay: Int?
        public init(perCustomer: Int? = nil, perDay: Int? = nil) {
            self.perCustomer = perCustomer
            self.perDay = perDay
        }
    }

    public var id: String
    public var name: String
    /// Store-local, both ends included: `2026-11-01T00:00:00` or a date.
    public var from: String
    public var to: String
    public var reduction: Reduction
    public var regions: [String]?
    public var scope: Scope?
    /// 1…31: in force on these days of a month only (会员日 on the 8th and 18th).
    public var daysOfMonth: [Int]?
    public var membersOnly: Bool
    /// nil = everywhere. Group-buy orders are `groupBuy`.
    public var channels: [String]?
    public var stacksWith: Stacking
    public var limits: Limits

    public init(
        id: String, name: String, from: String, to: String, reduction: Reduction, regions: [String]? = nil,
        scope: Scope? = nil, daysOfMonth: [Int]? = nil, membersOnly: Bool = false, channels: [String]? = nil,
        stacksWith: Stacking = Stacking(), limits: Limits = Limits()
    ) {
        self.id = id
        self.name = name
        self.from = from
        self.to = to
        self.reduction = reduction
        self.regions = regions
        self.scope = scope
        self.daysOfMonth = daysOfMonth
        self.membersOnly = membersOnly
        self.channels = channels
        self.stacksWith = stacksWith
        self.limits = limits
    }

    /// What a group-buy order's channel is called in schemes.
    public static let groupBuy = "groupBuy"
}

extension PromotionScheme: Codable {
    private enum Kind: String, Codable { case tiers, each }

    private enum CodingKeys: String, CodingKey {
        case id, name, kind, from, to, tiers, threshold, off, cap, regions, scope, daysOfMonth, membersOnly
        case channels, stacksWith, stacksWithCoupon, limits
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let reduction: Reduction
        switch try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .tiers {
        case .tiers: reduction = .tiers(try container.decode([Tier].self, forKey: .tiers))
        case .each:
            reduction = .each(
                Each(
                    threshold: try container.decode(Money.self, forKey: .threshold),
                    off: try container.decode(Money.self, forKey: .off),
                    cap: try container.decodeIfPresent(Money.self, forKey: .cap)))
        }
        var stacking = try container.decodeIfPresent(Stacking.self, forKey: .stacksWith) ?? Stacking()
        if let coupon = try container.decodeIfPresent(Bool.self, forKey: .stacksWithCoupon) {
            stacking.coupon = coupon
        }
        self.init(
            id: try container.decode(String.self, forKey: .id),
            name: try container.decode(String.self, forKey: .name),
            from: try container.decode(String.self, forKey: .from),
            to: try container.decode(String.self, forKey: .to), reduction: reduction,
            regions: try container.decodeIfPresent([String].self, forKey: .regions),
            scope: try container.decodeIfPresent(Scope.self, forKey: .scope),
            daysOfMonth: try container.decodeIfPresent([Int].self, forKey: .daysOfMonth),
            membersOnly: try container.decodeIfPresent(Bool.self, forKey: .membersOnly) ?? false,
            channels: try container.decodeIfPresent([String].self, forKey: .channels), stacksWith: stacking,
            limits: try container.decodeIfPresent(Limits.self, forKey: .limits) ?? Limits())
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        switch reduction {
        case .tiers(let tiers):
            try container.encode(Kind.tiers, forKey: .kind)
            try container.encode(tiers, forKey: .tiers)
        case .each(let each):
            try container.encode(Kind.each, forKey: .kind)
            try container.encode(each.threshold, forKey: .threshold)
            try container.encode(each.off, forKey: .off)
            try container.encodeIfPresent(each.cap, forKey: .cap)
        }
        try container.encodeIfPresent(regions, forKey: .regions)
        try container.encodeIfPresent(scope, forKey: .scope)
        try container.encodeIfPresent(daysOfMonth, forKey: .daysOfMonth)
        try container.encode(membersOnly, forKey: .membersOnly)
        try container.encodeIfPresent(channels, forKey: .channels)
        try container.encode(stacksWith, forKey: .stacksWith)
        try container.encode(limits, forKey: .limits)
    }
}

/// A product as the group-buy shop names and prices it, for the scope of schemes.
public struct Product: Hashable, Codable, Sendable {
    public var name: String
    public var category: String
    public var price: Money?
    /// The name by which schemes may mention it.
    public var sku: String?
    public init(name: String, category: String, price: Money? = nil, sku: String? = nil) {
        self.name = name
        self.category = category
        self.price = price
        self.sku = sku
    }
}
