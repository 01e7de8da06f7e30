// Instants are whole milliseconds since 1970, days text like 2026-11-20, lists JSON that only the program reads.
extension Migration {
    /// 0001-first-light: everything from the upload to the flag.
    static let firstLight = Migration(number: 1, name: "first-light") { dialect in
        policy(dialect) + people(dialect) + evidence(dialect) + analysis(dialect) + results(dialect)
            + flags(dialect) + work(dialect)
    }

    private static func policy(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE store (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                region TEXT NOT NULL,
                address TEXT,
                latitude \(sql.real) CHECK (latitude BETWEEN -90 AND 90),
                longitude \(sql.real) CHECK (longitude BETWEEN -180 AND 180),
                geofenceMetres \(sql.real) NOT NULL CHECK (geofenceMetres >= 0),
                timeZone TEXT NOT NULL,
                cutOff TEXT NOT NULL,
                attributes TEXT NOT NULL
            )\(sql.tableEnd)
            """,
            """
            CREATE TABLE reference (
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                version \(sql.integer) NOT NULL CHECK (version >= 1),
                json TEXT NOT NULL,
                importedAt \(sql.integer) NOT NULL,
                importedBy TEXT NOT NULL,
                PRIMARY KEY (kind, name, version)
            )\(sql.tableEnd)
            """,
        ]
    }

    private static func people(_ sql: SQLDialect) -> [String] {
        [
            // A manager's account may be made before the chain's stores are imported: no foreign key on store.
            """
            CREATE TABLE account (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('manager', 'hq', 'integrator')),
                store TEXT,
                passwordHash TEXT
            )\(sql.tableEnd)
            """,
            """
            CREATE TABLE token (
                digest TEXT PRIMARY KEY,
                account TEXT NOT NULL REFERENCES account (id),
                label TEXT NOT NULL,
                createdAt \(sql.integer) NOT NULL
            )\(sql.tableEnd)
            """,
            """
            CREATE TABLE session (
                digest TEXT PRIMARY KEY,
                account TEXT NOT NULL REFERENCES account (id),
                openedAt \(sql.integer) NOT NULL,
                expiresAt \(sql.integer) NOT NULL
            )\(sql.tableEnd)
            """,
            "CREATE INDEX sessionExpiry ON session (expiresAt)",
        ]
    }

    private static func evidence(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE item (
                id TEXT PRIMARY KEY,
                store TEXT NOT NULL REFERENCES store (id),
                day TEXT NOT NULL CHECK (length(day) = 10),
                kind TEXT NOT NULL,
                slot TEXT NOT NULL CHECK (length(slot) > 0),
                sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
                byteCount \(sql.integer) NOT NULL CHECK (byteCount > 0),
                fileName TEXT,
                receivedAt \(sql.integer) NOT NULL,
                recordedAt \(sql.integer) NOT NULL,
                late \(sql.integer) NOT NULL CHECK (late IN (0, 1)),
                state TEXT NOT NULL
                    CHECK (state IN ('received', 'processing', 'analysed', 'rejected', 'failed')),
                reasonCode TEXT,
                reasonChinese TEXT,
                reasonEnglish TEXT,
                verdict TEXT CHECK (verdict IN ('trusted', 'suspect', 'rejected')),
                score \(sql.real) CHECK (score BETWEEN 0 AND 100),
                transcriptSHA256 TEXT,
                transcriptName TEXT,
                consent \(sql.integer) CHECK (consent IN (0, 1)),
                clientPosition TEXT,
                sender TEXT NOT NULL,
                supersededBy TEXT REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED
            )\(sql.tableEnd)
            """,
            // One current item a slot, one item for the same bytes, whatever is sent at the same time.
            "CREATE UNIQUE INDEX itemCurrent ON item (store, day, slot) WHERE supersededBy IS NULL",
            "CREATE UNIQUE INDEX itemBytes ON item (store, day, slot, sha256)",
            "CREATE INDEX itemOfDay ON item (day, store, supersededBy, state)",
            """
            CREATE TABLE transcript (
                item TEXT NOT NULL REFERENCES item (id),
                sequence \(sql.integer) NOT NULL,
                sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
                name TEXT NOT NULL,
                attachedAt \(sql.integer) NOT NULL,
                PRIMARY KEY (item, sequence)
            )\(sql.tableEnd)
            """,
            """
            CREATE TABLE custody (
                sequence \(sql.integer) PRIMARY KEY,
                item TEXT NOT NULL REFERENCES item (id),
                recordedAt \(sql.integer) NOT NULL,
                actor TEXT NOT NULL,
                action TEXT NOT NULL,
                detail TEXT NOT NULL,
                previousHash TEXT NOT NULL,
                hash TEXT NOT NULL UNIQUE
            )\(sql.tableEnd)
            """,
            "CREATE INDEX custodyOfItem ON custody (item, sequence)",
        ]
    }

    private static func analysis(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE finding (
                id \(sql.integer) PRIMARY KEY,
                item TEXT NOT NULL REFERENCES item (id),
                kind TEXT NOT NULL,
                analyzerName TEXT NOT NULL,
                analyzerVersion TEXT NOT NULL,
                json TEXT NOT NULL,
                createdAt \(sql.integer) NOT NULL,
                supersededBy \(sql.integer) REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED
            )\(sql.tableEnd)
            """,
            "CREATE UNIQUE INDEX findingCurrent ON finding (item, kind) WHERE supersededBy IS NULL",
            """
            CREATE TABLE fingerprint (
                item TEXT PRIMARY KEY REFERENCES item (id),
                perceptualHash \(sql.integer) NOT NULL,
                payload \(sql.blob) NOT NULL
            )\(sql.tableEnd)
            """,
        ]
    }

    private static func results(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE score (
                store TEXT NOT NULL REFERENCES store (id),
                day TEXT NOT NULL CHECK (length(day) = 10),
                revision \(sql.integer) NOT NULL CHECK (revision >= 1),
                total \(sql.real) CHECK (total BETWEEN 0 AND 100),
                provisional \(sql.integer) NOT NULL CHECK (provisional IN (0, 1)),
                policyVersion TEXT NOT NULL,
                parts TEXT NOT NULL,
                scoredAt \(sql.integer) NOT NULL,
                superseded \(sql.integer) NOT NULL CHECK (superseded IN (0, 1)),
                PRIMARY KEY (store, day, revision)
            )\(sql.tableEnd)
            """,
            "CREATE UNIQUE INDEX scoreCurrent ON score (store, day) WHERE superseded = 0",
            "CREATE INDEX scoreOfDay ON score (day, store) WHERE superseded = 0",
            """
            CREATE TABLE metric (
                store TEXT NOT NULL REFERENCES store (id),
                day TEXT NOT NULL CHECK (length(day) = 10),
                code TEXT NOT NULL,
                topic TEXT NOT NULL,
                value \(sql.real),
                numerator \(sql.real) NOT NULL,
                denominator \(sql.real) NOT NULL,
                PRIMARY KEY (store, day, code, topic)
            )\(sql.tableEnd)
            """,
            "CREATE INDEX metricOfDay ON metric (day, store)",
        ]
    }

    private static func flags(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE flag (
                id TEXT PRIMARY KEY,
                rule TEXT NOT NULL,
                ruleVersion TEXT NOT NULL,
                store TEXT NOT NULL REFERENCES store (id),
                firstDay TEXT NOT NULL CHECK (length(firstDay) = 10),
                lastDay TEXT NOT NULL CHECK (length(lastDay) = 10),
                title TEXT NOT NULL,
                recommendation TEXT NOT NULL,
                severity TEXT NOT NULL,
                state TEXT NOT NULL CHECK (
                    state IN ('open', 'acknowledged', 'actioned', 'closed', 'expired', 'dismissed')),
                stateReason TEXT,
                evidence TEXT NOT NULL,
                CHECK (firstDay <= lastDay)
            )\(sql.tableEnd)
            """,
            "CREATE INDEX flagOfState ON flag (state, lastDay)",
            "CREATE INDEX flagOfStore ON flag (store, rule)",
            """
            CREATE TABLE flagChange (
                flag TEXT NOT NULL REFERENCES flag (id),
                sequence \(sql.integer) NOT NULL,
                changedAt \(sql.integer) NOT NULL,
                actor TEXT NOT NULL,
                fromState TEXT,
                toState TEXT NOT NULL,
                reason TEXT,
                PRIMARY KEY (flag, sequence)
            )\(sql.tableEnd)
            """,
        ]
    }

    private static func work(_ sql: SQLDialect) -> [String] {
        [
            // dueAt: when a waiting job may be taken, and when a running job's lease ends.
            """
            CREATE TABLE job (
                id \(sql.integer) PRIMARY KEY,
                kind TEXT NOT NULL,
                subject TEXT NOT NULL,
                store TEXT NOT NULL REFERENCES store (id),
                day TEXT NOT NULL CHECK (length(day) = 10),
                state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
                isOpen \(sql.integer) NOT NULL CHECK (isOpen IN (0, 1)),
                dueAt \(sql.integer) NOT NULL,
                attempts \(sql.integer) NOT NULL CHECK (attempts >= 0),
                worker TEXT,
                createdAt \(sql.integer) NOT NULL,
                CHECK ((state = 'running') = (worker IS NOT NULL)),
                CHECK ((state IN ('waiting', 'running')) = (isOpen = 1))
            )\(sql.tableEnd)
            """,
            "CREATE INDEX jobDue ON job (isOpen, dueAt, id)",
            "CREATE UNIQUE INDEX jobWaiting ON job (kind, subject) WHERE state = 'waiting'",
            "CREATE UNIQUE INDEX jobRunning ON job (kind, subject) WHERE state = 'running'",
            "CREATE INDEX jobOfState ON job (state)",
            """
            CREATE TABLE jobFailure (
                job \(sql.integer) NOT NULL REFERENCES job (id),
                attempt \(sql.integer) NOT NULL,
                worker TEXT NOT NULL,
                code TEXT NOT NULL,
                detail TEXT NOT NULL,
                PRIMARY KEY (job, attempt)
            )\(sql.tableEnd)
            """,
        ]
    }
}
