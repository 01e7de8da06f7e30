import Evidence

extension EvidenceItem {
    static let columns = [
        "id", "store", "day", "kind", "slot", "sha256", "byteCount", "fileName", "receivedAt", "recordedAt",
        "late", "state", "reasonCode", "reasonChinese", "reasonEnglish", "arrivedPercent", "verdict", "score",
        "transcriptSHA256", "transcriptName", "consent", "clientPosition", "sender", "supersededBy",
    ]

    /// In the order of `columns`.
    func sqlValues() throws(RecordError) -> [SQLValue] {
        let position: SQLValue = if let clientPosition { try .json(clientPosition) } else { .null }
        return [
            SQLValue(id), SQLValue(store), SQLValue(day), SQLValue(kind.rawValue), SQLValue(slot),
            SQLValue(sha256), SQLValue(byteCount), SQLValue(fileName), SQLValue(receivedAt),
            SQLValue(recordedAt), SQLValue(late), SQLValue(state.rawValue), SQLValue(reason?.code),
            SQLValue(reason?.chinese), SQLValue(reason?.english), SQLValue(reason?.arrivedPercent),
            SQLValue(verdict?.rawValue),
            SQLValue(score), SQLValue(transcriptSHA256?.rawValue), SQLValue(transcriptName),
            SQLValue(consent), position, SQLValue(sender), SQLValue(supersededBy?.rawValue),
        ]
    }

    init(row: SQLRow) throws(RecordError) {
        let reason: Reason? =
            if let code = try row.optionalText("reasonCode") {
                Reason(
                    code: code, chinese: try row.text("reasonChinese"),
                    english: try row.text("reasonEnglish"),
                    arrivedPercent: try row.optionalInteger("arrivedPercent").map { Int($0) })
            } else { nil }
        let position: ClientPosition? =
            try row.optionalText("clientPosition") == nil
            ? nil : row.json("clientPosition", as: ClientPosition.self)
        self.init(
            id: EvidenceID(try row.text("id")), store: StoreID(try row.text("store")),
            day: try row.day("day"), kind: try row.word("kind", as: EvidenceKind.self),
            slot: try row.text("slot"), sha256: ContentHash(try row.text("sha256")),
            byteCount: Int(try row.integer("byteCount")), fileName: try row.optionalText("fileName"),
            receivedAt: try row.instant("receivedAt"), recordedAt: try row.instant("recordedAt"),
            late: try row.boolean("late"), state: try row.word("state", as: ItemState.self), reason: reason,
            verdict: try row.optionalWord("verdict", as: Verdict.self), score: try row.optionalReal("score"),
            transcriptSHA256: try row.optionalText("transcriptSHA256").map { ContentHash($0) },
            transcriptName: try row.optionalText("transcriptName"),
            consent: try row.optionalBoolean("consent"), clientPosition: position,
            sender: AccountID(try row.text("sender")),
            supersededBy: try row.optionalText("supersededBy").map { EvidenceID($0) })
    }
}

/// Photos, then recordings, then screenshots; within a kind by name and number, so that order-10 follows order-9.
struct SlotOrder: Comparable {
    private let kind: Int
    private let name: Substring
    private let number: Int

    init(_ item: EvidenceItem) {
        kind = EvidenceKind.allCases.firstIndex(of: item.kind) ?? EvidenceKind.allCases.count
        let digits = item.slot.reversed().prefix { $0.isASCII && $0.isNumber }.count
        name = item.slot.dropLast(digits)
        number = Int(item.slot.suffix(digits)) ?? 0
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.kind, left.name, left.number) < (right.kind, right.name, right.number)
    }
}

extension [EvidenceItem] {
    /// By store, slot and time of recording.
    func inSlotOrder() -> [EvidenceItem] {
        map { (item: $0, order: SlotOrder($0)) }
            .sorted {
                ($0.item.store, $0.order, $0.item.recordedAt, $0.item.id)
                    < ($1.item.store, $1.order, $1.item.recordedAt, $1.item.id)
            }
            .map(\.item)
    }
}
