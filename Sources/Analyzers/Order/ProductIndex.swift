import Evidence

/// Finds the category of a product by its name as an app prints it: shortened, without spaces, misread by a character.
struct ProductIndex: Sendable {
    /// What a name stands for; the SKU is nil where several products of the category are meant.
    struct Match: Hashable, Sendable {
        var category: String
        var sku: String?
    }
    private struct Entry: Sendable {
        var key: [Character]
        var match: Match
        var price: Money?
    }
    private let entries: [Entry]
    private let exact: [String: Match]

    init(_ products: [Product]) {
        var exact: [String: Match] = [:]
        entries = products.map { product in
            let key = Self.key(product.name)
            let match = Match(category: product.category, sku: product.sku ?? product.name)
            exact[key] = match
            return Entry(key: Array(key), match: match, price: product.price)
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
    func match(_ name: String) -> Match? {
        let key = Self.key(name)
        return exact[key] ?? shortened(key) ?? nearest(Array(key))
    }

    /// At least four characters that begin the names of products of one category only.
    private func shortened(_ key: String) -> Match? {
        var stem = Substring(key)
        while let last = stem.last, "….".contains(last) { stem.removeLast() }
        guard stem.count >= 4 else { return nil }
        return Self.common(entries.filter { $0.key.starts(with: stem) }.map(\.match))
    }

    /// Edits for at most a fifth of the characters, and no product of another category as near.
    private func nearest(_ key: [Character]) -> Match? {
        guard (4...60).contains(key.count) else { return nil }
        let isCut = key.last == "…"
        let stem = isCut ? Array(key.dropLast()) : key
        var best: (distance: Int, matches: [Match]) = (Int.max, [])
        for entry in entries {
            let target = isCut ? Array(entry.key.prefix(stem.count)) : entry.key
            let distance = Self.distance(stem, target)
            guard distance * 5 <= max(stem.count, target.count) else { continue }
            if distance < best.distance {
                best = (distance, [entry.match])
            } else if distance == best.distance {
                best.matches.append(entry.match)
            }
        }
        return Self.common(best.matches)
    }

    private static func common(_ matches: [Match]) -> Match? {
        guard let first = matches.first, matches.allSatisfy({ $0.category == first.category }) else {
            return nil
        }
        return Match(category: first.category, sku: matches.count == 1 ? first.sku : nil)
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
