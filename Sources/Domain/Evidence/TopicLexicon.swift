/// A named customer concern (咨询主题) and the words by which it is recognised.
public struct TopicEntry: Hashable, Codable, Sendable {
    public struct Examples: Hashable, Codable, Sendable {
        public var match: [String]?
        public var noMatch: [String]?
        public init(match: [String]? = nil, noMatch: [String]? = nil) {
            self.match = match
            self.noMatch = noMatch
        }
    }
    public var id: String
    /// `zh`, `en`.
    public var names: [String: String]?
    public var phrases: [String]
    /// Two or three groups of alternatives (`a|b`) of which one each must stand close together, in any order.
    /// `{name}` stands for the lexicon's word group of that name, or for what the analyser knows: `{钱}` a sum of
    /// money, `{数}` a number without a unit, `{时长}` a length of time, `{商品}` what stands on the shelves.
    /// Where the first group begins with `~`, the pair counts only where no other topic is found.
    public var pairs: [[String]]?
    /// A hit inside one of these is none; of one that ends in `…`, a hit that follows within three characters.
    public var forbidden: [String]?
    /// A hit with one of these within eight characters is none.
    public var forbiddenNear: [String]?
    /// Also what the staff says counts, not only what the customer raises.
    public var byAnyone: Bool?
    /// What was learnt from labelled sentences of the shipped topic with this id weighs beside the words: it may find
    /// the topic by itself, and let go what a shipped word finds. Headquarters' own words always count.
    public var learnt: Bool?
    public var examples: Examples?
    public init(
        id: String, names: [String: String]? = nil, phrases: [String], pairs: [[String]]? = nil,
        forbidden: [String]? = nil, forbiddenNear: [String]? = nil, byAnyone: Bool? = nil,
        learnt: Bool? = nil, examples: Examples? = nil
    ) {
        self.id = id
        self.names = names
        self.phrases = phrases
        self.pairs = pairs
        self.forbidden = forbidden
        self.forbiddenNear = forbiddenNear
        self.byAnyone = byAnyone
        self.learnt = learnt
        self.examples = examples
    }
}

/// All topics in force.
public struct TopicLexicon: Hashable, Codable, Sendable {
    public var topics: [TopicEntry]
    /// Word groups by name, for `{name}` in pairs.
    public var groups: [String: [String]]?
    public init(topics: [TopicEntry], groups: [String: [String]]? = nil) {
        self.topics = topics
        self.groups = groups
    }
}
