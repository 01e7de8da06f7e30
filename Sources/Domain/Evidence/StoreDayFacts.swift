/// One recording that raised a topic, and where it says so.
public struct TopicMention: Codable, Sendable, Hashable {
    public var topic: String
    public var item: EvidenceID
    public var text: String
    public var start: Double?
    public init(topic: String, item: EvidenceID, text: String, start: Double? = nil) {
        self.topic = topic
        self.item = item
        self.text = text
        self.start = start
    }
}

/// What is kept of a store-day for metrics and rules, so that neither reads findings again.
public struct StoreDayFacts: Codable, Sendable, Equatable {
    public var store: StoreID
    public var day: BusinessDay
    public var counts: Counts
    public var mentions: [TopicMention]
    /// New products, of those that have a launch date, that a shelf photo of the day showed.
    public var newProductsSeen: [SKU]
    /// Whether any shelf photo could be used: without one a product that was not seen may still be there.
    public var shelfSeen: Bool

    public init(
        store: StoreID, day: BusinessDay, counts: Counts, mentions: [TopicMention] = [],
        newProductsSeen: [SKU] = [], shelfSeen: Bool = false
    ) {
        self.store = store
        self.day = day
        self.counts = counts
        self.mentions = mentions
        self.newProductsSeen = newProductsSeen
        self.shelfSeen = shelfSeen
    }
}
