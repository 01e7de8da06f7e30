extension Migration {
    /// 0013-capture-devices: which camera took a photo, as far as it says so.
    static let captureDevices = Migration(number: 13, name: "capture-devices") { sql in
        [
            """
            CREATE TABLE captureDevice (
                item TEXT PRIMARY KEY REFERENCES item (id),
                device TEXT NOT NULL
            )\(sql.tableEnd)
            """,
            "CREATE INDEX captureDeviceOfDevice ON captureDevice (device)",
        ]
    }
}
