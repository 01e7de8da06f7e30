public import Evidence
public import FoundationEssentials

/// Appeals (申诉) and what headquarters decided, as links of the chain of custody: neither can be changed afterwards.
public struct ReviewRecords: Sendable {
    let database: any SQLDatabase
    let chain: CustodyChain

    /// Notes that somebody asks headquarters to look again.
    /// - Returns: why the appeal is not taken; nil where it was.
    /// - Throws: `.notFound` where there is no such item.
    public func appeal(
        _ item: EvidenceID, reason: String, by actor: AccountID, at instant: Date
    ) async throws(RecordError) -> AppealRefusal? {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            let found = try Self.item(item, connection)
            if let refusal = AppealRefusal(
                found, standing: try Self.standing(of: item, connection))
            {
                return refusal
            }
            try chain.append(
                CustodyNote(at: instant, actor: actor, action: .appealed, detail: reason), to: item,
                connection)
            // The share of what was appealed against is a number of the day.
            try JobQueue.enqueue(
                .scoreDay, "\(found.store)/\(found.day)", found.store, found.day, instant, connection)
            return nil
        }
    }

    /// Notes the decision, gives the item its verdict and has the day scored again, together or not at all. What the
    /// checks had said goes along.
    /// - Returns: the decision as it was noted; nil where the item has not been analysed yet.
    /// - Throws: `.notFound` where there is no such item, `.erased` where it was erased, `.purged` where its original was purged.
    @discardableResult
    public func decide(
        _ id: EvidenceID, _ verdict: Verdict, reason: String, by actor: AccountID, at instant: Date
    ) async throws(RecordError) -> ReviewDecision? {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            let item = try Self.item(id, connection)
            if try ItemRecords.isErased(id, connection) { throw RecordError(.erased, "\(id) was erased") }
            if try ItemRecords.isPurged(id, connection) { throw RecordError(.purged, "\(id) was purged") }
            guard item.state == .analysed || item.state == .rejected else { return nil }
            let findings = try Self.findings(of: id, connection)
            let held = (findings?.reasons ?? []).filter { $0.severity != .info }.map(\.code)
            // A file that could not be opened has a reason and no findings.
            let isUnreadable = findings == nil && item.state == .rejected
            let decision = ReviewDecision(
                verdict: verdict, before: findings?.verdict ?? (isUnreadable ? .rejected : item.verdict),
                codes: isUnreadable ? [item.reason?.code].compactMap(\.self) : held, reason: reason)
            try Self.apply(decision, to: item, connection)
            try chain.append(
                CustodyNote(at: instant, actor: actor, action: .decided, detail: decision.text), to: id,
                connection)
            try JobQueue.enqueue(
                .scoreDay, "\(item.store)/\(item.day)", item.store, item.day, instant, connection)
            return decision
        }
    }

    /// The newest decision about an item: an analysis that runs again must not undo it.
    public func decision(_ item: EvidenceID) async throws(RecordError) -> ReviewDecision? {
        try await standing(of: item).decision
    }

    /// The newest appeal and the newest decision.
    public func standing(of item: EvidenceID) async throws(RecordError) -> ReviewStanding {
        try await database.read { (connection) throws(RecordError) in
            try Self.standing(of: item, connection)
        }
    }

    /// Appeals that neither a decision has answered nor an erasure or purge made void, oldest first.
    public func openAppeals() async throws(RecordError) -> [OpenAppeal] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                ReviewQueries.openAppeals,
                [
                    SQLValue(CustodyAction.appealed.rawValue), SQLValue(CustodyAction.decided.rawValue),
                    SQLValue(CustodyAction.erased.rawValue), SQLValue(CustodyAction.purged.rawValue),
                ]
            ).map { (row) throws(RecordError) in
                OpenAppeal(
                    item: EvidenceID(try row.text("item")), reason: try row.text("detail"),
                    by: AccountID(try row.text("actor")), at: try row.instant("recordedAt"))
            }
        }
    }

    public func figures(store: StoreID, day: BusinessDay) async throws(RecordError) -> ReviewFigures {
        try await database.read { (connection) throws(RecordError) in
            let rows = try connection.query(
                ReviewQueries.ofStoreDay,
                [
                    SQLValue(CustodyAction.appealed.rawValue), SQLValue(CustodyAction.decided.rawValue),
                    SQLValue(store), SQLValue(day),
                ])
            var figures = ReviewFigures()
            for row in rows {
                let appealed = try row.optionalInteger("appealedAt").map(Date.init(milliseconds:))
                if appealed != nil { figures.appealed += 1 }
                guard let decided = try row.optionalInteger("decidedAt").map(Date.init(milliseconds:)) else {
                    continue
                }
                let received = try row.instant("receivedAt")
                figures.closed += 1
                figures.minutes += Int(max(0, decided.timeIntervalSince(appealed ?? received)) / 60)
            }
            return figures
        }
    }

    /// By code over the newest decision about each item, what was overturned most often first: that rule is to be looked at.
    public func overrideRates() async throws(RecordError) -> [OverrideRate] {
        let texts = try await database.read { (connection) throws(RecordError) in
            try connection.query(ReviewQueries.newestDecisions, [SQLValue(CustodyAction.decided.rawValue)])
                .map { (row) throws(RecordError) in try row.text("detail") }
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
        return rates.values.sorted { ($1.share, $0.code) < ($0.share, $1.code) }
    }
}

