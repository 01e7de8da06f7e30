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
            try connection.query("SELECT * FROM store ORDER BY id").map(Store.init(row:))
        }
    }

    public func find(_ id: StoreID) async throws(RecordError) -> Store? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM store WHERE id = ?", [SQLValue(id)]).first
                .map(Store.init(row:))
        }
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
        let cutOff = try row.text("cutOff")
        guard let cutOff = LocalTime(cutOff) else {
            throw RecordError(.corruptRow, "cutOff \(cutOff) is no time of day")
        }
        self.init(
            id: StoreID(try row.text("id")), name: try row.text("name"),
            region: try row.json("region", as: [String].self), address: try row.optionalText("address"),
            latitude: try row.optionalReal("latitude"), longitude: try row.optionalReal("longitude"),
            geofenceMetres: try row.real("geofenceMetres"), timeZone: try row.text("timeZone"),
            cutOff: cutOff, attributes: try row.json("attributes", as: [String: String].self))
    }
}
