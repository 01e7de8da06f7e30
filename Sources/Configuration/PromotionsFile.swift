public import Evidence

/// Dated 满减 schemes: `{"schemes": [{"id", "name", "from", "to", "regions", "scope", "tiers", "stacksWithCoupon"}]}`.
public enum PromotionsFile {
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
        guard let id = node.string("id"), let from = instant(node, "from"), let to = instant(node, "to")
        else {
            return nil
        }
        // A bare date as the end means the whole day; both texts then compare character by character.
        if (from.count == 10 ? from + "T00:00:00" : from) > (to.count == 10 ? to + "T23:59:59" : to) {
            node.problems.add(node, "方案 \(id) 的结束早于开始", "scheme \(id) ends before it begins")
        }
        var tiers: [PromotionScheme.Tier] = []
        for entry in node.required("tiers")?.elements() ?? [] {
            guard let threshold = entry.money("threshold"), let off = entry.money("off") else { continue }
            if off >= threshold {
                entry.problems.add(
                    entry, "方案 \(id)：减 \(off) 不小于门槛 \(threshold)",
                    "scheme \(id): \(off) off is not below \(threshold)")
            }
            if tiers.contains(where: { $0.threshold == threshold }) {
                entry.problems.add(
                    entry, "方案 \(id)：门槛 \(threshold) 出现两次",
                    "scheme \(id): the threshold \(threshold) stands twice")
            }
            tiers.append(PromotionScheme.Tier(threshold: threshold, off: off))
        }
        if tiers.isEmpty { node.problems.add(node, "方案 \(id) 没有档位", "scheme \(id) has no tier") }
        let scope = node.child("scope").map { found in
            PromotionScheme.Scope(
                categories: found.strings("categories"), excludeCategories: found.strings("excludeCategories")
            )
        }
        return PromotionScheme(
            id: id, name: node.optionalString("name") ?? id, from: from, to: to,
            regions: node.strings("regions"),
            scope: scope, tiers: tiers, stacksWithCoupon: node.boolean("stacksWithCoupon"))
    }

    private static func instant(_ node: DocumentNode, _ key: String) -> String? {
        guard let text = node.string(key) else { return nil }
        let day = String(text.prefix(10))
        let time = text.dropFirst(10)
        let wellFormed =
            time.isEmpty
            || (time.count == 9 && time.hasPrefix("T")
                && LocalTime(String(time.dropFirst().prefix(5))) != nil)
        guard BusinessDay(day) != nil, wellFormed else {
            node.problems.add(
                node.child(key), "应是 2026-11-20 或 2026-11-20T08:00:00",
                "must be 2026-11-20 or 2026-11-20T08:00:00")
            return nil
        }
        return text
    }
}

/// `{"products": [{"name", "category", "price"}]}`: what the group-buy shop sells.
public enum ProductsFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> [Product] {
        let root = try DocumentNode.root(of: text, file: file)
        let products = root.list("products").compactMap { node -> Product? in
            guard let name = node.string("name"), let category = node.string("category") else { return nil }
            return Product(
                name: name, category: category, price: node.child("price") == nil ? nil : node.money("price"))
        }
        try root.problems.throwIfAny()
        return products
    }
}
