public import Evidence
public import FoundationEssentials

/// What headquarters decided about an item after looking at it.
public struct ReviewDecision: Hashable, Codable, Sendable {
    public var verdict: Verdict
    /// What the checks had said.
    public var before: Verdict?
    /// The reason codes that were held against the item.
    public var codes: [String]
    public var reason: String

    public init(verdict: Verdict, before: Verdict?, codes: [String], reason: String) {
        self.verdict = verdict
        self.before = before
        self.codes = codes
        self.reason = reason
    }
}

extension ReviewDecision {
    /// As it stands in the chain of custody, readable: `rejected → trusted [time.future] 手机时钟刚换过`.
    var text: String {
        "\(before?.rawValue ?? "-") → \(verdict.rawValue) [\(codes.joined(separator: " "))] \(reason)"
    }

    init?(text: String) {
        let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[1] == "→", let verdict = Verdict(rawValue: String(parts[2])),
            parts[3].first == "[", let end = parts[3].firstIndex(of: "]")
        else { return nil }
        let codes = parts[3][parts[3].index(after: parts[3].startIndex)..<end].split(separator: " ")
        let rest = parts[3][parts[3].index(after: end)...].drop { $0 == " " }
        self.init(
            verdict: verdict, before: Verdict(rawValue: String(parts[0])), codes: codes.map(String.init),
            reason: String(rest))
    }
}

/// How far the review of an item is.
public struct ReviewStanding: Hashable, Codable, Sendable {
    /// The store's sentence.
    @ExplicitNull public var appeal: String?
    @ExplicitNull public var decision: ReviewDecision?
    /// The item was erased on request: nobody can look again.
    public var isErased: Bool
    /// When the original was purged: there is nothing to look at any more.
    @ExplicitNull public var purgedAt: Date?

    public init(
        appeal: String? = nil, decision: ReviewDecision? = nil, isErased: Bool = false, purgedAt: Date? = nil
    ) {
        self.appeal = appeal
        self.decision = decision
        self.isErased = isErased
        self.purgedAt = purgedAt
    }
}

/// Why an appeal is not taken.
public enum AppealRefusal: String, Sendable, CaseIterable {
    /// Nothing is held against the item, or nothing yet.
    case nothingHeldAgainst
    /// A newer file took the item's slot.
    case superseded
    /// One appeal waits already.
    case alreadyAppealed
    /// Headquarters has looked, and its decision stands.
    case alreadyDecided
    /// The item was erased on request.
    case erased
    /// The original was purged.
    case purged

    /// Nil where the item may be appealed.
    public init?(_ item: EvidenceItem, standing: ReviewStanding) {
        let isHeldAgainst =
            (item.state == .rejected || item.state == .analysed)
            && (item.state == .rejected || (item.verdict ?? .trusted) != .trusted)
        if standing.isErased {
            self = .erased
        } else if standing.purgedAt != nil {
            self = .purged
        } else if standing.decision != nil {
            self = .alreadyDecided
        } else if standing.appeal != nil {
            self = .alreadyAppealed
        } else if item.supersededBy != nil {
            self = .superseded
        } else if !isHeldAgainst {
            self = .nothingHeldAgainst
        } else {
            return nil
        }
    }
}

/// An appeal that waits for headquarters.
public struct OpenAppeal: Hashable, Codable, Sendable {
    public var item: EvidenceID
    public var reason: String
    public var by: AccountID
    public var at: Date
}

/// The reviews of one store-day.
public struct ReviewFigures: Hashable, Sendable {
    public var appealed = 0
    /// Items with a decision.
    public var closed = 0
    /// From the first appeal, or the receipt where nobody appealed, to the newest decision, added over the closed ones.
    public var minutes = 0
}

/// How often headquarters decided otherwise where a code had been held against an item: a high rate shows a bad rule.
public struct OverrideRate: Hashable, Codable, Sendable {
    public var code: String
    public var decided: Int
    public var overturned: Int

    /// 0…1
    public var share: Double { decided > 0 ? Double(overturned) / Double(decided) : 0 }
}
