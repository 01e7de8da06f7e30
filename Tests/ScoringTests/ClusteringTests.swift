import Evidence
import TestSupport
import Testing

@testable import Scoring

struct ClusteringTests {
    /// Three kinds of stores, far apart, with noise.
    private func attributes(_ count: Int, seed: UInt64 = 2) -> StoreAttributes {
        var random = SeededGenerator(seed: seed)
        let kinds = [("8000", "new", "subway"), ("2000", "old", "bus"), ("500", "village", "car")]
        let rows = (0..<count).map { index -> [String] in
            let kind = kinds[index % 3]
            let population = (Double(kind.0) ?? 0) * Double.random(in: 0.9...1.1, using: &random)
            return ["\(population)", kind.1, index % 11 == 0 ? "" : kind.2]
        }
        return StoreAttributes(
            stores: (0..<count).map { StoreID("S\($0)") }, columns: ["population", "lifeCycle", "commute"],
            texts: rows)
    }

    @Test func `kinds that lie apart are found, with their number, and are stable`() {
        let clustering = Clustering(attributes(45))
        #expect(clustering.clusters.count == 3)
        #expect(clustering.silhouette > 0.7)
        for cluster in clustering.clusters {
            #expect(Set(cluster.stores.map { (Int($0.rawValue.dropFirst()) ?? 0) % 3 }).count == 1)
            #expect(cluster.stability > 0.9)
            #expect(cluster.profile.contains("lifeCycle"))
            #expect(cluster.stores.contains(cluster.medoid))
        }
    }

    @Test func `the same seed gives the same clusters, and a given number is kept`() {
        #expect(Clustering(attributes(30), seed: 4) == Clustering(attributes(30), seed: 4))
        #expect(Clustering(attributes(30), count: 5).clusters.count == 5)
    }

    @Test(arguments: [0, 1, 2, 3])
    func `no store, one store and a few are no trouble`(count: Int) {
        let clustering = Clustering(attributes(count))
        #expect(clustering.clusters.flatMap(\.stores).count == count)
    }

    @Test func `stores that are all the same, or share no column, are no trouble`() {
        let same = StoreAttributes(
            stores: (0..<6).map { StoreID("S\($0)") }, columns: ["a"],
            texts: Array(repeating: ["1"], count: 6))
        #expect(Clustering(same).clusters.flatMap(\.stores).count == 6)
        let bare = StoreAttributes(
            stores: [StoreID("A"), StoreID("B")], columns: ["a", "b"], texts: [["1", ""], ["", "2"]])
        #expect(bare.distances()[0, 1] == 1)
    }

    @Test func `a swap never makes the medoids worse, and one cluster has the middle store`() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<40 {
            let values = (0..<14).map { _ in "\(Int.random(in: 0..<100, using: &random))" }
            let attributes = StoreAttributes(
                stores: values.indices.map { StoreID("S\($0)") }, columns: ["x"], texts: values.map { [$0] })
            let table = attributes.distances()
            let everyone = Array(values.indices)
            var last = Double.infinity
            for count in 1...5 {
                let medoids = Medoids(table, members: everyone, clusters: count)
                #expect(medoids.cost <= last + 1e-9)
                last = medoids.cost
            }
            let best = everyone.map { centre in everyone.reduce(0) { $0 + table[$1, centre] } }.min() ?? 0
            #expect(abs(Medoids(table, members: everyone, clusters: 1).cost - best) < 1e-9)
        }
    }
}
