import Evidence

/// Finds the category of a product by its name as an app prints it: shortened, without spaces, misread by a character.
struct ProductIndex: Sendable {
    private struct Entry: Sendable {
        var key: [Character]
        var category: String
        var price: Money?
    }
    private let entries: [Entry]
    private let exact: [String: String]

    init(_ products: [Product]) {
        var exact: [String: String] = [:]
        entries = products.map { product in
            let key = Self.key(product.name)
            exact[key] = product.category
            return Entry(key: Array(key), category: product.category, price: product.price)
        }
        self.exact = exact
    }

    var isEmpty: Bool { entries.isEmpty }

    func isExact(_ name: String) -> Bool { exact[Self.key(name)] != nil }

    /// The price in the list of a product whose name is read exactly.
    func price(_ name: String) -> Money? {
        let key = Array(Self.key(name))
        return entries.first { $0.key == key }?.price
    }

    /// Nil where no product is near enough, or where near products are of different categories.
    func category(of name: String) -> String? {
        let key = Self.key(name)
        if let category = exact[key] { return category }
        if let shortened = shortened(key) { return shortened }
        return nearest(Array(key))
    }

    /// At least four characters that begin the names of products of one category only.
    private func shortened(_ key: String) -> String? {
        var stem = Substring(key)
        while let last = stem.last, "….".contains(last) { stem.removeLast() }
        guard stem.count >= 4 else { return nil }
        let categories = Set(entries.filter { $0.key.starts(with: stem) }.map(\.category))
        return categories.count == 1 ? categories.first : nil
    }

    /// Edits for at most a fifth of the characters, and no product of another category as near.
    private func nearest(_ key: [Character]) -> String? {
        guard (4...60).contains(key.count) else { return nil }
        let isCut = key.last == "…"
        let stem = isCut ? Array(key.dropLast()) : key
        var best: (distance: Int, categories: Set<String>) = (Int.max, [])
        for entry in entries {
            let target = isCut ? Array(entry.key.prefix(stem.count)) : entry.key
            let distance = Self.distance(stem, target)
            guard distance * 5 <= max(stem.count, target.count) else { continue }
            if distance < best.distance {
                best = (distance, [entry.category])
            } else if distance == best.distance {
                best.categories.insert(entry.category)
            }
        }
        return best.categories.count == 1 ? best.categories.first : nil
    }

    private static func key(_ name: String) -> String { Folding.key(name).filter { $0 != "-" && $0 != "·" } }

    /// Levenshtein's distance.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var previous = Array(0...right.count)
        var current = previous
        for (row, character) in left.enumerated() {
            current[0] = row + 1
            for (column, other) in right.enumerated() {
                let change = previous[column] + (character == other ? 0 : 1)
                current[column + 1] = min(change, previous[column + 1] + 1, current[column] + 1)
            }
            swap(&previous, &current)
        }
        return previous[right.count]
    }
}
