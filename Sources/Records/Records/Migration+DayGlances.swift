extension Migration {
    /// 0018-day-glances: the overview of a chain of any size counts a day's items, totals and flags from indexes alone.
    static let dayGlances = Migration(number: 18, name: "day-glances") { _ in
        [
            "DROP INDEX itemOfDay",
            "CREATE INDEX itemOfDay ON item (day, store, supersededBy, state, slot, verdict, late)",
            "DROP INDEX scoreOfDay",
            "CREATE INDEX scoreOfDay ON score (day, store, superseded, total) WHERE superseded = 0",
            "DROP INDEX flagOfState",
            "CREATE INDEX flagOfState ON flag (state, lastDay, store)",
        ]
    }
}
