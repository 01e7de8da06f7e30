/// One step of the schema. A step that was shipped is never edited: a change is a new step.
struct Migration: Sendable {
    var number: Int
    /// `first-light`
    var name: String
    var statements: @Sendable (SQLDialect) -> [String]

    static let all: [Migration] = [
        .firstLight, .metricsAndRules, .seenOrders, .reviews, .renditions, .deliveries, .fingerprintOrder,
        .listOrder, .stageTimes, .workTraces, .consoleLists, .captureDevices, .durability,
        .captureProofs, .scrub, .arrivedShare, .retention, .dayGlances,
    ]
}

/// Applies what is missing, all in one transaction.
struct Migrator {
    let migrations: [Migration]

    func run(on database: any SQLDatabase) async throws(RecordError) {
        let dialect = database.dialect
        let migrations = self.migrations
        try await database.write { (connection) throws(RecordError) in
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS migration (
                    number \(dialect.integer) PRIMARY KEY,
                    name TEXT NOT NULL
                )\(dialect.tableEnd)
                """)
            var applied: [Int64: String] = [:]
            for row in try connection.query("SELECT number, name FROM migration") {
                applied[try row.integer("number")] = try row.text("name")
            }
            for (number, name) in applied.sorted(by: { $0.key < $1.key }) {
                guard migrations.contains(where: { $0.number == number && $0.name == name }) else {
                    throw RecordError(
                        .migration,
                        "the database has step \(number)-\(name), which this version does not know: use a newer one"
                    )
                }
            }
            for migration in migrations where applied[Int64(migration.number)] == nil {
                for statement in migration.statements(dialect) { try connection.execute(statement) }
                try connection.execute(
                    "INSERT INTO migration (number, name) VALUES (?, ?)",
                    [SQLValue(migration.number), SQLValue(migration.name)])
            }
        }
    }
}
