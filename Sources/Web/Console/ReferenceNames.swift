import Evidence
import Records

/// The words by which people know products and topics.
struct ReferenceNames: Sendable {
    private var products: [SKU: String] = [:]
    private var topics: [String: String] = [:]

    init(records: EvidenceRecords) async throws {
        for document in try await records.reference.current(.catalogue) {
            for entry in try CanonicalJSON.decode(Catalogue.self, from: document.json).skus {
                products[entry.sku] = entry.name
            }
        }
        for document in try await records.reference.current(.topics) {
            for topic in try CanonicalJSON.decode(TopicLexicon.self, from: document.json).topics {
                topics[topic.id] = topic.names?["zh"]
            }
        }
    }

    init(products: [SKU: String] = [:], topics: [String: String] = [:]) {
        self.products = products
        self.topics = topics
    }

    func product(_ sku: SKU) -> String { products[sku] ?? sku.rawValue }
    func topic(_ id: String) -> String { topics[id] ?? id }
}
