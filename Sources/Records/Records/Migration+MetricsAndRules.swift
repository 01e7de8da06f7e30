extension Migration {
    /// 0002-metrics-and-rules: counts of store-days and their sums, the history of numbers, sales, places of stores,
    /// what raised a flag and what came of it, rectification tasks.
    static let metricsAndRules = Migration(number: 2, name: "metrics-and-rules") { dialect in
        counts(dialect) + places(dialect) + effects(dialect) + rectification(dialect)
    }

    private static func counts(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE storeDayFacts (
                store TEXT NOT NULL REFERENCES store (id),
                day TEXT NOT NULL CHECK (length(day) = 10),
                facts TEXT,
                counts TEXT,
                PRIMARY KEY (store, day)
            )\(sql.tableEnd)
            """,
            "CREATE INDEX storeDayFactsOfDay ON storeDayFacts (day, store)",
            """
            CREATE TABLE metricPeriod (
                scopeKind TEXT NOT NULL CHECK (scopeKind IN ('store', 'district', 'region', 'chain')),
                scope TEXT NOT NULL,
                grain TEXT NOT NULL CHECK (grain IN ('day', 'week', 'month')),
                start TEXT NOT NULL CHECK (length(start) = 10),
                counts TEXT NOT NULL,
                storeDays \(sql.integer) NOT NULL CHECK (storeDays >= 0),
                PRIMARY KEY (scopeKind, scope, grain, start)
            )\(sql.tableEnd)
            """,
            "CREATE INDEX metricPeriodOfStart ON metricPeriod (scopeKind, grain, start, scope)",
            """
            CREATE TABLE metricChange (
                sequence \(sql.integer) PRIMARY KEY,
                store TEXT NOT NULL REFERENCES store (id),
                day TEXT NOT NULL CHECK (length(day) = 10),
                code TEXT NOT NULL,
                topic TEXT NOT NULL,
                valueBefore \(sql.real),
                valueAfter \(sql.real),
                reason TEXT NOT NULL CHECK (length(reason) > 0),
                actor TEXT NOT NULL,
                changedAt \(sql.integer) NOT NULL
            )\(sql.tableEnd)
            """,
            "CREATE INDEX metricChangeOfStoreDay ON metricChange (store, day, sequence)",
            """
            CREATE TABLE salesDay (
                store TEXT NOT NULL REFERENCES store (id),
                day TEXT NOT NULL CHECK (length(day) = 10),
                fen \(sql.integer) NOT NULL CHECK (fen >= 0),
                receipts \(sql.integer) NOT NULL CHECK (receipts >= 0),
                importedAt \(sql.integer) NOT NULL,
                importedBy TEXT NOT NULL,
                PRIMARY KEY (store, day)
            )\(sql.tableEnd)
            """,
        ]
    }

    private static func places(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE storePlace (
                store TEXT NOT NULL REFERENCES store (id),
                fromDay TEXT NOT NULL CHECK (length(fromDay) = 10),
                region TEXT NOT NULL,
                closed \(sql.integer) NOT NULL CHECK (closed IN (0, 1)),
                PRIMARY KEY (store, fromDay)
            )\(sql.tableEnd)
            """,
            """
            CREATE TABLE newProductPlan (
                store TEXT NOT NULL REFERENCES store (id),
                sku TEXT NOT NULL,
                launch TEXT NOT NULL CHECK (length(launch) = 10),
                PRIMARY KEY (store, sku)
            )\(sql.tableEnd)
            """,
        ]
    }

    private static func effects(_ sql: SQLDialect) -> [String] {
        [
            "ALTER TABLE flag ADD COLUMN facts TEXT",
            "ALTER TABLE flag ADD COLUMN raisedOn TEXT",
            "ALTER TABLE flag ADD COLUMN subject TEXT",
            "CREATE INDEX flagOfRule ON flag (rule, firstDay)",
            """
            CREATE TABLE flagOutcome (
                flag TEXT NOT NULL REFERENCES flag (id),
                metric TEXT NOT NULL,
                outcome TEXT NOT NULL,
                measuredAt \(sql.integer) NOT NULL,
                PRIMARY KEY (flag, metric)
            )\(sql.tableEnd)
            """,
        ]
    }

    private static func rectification(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE task (
                id TEXT PRIMARY KEY,
                store TEXT NOT NULL REFERENCES store (id),
                flag TEXT REFERENCES flag (id),
                item TEXT REFERENCES item (id),
                fault TEXT NOT NULL CHECK (length(fault) > 0),
                analyzer TEXT NOT NULL,
                owner TEXT NOT NULL,
                openedOn TEXT NOT NULL CHECK (length(openedOn) = 10),
                deadline TEXT NOT NULL CHECK (length(deadline) = 10),
                windowDays \(sql.integer) NOT NULL CHECK (windowDays >= 0),
                state TEXT NOT NULL CHECK (state IN ('open', 'escalated', 'closed')),
                closedOn TEXT,
                closedBy TEXT REFERENCES item (id),
                CHECK ((state = 'closed') = (closedOn IS NOT NULL)),
                CHECK ((closedOn IS NULL) = (closedBy IS NULL))
            )\(sql.tableEnd)
            """,
            "CREATE INDEX taskOfState ON task (state, deadline)",
            "CREATE INDEX taskOfStore ON task (store, state)",
            """
            CREATE TABLE taskChange (
                task TEXT NOT NULL REFERENCES task (id),
                sequence \(sql.integer) NOT NULL,
                changedAt \(sql.integer) NOT NULL,
                actor TEXT NOT NULL,
                toState TEXT NOT NULL,
                reason TEXT NOT NULL,
                PRIMARY KEY (task, sequence)
            )\(sql.tableEnd)
            """,
        ]
    }
}
