extension Migration {
    /// 0010-work-traces: what headquarters did in a span of time is found without reading the years before.
    static let workTraces = Migration(number: 10, name: "work-traces") { _ in
        [
            "CREATE INDEX custodyOfActionByTime ON custody (action, recordedAt)",
            "CREATE INDEX flagChangeOfTime ON flagChange (changedAt)",
        ]
    }
}
