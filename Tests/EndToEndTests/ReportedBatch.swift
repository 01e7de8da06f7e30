import Foundation

/// What a store sent on a day, as the API tells it.
struct ReportedBatch: Decodable {
    struct Item: Decodable {
        var id: String
        var slot: String
        var state: String
    }

    private struct Slot: Decodable { var item: Item? }

    private var slots: [Slot]
    /// In slots that nothing requires.
    private var others: [Item]

    var items: [Item] { slots.compactMap(\.item) + others }
}

extension RunningChain {
    func batch(_ store: String, _ day: String) async throws -> ReportedBatch {
        try JSONDecoder().decode(
            ReportedBatch.self, from: try await get("/v1/batches/\(store)/\(day)").body)
    }
}
