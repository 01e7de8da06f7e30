import Evidence

/// What a webhook is told of a flag. Customers' sentences and notes of the staff stay here: who may read them follows the link.
struct WebhookDocument: Encodable {
    /// Where the evidence is, not what it says.
    struct Evidence: Encodable {
        let day: BusinessDay
        let item: EvidenceID
        /// Seconds from the beginning of a recording.
        let start: Double?
    }

    struct RaisedFlag: Encodable {
        let id: FlagID
        let rule: String
        let ruleVersion: String
        let store: StoreID
        let from: BusinessDay
        let to: BusinessDay
        let title: [String: String]
        let recommendation: [String: String]
        let severity: String
        let state: Flag.State
        let evidence: [Evidence]
        let subject: String?
        let raisedOn: BusinessDay?
        let facts: [FlagFact]?

        init(_ flag: Flag) {
            id = flag.id
            rule = flag.rule
            ruleVersion = flag.ruleVersion
            store = flag.store
            from = flag.from
            to = flag.to
            title = flag.title
            recommendation = flag.recommendation
            severity = flag.severity
            state = flag.state
            evidence = flag.evidence.map { Evidence(day: $0.day, item: $0.item, start: $0.start) }
            subject = flag.subject
            raisedOn = flag.raisedOn
            facts = flag.facts
        }
    }

    let type = "flag.raised"
    let id: String
    let flag: RaisedFlag
    let storeName: String
    let link: String?
}
