public import Evidence
public import Records
public import Scoring

/// What each store's group-buy capability is measured against: the medians of its cluster, of everyone where the cluster
/// is small.
public struct ClusterPeers: Sendable {
    private let clusters: [StoreID: String]
    private let districts: [StoreID: String]

    /// Reads which cluster each store is in; one that is in none stands with its district.
    public static func load(
        _ records: EvidenceRecords, stores: [Store]
    ) async throws(RecordError) -> ClusterPeers {
        ClusterPeers(
            clusters: try await records.reference.clusters(),
            districts: Dictionary(
                stores.map { ($0.id, $0.region.joined(separator: "/")) }, uniquingKeysWith: { $1 }))
    }

    /// The peers of stores by their counts of one period.
    public func medians(of counts: [StoreID: Counts]) -> [StoreID: GroupBuyCapability.Peers] {
        let stores = counts.sorted { $0.key < $1.key }.map { store, counts in
            (id: store, cluster: clusters[store] ?? districts[store] ?? "", counts: counts)
        }
        let peers = GroupBuyCapability.Peers.byCluster(stores.map { ($0.cluster, $0.counts) })
        return Dictionary(
            stores.compactMap { store in peers[store.cluster].map { (store.id, $0) } },
            uniquingKeysWith: { $1 })
    }
}