// MARK: Inside a transaction

extension ReviewRecords {
    private static func item(
        _ id: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) -> EvidenceItem {
        guard let item = try ItemRecords.find(id, connection) else {
            throw RecordError(.notFound, "there is no item \(id)")
        }
        return item
    }

    private static func standing(
        of item: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) -> ReviewStanding {
        var standing = ReviewStanding()
        let rows = try connection.query(
            ReviewQueries.ofItem,
            [
                SQLValue(item), SQLValue(CustodyAction.appealed.rawValue),
                SQLValue(CustodyAction.decided.rawValue), SQLValue(CustodyAction.erased.rawValue),
                SQLValue(CustodyAction.purged.rawValue),
            ])
        for row in rows {
            let text = try row.text("detail")
            switch try row.word("action", as: CustodyAction.self) {
            case .appealed: standing.appeal = text
            case .decided: standing.decision = ReviewDecision(text: text)
            case .erased: standing.isErased = true
            case .purged: standing.purgedAt = try row.instant("recordedAt")
            default: break
            }
        }
        return standing
    }

    private static func findings(
        of item: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) -> ProvenanceFindings? {
        let row = try connection.query(
            "SELECT json FROM finding WHERE item = ? AND kind = ? AND supersededBy IS NULL",
            [SQLValue(item), SQLValue(FindingKind.provenance.rawValue)]
        ).first
        return try row.map { (row) throws(RecordError) in try row.json("json", as: ProvenanceFindings.self) }
    }

    private static func apply(
        _ decision: ReviewDecision, to item: EvidenceItem, _ connection: any SQLConnection
    ) throws(RecordError) {
        let isRefused = decision.verdict == .rejected
        try connection.execute(
            """
            UPDATE item SET state = ?, verdict = ?, reasonCode = ?, reasonChinese = ?, reasonEnglish = ?,
                arrivedPercent = NULL
            WHERE id = ?
            """,
            [
                SQLValue((isRefused ? ItemState.rejected : .analysed).rawValue),
                SQLValue(decision.verdict.rawValue), SQLValue(isRefused ? "review.rejected" : nil),
                SQLValue(isRefused ? "总部复核后不予采信：\(decision.reason)。请重新拍摄后上传。" : nil),
                SQLValue(
                    isRefused
                        ? "Headquarters reviewed it and does not accept it: \(decision.reason). Please send a new one."
                        : nil), SQLValue(item.id),
            ])
    }
}

enum ReviewQueries {
    static let ofItem = """
        SELECT action, detail, recordedAt FROM custody WHERE item = ? AND action IN (?, ?, ?, ?) ORDER BY sequence
        """
    static let ofStoreDay = """
        SELECT (SELECT MIN(recordedAt) FROM custody WHERE item = item.id AND action = ?) AS appealedAt,
            (SELECT MAX(recordedAt) FROM custody WHERE item = item.id AND action = ?) AS decidedAt, receivedAt
        FROM item WHERE store = ? AND day = ?
        """
    static let openAppeals = """
        SELECT item, detail, actor, recordedAt FROM custody AS appeal
        WHERE action = ? AND NOT EXISTS (
            SELECT 1 FROM custody WHERE item = appeal.item AND action IN (?, ?, ?) AND sequence > appeal.sequence
        ) ORDER BY sequence
        """
    static let newestDecisions = """
        SELECT detail FROM custody
        WHERE sequence IN (SELECT MAX(sequence) FROM custody WHERE action = ? GROUP BY item) ORDER BY sequence
        """
}
