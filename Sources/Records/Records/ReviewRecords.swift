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

/// How often headquarters decided otherwise where a code had been held against an item: a high rate shows a bad rule.
public struct OverrideRate: Hashable, Codable, Sendable {
    public var code: String
    public var decided: Int
    public var overturned: Int
}

/// Appeals (申诉) and what headquarters decided, as links of the chain of custody: neither can be changed afterwards.
public struct ReviewRecords: Sendable {
    let database: any SQLDatabase
    let chain: CustodyChain

    /// Notes that somebody asks headquarters to look again.
    public func appeal(
        _ item: EvidenceID, reason: String, by actor: AccountID, at instant: Date
    ) async throws(RecordError) {
        let chain = self.chain
        _ = try await database.write { (connection) throws(RecordError) in
            try chain.append(
                CustodyNote(at: instant, actor: actor, action: .appealed, detail: reason), to: item,
                connection)
        }
    }

    /// Notes the decision and gives the item its verdict, together or not at all.
    /// - Throws: `.notFound` where there is no such item.
    public func decide(
        _ item: EvidenceID, _ decision: ReviewDecision, by actor: AccountID, at instant: Date
    ) async throws(RecordError) {
        let chain = self.chain
        let isRefused = decision.verdict == .rejected
        try await database.write { (connection) throws(RecordError) in
            let changed = try connection.execute(
                """
                UPDATE item SET state = ?, verdict = ?, reasonCode = ?, reasonChinese = ?, reasonEnglish = ?
                WHERE id = ?
                """,
                [
                    SQLValue((isRefused ? ItemState.rejected : .analysed).rawValue),
                    SQLValue(decision.verdict.rawValue), SQLValue(isRefused ? "review.rejected" : nil),
                    SQLValue(isRefused ? "总部复核后不予采信：\(decision.reason)。请重新拍摄后上传。" : nil),
                    SQLValue(
                        isRefused
                            ? "Headquarters reviewed it and does not accept it: \(decision.reason). Please send a new one."
                            : nil), SQLValue(item),
                ])
            if changed == 0 { throw RecordError(.notFound, "there is no item \(item)") }
            try chain.append(
                CustodyNote(at: instant, actor: actor, action: .decided, detail: decision.text), to: item,
                connection)
        }
    }

    /// The newest decision about an item: an analysis that runs again must not undo it.
    public func decision(_ item: EvidenceID) async throws(RecordError) -> ReviewDecision? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                "SELECT detail FROM custody WHERE item = ? AND action = ? ORDER BY sequence DESC LIMIT 1",
                [SQLValue(item), SQLValue(CustodyAction.decided.rawValue)]
            ).first.flatMap { (row) throws(RecordError) in ReviewDecision(text: try row.text("detail")) }
        }
    }

    /// By code, in the order of the codes, over all decisions.
    public func overrideRates() async throws(RecordError) -> [OverrideRate] {
        let texts = try await database.read { (connection) throws(RecordError) in
            try connection.query(
                "SELECT detail FROM custody WHERE action = ? ORDER BY sequence",
                [SQLValue(CustodyAction.decided.rawValue)]
            ).map { (row) throws(RecordError) in try row.text("detail") }
        }
        var rates: [String: OverrideRate] = [:]
        for decision in texts.compactMap(ReviewDecision.init(text:)) {
            for code in Set(decision.codes) {
                var rate = rates[code] ?? OverrideRate(code: code, decided: 0, overturned: 0)
                rate.decided += 1
                if decision.verdict != decision.before { rate.overturned += 1 }
                rates[code] = rate
            }
        }
        return rates.values.sorted { $0.code < $1.code }
    }
}
