import Evidence
import Records
import Scoring

/// Puts clusters in force: from then on stores are compared within them.
enum StoreClusters {
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
        try await ReferenceWriter.put(named, .clusters, name: ReferenceRecords.clusters, in: folder)
        return named.count
    }
}
