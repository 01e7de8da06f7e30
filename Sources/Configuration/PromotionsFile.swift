public import Evidence

/// Dated 满减 schemes: `{"schemes": [{"id", "name", "from", "to", …}]}` in YAML or JSON.
///
/// | key | what |
/// |---|---|
/// | `kind` | `tiers` (the default) with `tiers: [{threshold, off}]`, or `each` with `threshold`, `off`, `cap` |
/// | `from`, `to` | date or date-time, store-local, both included |
/// | `daysOfMonth` | `[8, 18]`: only on these days |
/// | `membersOnly` | `true`: for members |
/// | `regions`, `channels` | where it is in force |
/// | `scope` | `categories`, `skus`, `excludeCategories`, `excludeSkus` |
/// | `stacksWith` | `{coupon, instant, member}`, each `true` unless said; `stacksWithCoupon` is the short form |
/// | `note` | for people |
/// | `limits` | `{perCustomer, perDay}`: how often one customer may use it, in all and a day |
public enum PromotionsFile {
    private static let known: Set<String> = [
        "id", "name", "kind", "from", "to", "tiers", "threshold", "off", "cap", "regions", "scope",
        "daysOfMonth", "membersOnly", "channels", "stacksWith", "stacksWithCoupon", "limits",
        "note",
    ]

    public static func read(_ text: String, file: String) throws(ConfigurationError) -> [PromotionScheme] {
        let root = try DocumentNode.root(of: text, file: file)
        var schemes: [PromotionScheme] = []
        var seen: Set<String> = []
        for node in root.list("schemes") {
            guard let scheme = scheme(node) else { continue }
            if !seen.insert(scheme.id).inserted {
                root.problems.add(node, "方案编号 \(scheme.id) 重复", "scheme id \(scheme.id) stands twice")
            }
            schemes.append(scheme)
        }
        try root.problems.throwIfAny()
        return schemes
    }

    private static func scheme(_ node: DocumentNode) -> PromotionScheme? {
        refuseUnknown(node, known)
        let reduction = reduction(node)
        guard let id = node.string("id"), let from = instant(node, "from"), let to = instant(node, "to"),
            let reduction
        else { return nil }
        // A bare date as the end means the whole day; both texts then compare character by character.
        if (from.count == 10 ? from + "T00:00:00" : from) > (to.count == 10 ? to + "T23:59:59" : to) {
            node.problems.add(
                node.child("to"), "方案 \(id) 的结束早于开始", "scheme \(id) ends before it begins")
        }
        if let regions = node.strings("regions"), regions.isEmpty {
            node.problems.add(node.child("regions"), "适用区域为空，全部门店请写“全国”", "no region: 全国 means every store")
        }
        return PromotionScheme(
            id: id, name: node.optionalString("name") ?? id, from: from, to: to, reduction: reduction,
            regions: node.strings("regions"), scope: scope(node), daysOfMonth: days(node),
            membersOnly: node.boolean("membersOnly") ?? false, channels: node.strings("channels"),
            stacksWith: stacking(node), limits: limits(node))
    }

    // MARK: What is taken off

    private static func reduction(_ node: DocumentNode) -> PromotionScheme.Reduction? {
        switch node.optionalString("kind") ?? "tiers" {
        case "tiers": return .tiers(tiers(node))
        case "each":
            guard let threshold = node.money("threshold"), let off = node.money("off") else { return nil }
            check(off, below: threshold, at: node)
            let cap = node.child("cap") == nil ? nil : node.money("cap")
            if let cap, cap < off {
                node.problems.add(
                    node.child("cap"), "封顶 \(cap) 低于每次减的 \(off)", "the cap \(cap) is below \(off)")
            }
            return .each(PromotionScheme.Each(threshold: threshold, off: off, cap: cap))
        default:
            node.problems.add(node.child("kind"), "kind 应是 tiers 或 each", "kind must be tiers or each")
            return nil
        }
    }

    private static func tiers(_ node: DocumentNode) -> [PromotionScheme.Tier] {
        var read: [(tier: PromotionScheme.Tier, node: DocumentNode)] = []
        for entry in node.required("tiers")?.elements() ?? [] {
            guard let threshold = entry.money("threshold"), let off = entry.money("off") else { continue }
            check(off, below: threshold, at: entry)
            read.append((PromotionScheme.Tier(threshold: threshold, off: off), entry))
        }
        if read.isEmpty { node.problems.add(node.child("tiers"), "没有档位", "there is no tier") }
        let sorted = read.sorted { ($0.tier.threshold, $0.tier.off) < ($1.tier.threshold, $1.tier.off) }
        for (lower, upper) in zip(sorted, sorted.dropFirst()) {
            let threshold = upper.tier.threshold
            if lower.tier.threshold == threshold {
                upper.node.problems.add(
                    upper.node, "门槛 \(threshold) 出现两次，请只保留一档", "the threshold \(threshold) stands twice")
            } else if upper.tier.off <= lower.tier.off {
                upper.node.problems.add(
                    upper.node, "满\(threshold) 不比满\(lower.tier.threshold) 优惠，请核对",
                    "the tier at \(threshold) gives no more than the tier at \(lower.tier.threshold)")
            }
        }
        return read.map(\.tier)
    }

