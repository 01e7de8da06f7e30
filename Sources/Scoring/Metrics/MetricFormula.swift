public import Evidence

/// How a metric is made of counts.
public enum MetricFormula: Sendable {
    case ratio(CountName, of: CountName)
    /// 1 − part ÷ whole.
    case complement(CountName, of: CountName)
    /// One of two kinds: first ÷ (first + second).
    case share(CountName, against: CountName)
    /// A total; known where the second count is above zero.
    case sum(CountName, known: CountName)
    case keyedRatio(KeyedCount, of: CountName)
    case keyedSum(KeyedCount, known: CountName)
    /// The store-day score and its shelf part, by the policy's weights over the counts.
    case compliance, shelf
    /// See ``GroupBuyCapability``.
    case groupBuyCapability

    /// The data that a metric is counted by, where it is counted by any.
    public var key: KeyedCount? {
        switch self {
        case .keyedRatio(let kind, _), .keyedSum(let kind, _): kind
        default: nil
        }
    }

    /// The count that is zero where there is no data; nil for composites, which know by themselves.
    public var known: CountName? {
        switch self {
        case .ratio(_, let whole), .complement(_, let whole): whole
        case .sum(_, let known), .keyedSum(_, let known), .keyedRatio(_, let known): known
        case .share, .compliance, .shelf, .groupBuyCapability: nil
        }
    }
}

extension MetricFormula: CustomStringConvertible {
    /// `correctOrders ÷ eligibleOrders`, in the names of the counts.
    public var description: String {
        switch self {
        case .ratio(let part, let whole): "\(part.rawValue) ÷ \(whole.rawValue)"
        case .complement(let part, let whole): "1 − \(part.rawValue) ÷ \(whole.rawValue)"
        case .share(let first, let second):
            "\(first.rawValue) ÷ (\(first.rawValue) + \(second.rawValue))"
        case .sum(let sum, _): "Σ \(sum.rawValue)"
        case .keyedRatio(let kind, let whole): "\(kind.rawValue){…} ÷ \(whole.rawValue)"
        case .keyedSum(let kind, _): "Σ \(kind.rawValue){…}"
        case .compliance: "Σ weight × part ÷ Σ weight (policy)"
        case .shelf: "Σ weight × (assortment, facings, position, availability) ÷ Σ weight (policy)"
        case .groupBuyCapability:
            "40 orders/day, 20 customers/day (÷ median of peers), 20 pickup, 20 promotion"
        }
    }
}

/// A metric's value with its counts. No value = no data.
public struct MetricReading: Sendable, Equatable {
    public var value: Double?
    public var numerator: Double
    public var denominator: Double

    public init(value: Double?, numerator: Double, denominator: Double) {
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
    }

    static func ratio(_ part: Int, _ whole: Int) -> MetricReading {
        MetricReading(
            value: whole > 0 ? Double(part) / Double(whole) : nil, numerator: Double(part),
            denominator: Double(whole))
    }

    static func total(_ sum: Int, known: Int) -> MetricReading {
        MetricReading(
            value: known > 0 ? Double(sum) : nil, numerator: Double(sum), denominator: Double(known))
    }

    static func score(_ value: Double?) -> MetricReading {
        MetricReading(value: value, numerator: value ?? 0, denominator: value == nil ? 0 : 1)
    }
}

/// Reads metrics off counts: the same for a store-day, a month of a district, a year of the chain.
public struct MetricReader: Sendable {
    public var policy: ScoringPolicy
    /// What stores are compared with; needed by `groupBuyCapability` only.
    public var peers: GroupBuyCapability.Peers

    public init(policy: ScoringPolicy, peers: GroupBuyCapability.Peers = .init()) {
        self.policy = policy
        self.peers = peers
    }

    /// - Parameter key: the topic, category or phrase of a keyed metric; ignored by others.
    public func reading(_ formula: MetricFormula, key: String = "", of counts: Counts) -> MetricReading {
        switch formula {
        case .ratio(let part, let whole): .ratio(counts[part], counts[whole])
        case .complement(let part, let whole): .ratio(counts[whole] - counts[part], counts[whole])
        case .share(let first, let second): .ratio(counts[first], counts[first] + counts[second])
        case .sum(let sum, let known): .total(counts[sum], known: counts[known])
        case .keyedRatio(let kind, let whole): .ratio(counts[kind, key], counts[whole])
        case .keyedSum(let kind, let known): .total(counts[kind, key], known: counts[known])
        case .compliance: .score(ComplianceScorer.mean(ComplianceScorer(policy: policy).parts(of: counts)))
        case .shelf: .score(ComplianceScorer(policy: policy).shelf(counts).score)
        case .groupBuyCapability: .score(GroupBuyCapability(counts: counts, peers: peers).score)
        }
    }
}
