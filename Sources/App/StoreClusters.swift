import Evidence
import Records
import Scoring

/// Which stores are compared with each other: the clusters that were put in force last, else the districts.
enum StoreClusters {
    private static let name = "stores"

    /// By store; a store that is not named stands with its district.
    static func inForce(in folder: DataFolder) async throws -> [StoreID: String] {
        guard let document = try await folder.records.reference.current(.clusters, name) else { return [:] }
        let named = try CanonicalJSON.decode([String: String].self, from: document.json)
        return Dictionary(uniqueKeysWithValues: named.map { (StoreID($0.key), $0.value) })
    }

    /// Rules compare by these clusters from now on.
    /// - Returns: how many stores of the clustering the folder knows.
    /// - Throws: `Failure.badInput` where it knows none of them: the clusters in force stay.
    static func put(_ clustering: Clustering, in folder: DataFolder) async throws -> Int {
        let known = Set(try await folder.records.stores.all().map(\.id))
        var named: [String: String] = [:]
        for cluster in clustering.clusters {
            for store in cluster.stores where known.contains(store) { named[store.rawValue] = cluster.name }
        }
        guard !named.isEmpty else {
            let example = clustering.clusters.first?.stores.first.map { "，例如 \($0) (for example)" } ?? ""
            throw Failure.badInput(
                "属性表里的门店都不在数据目录里，请先导入门店 (none of its stores is in the data folder, import stores first)\(example)"
            )
        }
        try await ReferenceWriter.put(named, .clusters, name: name, in: folder)
        return named.count
    }

    /// What each store's capability is measured against: the medians of its cluster, of everyone where the cluster is small.
    static func peers(
        of sums: [(scope: Scope, counts: Counts)], in folder: DataFolder
    ) async throws -> [String: GroupBuyCapability.Peers] {
        let clusters = try await inForce(in: folder)
        let districts = Dictionary(
            try await folder.records.stores.all().map { ($0.id, $0.region.joined(separator: "/")) },
            uniquingKeysWith: { $1 })
        let stores = sums.map { entry in
            let store = StoreID(entry.scope.name)
            return (
                name: entry.scope.name, cluster: clusters[store] ?? districts[store] ?? "",
                counts: entry.counts
            )
        }
        let peers = GroupBuyCapability.Peers.byCluster(stores.map { ($0.cluster, $0.counts) })
        return Dictionary(
            stores.compactMap { store in peers[store.cluster].map { (store.name, $0) } },
            uniquingKeysWith: { $1 })
    }
}
