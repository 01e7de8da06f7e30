public import Evidence

/// The shelf photos of one store and day, each physical facing counted once, however many photos show it.
public struct MergedShelves: Codable, Sendable, Equatable {
    /// How often a product stands at the front.
    public struct Count: Codable, Sendable, Equatable {
        public var sku: SKU
        public var count: Int
        public init(sku: SKU, count: Int) {
            self.sku = sku
            self.count = count
        }
    }

    /// By SKU, over all shelves.
    public var facings: [Count]
    /// Photos by their place in the input: those of one shelf together.
    public var shelves: [[Int]]

    public init(facings: [Count], shelves: [[Int]]) {
        self.facings = facings
        self.shelves = shelves
    }
}

/// Puts photos of one shelf together by what they recognised in common. The order of the photos does not matter.
public enum ShelfMerging {
    /// - Parameter photos: findings of each photo, pictures upright.
    public static func merged(_ photos: [ShelfFindings]) -> MergedShelves {
        let constellations = photos.map { PhotoConstellation($0) }
        let order = photos.indices.sorted { precedes(constellations[$0], constellations[$1]) }
        var shelves = Clusters([photos.count])
        var links: [Link] = []
        for (place, one) in order.enumerated() {
            for other in order[(place + 1)...] {
                let registration = PhotoRegistration(constellations[one], constellations[other])
                guard let overlap = registration.overlap() else { continue }
                shelves.join((0, one), (0, other))
                links.append(Link(first: one, second: other, overlap: overlap))
            }
        }
        // The best founded first: one photo never shows one facing twice, so later links give way to earlier ones.
        var facings = Clusters(constellations.map(\.stars.count))
        for link in links.enumerated().sorted(by: {
            ($1.element.overlap.agreeing, $0.offset) < ($0.element.overlap.agreeing, $1.offset)
        }).map(\.element) {
            for pair in link.overlap.pairs {
                facings.joinUnlessSharing((link.first, pair.first), (link.second, pair.second))
            }
        }
        var counts: [SKU: Int] = [:]
        for group in facings.groups() {
            let stars = group.map { constellations[$0.list].stars[$0.item] }
            if let sku = name(stars) { counts[sku, default: 0] += 1 }
        }
        return MergedShelves(
            facings: counts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                MergedShelves.Count(sku: $0.key, count: $0.value)
            },
            shelves: shelves.groups().map { $0.map(\.item) })
    }

    private struct Link {
        var first: Int
        var second: Int
        var overlap: PhotoRegistration.Overlap
    }

    /// Where photos disagree on a facing, the surer ones are right.
    private static func name(_ stars: [PhotoConstellation.Star]) -> SKU? {
        var weight: [SKU: Double] = [:]
        for star in stars { weight[star.sku, default: 0] += star.confidence * (star.cut ? 0.5 : 1) }
        return weight.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
    }

    /// An order of photos by what they show, so that the order they came in does not matter.
    private static func precedes(_ first: PhotoConstellation, _ second: PhotoConstellation) -> Bool {
        func key(_ photo: PhotoConstellation) -> [Double] {
            [photo.width, photo.height, Double(photo.stars.count)]
                + photo.stars.flatMap { [$0.place.x0, $0.place.y0, $0.place.x1, $0.place.y1] }
        }
        let (one, other) = (key(first), key(second))
        if one != other { return one.lexicographicallyPrecedes(other) }
        return first.stars.map(\.sku.rawValue).lexicographicallyPrecedes(second.stars.map(\.sku.rawValue))
    }
}

/// Items of several lists, put together step by step (union-find).
private struct Clusters {
    private var parents: [Int]
    private let starts: [Int]

    init(_ counts: [Int]) {
        var (starts, sum) = ([Int](), 0)
        for count in counts {
            starts.append(sum)
            sum += count
        }
        self.starts = starts
        parents = Array(0..<sum)
    }

    mutating func join(_ first: (list: Int, item: Int), _ second: (list: Int, item: Int)) {
        let one = root(starts[first.list] + first.item)
        let other = root(starts[second.list] + second.item)
        parents[max(one, other)] = min(one, other)
    }

    /// Joins two groups that have no list in common.
    mutating func joinUnlessSharing(_ first: (list: Int, item: Int), _ second: (list: Int, item: Int)) {
        let one = root(starts[first.list] + first.item)
        let other = root(starts[second.list] + second.item)
        guard one != other else { return }
        let members = parents.indices.filter { [one, other].contains(root($0)) }
        let lists = members.map { list(of: $0) }
        guard Set(lists).count == lists.count else { return }
        parents[max(one, other)] = min(one, other)
    }

    private func list(of index: Int) -> Int { starts.lastIndex { $0 <= index } ?? 0 }

    private func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index { index = parents[index] }
        return index
    }

    /// In the order of their first items.
    func groups() -> [[(list: Int, item: Int)]] {
        var groups: [Int: [(list: Int, item: Int)]] = [:]
        for index in parents.indices {
            let list = list(of: index)
            groups[root(index), default: []].append((list, index - starts[list]))
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }
}
