public import Evidence

extension StoreDayFacts {
    public init(_ day: StoreDay, counter: StoreDayCounter) {
        let shelves = day.accepted.compactMap(\.shelf).filter(\.quality.usable)
        let seen = Set(shelves.flatMap { $0.facings.map(\.sku) })
        self.init(
            store: day.store, day: day.day, counts: counter.counts(of: day), mentions: Self.mentions(day),
            newProductsSeen: seen.filter { counter.products.launches[$0] != nil }.sorted(),
            shelfSeen: !shelves.isEmpty)
    }

    private static func mentions(_ day: StoreDay) -> [TopicMention] {
        day.accepted.flatMap { entry -> [TopicMention] in
            guard let found = entry.consultation, found.transcript != nil else { return [] }
            var seen: Set<String> = []
            return found.topics.filter { $0.polarity != .praise && seen.insert($0.id).inserted }.map {
                topic in
                let place = topic.evidence.first
                return TopicMention(
                    topic: topic.id, item: entry.item.id, text: place?.text ?? "", start: place?.start)
            }
        }.sorted { ($0.topic, $0.item) < ($1.topic, $1.item) }
    }
}
