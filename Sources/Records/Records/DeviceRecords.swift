public import Evidence

/// The camera that took a photo, by what it writes into its files.
public struct CaptureDevice: Hashable, Sendable {
    /// Maker and model.
    public var model: String
    /// Tells it from others of its model; most phones write none.
    public var serialNumber: String?
    public var hasMakerNote: Bool

    public init(model: String, serialNumber: String?, hasMakerNote: Bool) {
        self.model = model
        self.serialNumber = serialNumber
        self.hasMakerNote = hasMakerNote
    }
}

/// Which camera took which photo.
public struct DeviceRecords: Sendable {
    let database: any SQLDatabase

    /// An erased item's is not kept.
    public func save(_ item: EvidenceID, _ device: CaptureDevice) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            if try ItemRecords.isErased(item, connection) { return }
            try connection.execute(
                """
                INSERT INTO captureDevice (item, model, serialNumber, hasMakerNote) VALUES (?, ?, ?, ?)
                ON CONFLICT (item) DO UPDATE SET model = excluded.model,
                    serialNumber = excluded.serialNumber, hasMakerNote = excluded.hasMakerNote
                """,
                [
                    SQLValue(item), SQLValue(device.model), SQLValue(device.serialNumber),
                    SQLValue(device.hasMakerNote ? 1 : 0),
                ])
        }
    }

    /// Photos of a camera that were sent for other stores, with their provenance findings as JSON; the newest days first.
    /// None for a camera that cannot be told from others of its model.
    public func sightings(
        of device: CaptureDevice, outside store: StoreID, from first: BusinessDay, to last: BusinessDay,
        limit: Int
    ) async throws(RecordError) -> [DeviceSighting] {
        guard let serialNumber = device.serialNumber else { return [] }
        return try await database.read { (connection) throws(RecordError) in
            try connection.query(
                DeviceQueries.sightings,
                [
                    SQLValue(device.model), SQLValue(serialNumber), SQLValue(first), SQLValue(last),
                    SQLValue(store), SQLValue(limit),
                ]
            ).map { (row) throws(RecordError) in
                DeviceSighting(
                    item: EvidenceID(try row.text("id")), store: StoreID(try row.text("store")),
                    findings: try row.text("json"))
            }
        }
    }

    /// How many photos of a model came with a maker note and how many without, each up to a limit.
    public func makerNotes(
        of model: String, limit: Int
    ) async throws(RecordError) -> (with: Int, without: Int) {
        try await database.read { (connection) throws(RecordError) in
            func count(_ hasMakerNote: Int) throws(RecordError) -> Int {
                Int(
                    try connection.query(
                        DeviceQueries.makerNotes,
                        [SQLValue(model), SQLValue(hasMakerNote), SQLValue(limit)]
                    ).first?.integer("number") ?? 0)
            }
            return (try count(1), try count(0))
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
        WHERE captureDevice.model = ? AND captureDevice.serialNumber = ?
            AND item.day BETWEEN ? AND ? AND item.store <> ?
        ORDER BY item.day DESC, item.id LIMIT ?
        """
    static let makerNotes = """
        SELECT COUNT(*) AS number FROM (
            SELECT item FROM captureDevice WHERE model = ? AND hasMakerNote = ? LIMIT ?
        ) AS counted
        """
}