    private static func check(_ off: Money, below threshold: Money, at node: DocumentNode) {
        guard off >= threshold else { return }
        node.problems.add(
            node.child("off"), "减 \(off) 不小于门槛 \(threshold)", "\(off) off is not below \(threshold)")
    }

    // MARK: Where, when and for whom

    private static func scope(_ node: DocumentNode) -> PromotionScheme.Scope? {
        guard let found = node.child("scope") else { return nil }
        refuseUnknown(found, ["categories", "excludeCategories", "skus", "excludeSkus"])
        return PromotionScheme.Scope(
            categories: found.strings("categories"), excludeCategories: found.strings("excludeCategories"),
            skus: found.strings("skus"), excludeSkus: found.strings("excludeSkus"))
    }

    private static func days(_ node: DocumentNode) -> [Int]? {
        guard let found = node.child("daysOfMonth") else { return nil }
        let days = found.elements().compactMap { element -> Int? in
            guard let day = element.text.flatMap({ Int($0) }), (1...31).contains(day) else {
                element.problems.add(element, "应是 1 到 31 的日期", "must be a day from 1 to 31")
                return nil
            }
            return day
        }
        if days.isEmpty { found.problems.add(found, "daysOfMonth 为空", "daysOfMonth is empty") }
        return days
    }

    private static func stacking(_ node: DocumentNode) -> PromotionScheme.Stacking {
        var stacking = PromotionScheme.Stacking()
        if let coupon = node.boolean("stacksWithCoupon") { stacking.coupon = coupon }
        guard let found = node.child("stacksWith") else { return stacking }
        refuseUnknown(found, ["coupon", "instant", "member"])
        stacking.coupon = found.boolean("coupon") ?? stacking.coupon
        stacking.instant = found.boolean("instant") ?? stacking.instant
        stacking.member = found.boolean("member") ?? stacking.member
        return stacking
    }

    private static func limits(_ node: DocumentNode) -> PromotionScheme.Limits {
        guard let found = node.child("limits") else { return PromotionScheme.Limits() }
        refuseUnknown(found, ["perCustomer", "perDay"])
        func limit(_ key: String) -> Int? {
            found.child(key) == nil ? nil : found.integer(key, in: 1...1_000_000)
        }
        return PromotionScheme.Limits(perCustomer: limit("perCustomer"), perDay: limit("perDay"))
    }

    /// A misspelt key would silently widen a scheme.
    private static func refuseUnknown(_ node: DocumentNode, _ known: Set<String>) {
        for key in node.keys where !known.contains(key) {
            node.problems.add(node.child(key) ?? node, "不认识的字段 \(key)", "unknown key \(key)")
        }
    }

    private static func instant(_ node: DocumentNode, _ key: String) -> String? {
        guard let text = node.string(key) else { return nil }
        guard BusinessDay(String(text.prefix(10))) != nil, isTime(text.dropFirst(10)) else {
            node.problems.add(
                node.child(key), "应是 2026-11-20 或 2026-11-20T08:00:00",
                "must be 2026-11-20 or 2026-11-20T08:00:00")
            return nil
        }
        return text
    }

    /// Nothing, `T08:00` or `T08:00:00`.
    private static func isTime(_ text: Substring) -> Bool {
        guard !text.isEmpty else { return true }
        guard text.hasPrefix("T"), text.count == 6 || text.count == 9,
            LocalTime(String(text.dropFirst().prefix(5))) != nil
        else { return false }
        let seconds = text.dropFirst(6)
        return seconds.isEmpty || seconds.first == ":" && LocalTime("00" + seconds) != nil
    }
}

/// `{"products": [{"name", "category", "price", "sku"}]}`: what the group-buy shop sells.
public enum ProductsFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> [Product] {
        let root = try DocumentNode.root(of: text, file: file)
        let products = root.list("products").compactMap { node -> Product? in
            guard let name = node.string("name"), let category = node.string("category") else { return nil }
            return Product(
                name: name, category: category, price: node.child("price") == nil ? nil : node.money("price"),
                sku: node.optionalString("sku"))
        }
        try root.problems.throwIfAny()
        return products
    }
}
