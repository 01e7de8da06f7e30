public import Evidence

/// The stores of the chain.
public struct StoreRecords: Sendable {
    let database: any SQLDatabase

    /// Adds stores and replaces those with the same id, all or none.
    public func upsert(_ stores: [Store]) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            for store in stores {
                try connection.execute(
                    """
                    INSERT INTO store (id, name, region, address, latitude, longitude, geofenceMetres, timeZone,
                        cutOff, attributes)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET name = excluded.name, region = excluded.region,
                        address = excluded.address, latitude = excluded.latitude,
                        longitude = excluded.longitude, geofenceMetres = excluded.geofenceMetres,
                        timeZone = excluded.timeZone, cutOff = excluded.cutOff,
                        attributes = excluded.attributes
                    """, try store.sqlValues())
            }
        }
    }

    /// By id.
    public func all() async throws(RecordError) -> [Store] {
        try await database.read { (connection) throws(RecordError) in
            // Stores of a district share their region, many their attributes: each text is read once.
            var regions: [String: [String]] = [:]
            var attributes: [String: [String: String]] = [:]
            return try connection.query("SELECT * FROM store ORDER BY id").map { (row) throws(RecordError) in
                let region = try row.text("region")
                if regions[region] == nil { regions[region] = try row.json("region", as: [String].self) }
                let own = try row.text("attributes")
                if attributes[own] == nil {
                    attributes[own] = try row.json("attributes", as: [String: String].self)
                }
                return try Store(row: row, region: regions[region] ?? [], attributes: attributes[own] ?? [:])
            }
        }
    }

    /// The names of some stores; ids that no store has are left out.
    public func names(of ids: Set<StoreID>) async throws(RecordError) -> [StoreID: String] {
        guard !ids.isEmpty else { return [:] }
        return try await database.read { (connection) throws(RecordError) in
            var names: [StoreID: String] = [:]
            let rows = try connection.query(
                StoreQueries.names(stores: ids.count), ids.sorted().map { SQLValue($0) })
            for row in rows { names[StoreID(try row.text("id"))] = try row.text("name") }
            return names
        }
    }

    public func find(_ id: StoreID) async throws(RecordError) -> Store? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM store WHERE id = ?", [SQLValue(id)]).first
                .map(Store.init(row:))
        }
    }
}

enum StoreQueries {
    static func names(stores: Int) -> String {
        "SELECT id, name FROM store WHERE id IN (\(SQLPlaceholders.list(stores)))"
    }
}

extension Store {
    fileprivate func sqlValues() throws(RecordError) -> [SQLValue] {
        [
            SQLValue(id), SQLValue(name), try .json(region), SQLValue(address), SQLValue(latitude),
            SQLValue(longitude), SQLValue(geofenceMetres), SQLValue(timeZone), SQLValue(cutOff.description),
            try .json(attributes),
        ]
    }

    fileprivate init(row: SQLRow) throws(RecordError) {
        try self.init(
            row: row, region: try row.json("region", as: [String].self),
            attributes: try row.json("attributes", as: [String: String].self))
    }

    fileprivate init(
        row: SQLRow, region: [String], attributes: [String: String]
    ) throws(RecordError) {
        let cutOff = try row.text("cutOff")
        guard let cutOff = LocalTime(cutOff) else {
            throw RecordError(.corruptRow, "cutOff \(cutOff) is no time of day")
        }
        self.init(
            id: StoreID(try row.text("id")), name: try row.text("name"),
            region: region, address: try row.optionalText("address"),
            latitude: try row.optionalReal("latitude"), longitude: try row.optionalReal("longitude"),
            geofenceMetres: try row.real("geofenceMetres"), timeZone: try row.text("timeZone"),
            cutOff: cutOff, attributes: attributes)
    }
}
