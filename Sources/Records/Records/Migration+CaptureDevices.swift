extension Migration {
    /// 0013-capture-devices: which camera took a photo, as far as it says so.
    static let captureDevices = Migration(number: 13, name: "capture-devices") { sql in
        [
            """
            CREATE TABLE captureDevice (
                item TEXT PRIMARY KEY REFERENCES item (id),
                model TEXT NOT NULL,
                serialNumber TEXT,
                hasMakerNote \(sql.integer) NOT NULL CHECK (hasMakerNote IN (0, 1))
            )\(sql.tableEnd)
            """,
            "CREATE INDEX captureDeviceOfCamera ON captureDevice (model, serialNumber) WHERE serialNumber IS NOT NULL",
            "CREATE INDEX captureDeviceOfModel ON captureDevice (model, hasMakerNote)",
        ]
    }
}
