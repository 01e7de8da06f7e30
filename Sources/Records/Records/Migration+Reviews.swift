extension Migration {
    /// 0004-reviews: appeals and decisions are found among the many links that only say who looked.
    static let reviews = Migration(number: 4, name: "reviews") { _ in
        ["CREATE INDEX custodyOfAction ON custody (action, item, sequence)"]
    }
}
