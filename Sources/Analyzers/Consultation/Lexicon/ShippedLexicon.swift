public import Evidence

/// The lexicon that comes with the product: the concerns that convenience stores and community supermarkets hear most,
/// in the words of customers. Headquarters' own topics file takes its place.
public enum ShippedLexicon {
    /// Eight topics, in a fixed order.
    public static func topics() -> TopicLexicon {
        TopicLexicon(
            topics: entries.map { entry in
                var topic = entry
                topic.learnt = true
                return topic
            }, groups: WordGroups.all)
    }

    static func topic(_ id: String) -> TopicEntry? { entries.first { $0.id == id } }

    private static let entries = [
        readyMealHeating, highPrice, outOfStock, membershipPoints, returnsAndRefunds, delivery, shelfLife,
        groupBuyPickUp,
    ]

    /// Headquarters' own lexicon, or the shipped one where it has no topics.
    public static func standingIn(for own: TopicLexicon) -> TopicLexicon {
        own.topics.isEmpty ? topics() : own
    }

    /// Phrases between spaces or line ends, each once.
    static func list(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split { $0 == " " || $0 == "\n" }.map(String.init).filter { seen.insert($0).inserted }
    }
}
