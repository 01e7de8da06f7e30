extension Migration {
    /// 0016-arrived-share: how much of a photo arrived that broke off on its way, percent.
    static let arrivedShare = Migration(number: 16, name: "arrived-share") { sql in
        ["ALTER TABLE item ADD COLUMN arrivedPercent \(sql.integer) CHECK (arrivedPercent BETWEEN 0 AND 99)"]
    }
}
