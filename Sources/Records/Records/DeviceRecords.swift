public import Evidence

/// Which camera took which photo: only cameras that write their serial number are known.
public struct DeviceRecords: Sendable {
    let database: any SQLDatabase

    /// - Parameter device: maker, model and serial number. An erased item's is not kept.
    public func save(_ item: EvidenceID, device: String) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            if try ItemRecords.isErased(item, connection) { return }
            try connection.execute(
                """
                INSERT INTO captureDevice (item, device) VALUES (?, ?)
                ON CONFLICT (item) DO UPDATE SET device = excluded.device
                """, [SQLValue(item), SQLValue(device)])
        }
    }

    /// Photos of a camera that were sent for other stores, with their provenance findings as JSON; the newest days first.
    public func sightings(
        of device: String, outside store: StoreID, from first: BusinessDay, to last: BusinessDay, limit: Int
    ) async throws(RecordError) -> [DeviceSighting] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                DeviceQueries.sightings,
                [SQLValue(device), SQLValue(first), SQLValue(last), SQLValue(store), SQLValue(limit)]
            ).map { (row) throws(RecordError) in
                DeviceSighting(
                    item: EvidenceID(try row.text("id")), store: StoreID(try row.text("store")),
                    findings: try row.text("json"))
            }
        }
    }
}

/// One photo of a camera.
public struct DeviceSighting: Hashable, Sendable {
    public var item: EvidenceID
    public var store: StoreID
    /// `ProvenanceFindings` as JSON.
    public var findings: String
}

enum DeviceQueries {
    static let sightings = """
        SELECT item.id, item.store, finding.json FROM captureDevice
        JOIN item ON item.id = captureDevice.item
        JOIN finding ON finding.item = item.id AND finding.kind = '\(FindingKind.provenance.rawValue)'
            AND finding.supersededBy IS NULL
        WHERE captureDevice.device = ? AND item.day BETWEEN ? AND ? AND item.store <> ?
        ORDER BY item.day DESC, item.id LIMIT ?
        """
}
