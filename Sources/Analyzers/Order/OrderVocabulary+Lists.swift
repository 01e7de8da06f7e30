extension OrderVocabulary {
    private static let lists:
        [(name: String, path: any WritableKeyPath<OrderVocabulary, [String]> & Sendable)] = [
            ("orderNumber", \.orderNumber), ("otherNumber", \.otherNumber), ("placedAt", \.placedAt),
            ("otherTime", \.otherTime), ("subtotal", \.subtotal), ("total", \.total), ("freight", \.freight),
            ("fee", \.fee), ("paid", \.paid), ("discount", \.discount), ("discountTotal", \.discountTotal),
            ("fullReduction", \.fullReduction), ("coupon", \.coupon), ("originalPrice", \.originalPrice),
            ("unitPrice", \.unitPrice), ("lineAmount", \.lineAmount), ("quantity", \.quantity),
            ("ignoredAmount", \.ignoredAmount), ("pickupPoint", \.pickupPoint), ("person", \.person),
            ("otherPerson", \.otherPerson), ("address", \.address), ("pickupReady", \.pickupReady),
            ("pickedUp", \.pickedUp),
            ("status", \.status), ("recommendation", \.recommendation), ("specification", \.specification),
            ("noise", \.noise), ("badge", \.badge),
        ]

    /// The names of the word lists, as a vocabulary file writes them.
    public static let fields: [String] = lists.map(\.name)

    /// The lists by name.
    public var words: [String: [String]] {
        Dictionary(uniqueKeysWithValues: Self.lists.map { ($0.name, self[keyPath: $0.path]) })
    }

    /// The vocabulary with some of its lists exchanged; names that there are not change nothing.
    public func replacing(_ words: [String: [String]]) -> OrderVocabulary {
        var copy = self
        for (name, path) in Self.lists {
            if let list = words[name] { copy[keyPath: path] = list }
        }
        return copy
    }
}
