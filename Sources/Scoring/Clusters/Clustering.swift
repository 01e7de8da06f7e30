public import Evidence

/// Stores that are alike, and how sure that is.
public struct StoreCluster: Codable, Sendable, Equatable {
    public var name: String
    /// The most typical store.
    public var medoid: StoreID
    public var stores: [StoreID]
    /// Mean Jaccard index over bootstrap samples (Hennig 2007): above .75 stable, below .5 an accident of the data.
    public var stability: Double
    /// What sets it apart, in words of both languages.
    public var profile: String
    /// What it carries more or less of than the other stores; nil where no photos were looked at.
    public var assortment: AssortmentDifference?
}

/// Packages of stores by their attributes (Gower + PAM).
public struct Clustering: Codable, Sendable, Equatable {
    public var clusters: [StoreCluster]
    public var silhouette: Double
    /// The mean silhouette of every number of clusters that was tried.
    public var tried: [Int: Double]

    /// - Parameters:
    ///   - count: nil = the number with the largest silhouette, of 2 … 12.
    ///   - samples: bootstrap samples for the stability.
    public init(_ attributes: StoreAttributes, count: Int? = nil, seed: UInt64 = 1, samples: Int = 40) {
        let table = attributes.distances()
        let everyone = Array(attributes.stores.indices)
        var best: (medoids: Medoids, silhouette: Double)?
        tried = [:]
        let counts = count.map { [$0] } ?? Array(2...12).filter { $0 < everyone.count }
        for count in counts.isEmpty ? [1] : counts {
            let medoids = Medoids(table, members: everyone, clusters: count)
            let silhouette = medoids.silhouette(table, members: everyone)
            tried[count] = silhouette
            if silhouette > (best?.silhouette ?? -.infinity) + 1e-12 { best = (medoids, silhouette) }
        }
        silhouette = best?.silhouette ?? 0
        guard let medoids = best?.medoids, !everyone.isEmpty else {
            clusters = []
            return
        }
        let stability = Self.stability(table, medoids, seed: seed, samples: samples)
        clusters = medoids.centres.indices.map { slot in
            let members = everyone.filter { medoids.labels[$0] == slot }
            return StoreCluster(
                name: "C\(slot + 1)", medoid: attributes.stores[medoids.centres[slot]],
                stores: members.map { attributes.stores[$0] }, stability: stability[slot],
                profile: ClusterProfile.words(attributes, members))
        }
    }

    /// Adds to each cluster what it carries more or less of than the other stores, to its profile in words.
    /// - Parameter names: of products; those without one are called by their code.
    public mutating func compare(
        _ assortments: [StoreID: StoreAssortment], products: ProductFacts, names: [SKU: String]
    ) {
        for index in clusters.indices {
            let difference = AssortmentDifference(
                of: clusters[index].stores, among: assortments, products: products)
            clusters[index].assortment = difference
            clusters[index].profile = ([clusters[index].profile] + difference.words(named: names))
                .filter { !$0.isEmpty }.joined(separator: "；")
        }
    }

    /// Clusters of bootstrap samples against the clusters of all: the best Jaccard index of each, averaged.
    private static func stability(
        _ table: DistanceTable, _ medoids: Medoids, seed: UInt64, samples: Int
    ) -> [Double] {
        var chance = SeededChance(seed: seed)
        let count = table.count
        var sums = Array(repeating: 0.0, count: medoids.centres.count)
        for _ in 0..<max(1, samples) {
            let sample = (0..<count).map { _ in chance.number(below: count) }
            let drawn = Set(sample).sorted()
            let again = Medoids(table, members: sample, clusters: medoids.centres.count)
            var labels: [Int: Int] = [:]
            for (position, member) in sample.enumerated() { labels[member] = again.labels[position] }
            for slot in medoids.centres.indices {
                let own = Set(drawn.filter { medoids.labels[$0] == slot })
                let best = again.centres.indices.map { other in
                    let found = Set(drawn.filter { labels[$0] == other })
                    let union = own.union(found).count
                    return union > 0 ? Double(own.intersection(found).count) / Double(union) : 0
                }.max()
                sums[slot] += best ?? 0
            }
        }
        return sums.map { $0 / Double(max(1, samples)) }
    }
}

/// A cluster in words: what most of its stores share and others do not, numbers as its median against all.
enum ClusterProfile {
    static func words(_ attributes: StoreAttributes, _ members: [Int]) -> String {
        attributes.columns.indices.compactMap { column in
            let all = attributes.values.map { $0[column] }
            return word(attributes.columns[column], own: members.map { all[$0] }, all: all)
        }.joined(separator: "；")
    }

    private static func word(
        _ name: String, own: [StoreAttributes.Value], all: [StoreAttributes.Value]
    ) -> String? {
        if let mine = median(numbers(own)), let everyone = median(numbers(all)) {
            guard mine != everyone else { return nil }
            return
                "\(name) \(mine > everyone ? "高" : "低")：\(brief(mine))，全部 \(brief(everyone)) (\(mine > everyone ? "above" : "below") all)"
        }
        var counts: [String: Int] = [:]
        for case .word(let word) in own { counts[word, default: 0] += 1 }
        guard let common = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        let share = Double(common.value) / Double(own.count)
        let elsewhere = Double(all.count { $0 == .word(common.key) }) / Double(all.count)
        guard share >= 0.5, share > elsewhere else { return nil }
        return "\(name) 多为 \(common.key)：\(brief(100 * share))%，全部 \(brief(100 * elsewhere))% (mostly)"
    }

    private static func numbers(_ values: [StoreAttributes.Value]) -> [Double] {
        values.compactMap { if case .number(let number) = $0 { number } else { nil } }
    }
}
