extension Migration {
    /// 0008-list-order: lists that grow with the years come out of an index in their order, not out of a sort.
    static let listOrder = Migration(number: 8, name: "list-order") { _ in
        [
            "CREATE INDEX flagOfDay ON flag (lastDay DESC, id)",
            "CREATE INDEX flagOfStoreDay ON flag (store, lastDay DESC, id)",
            "CREATE INDEX custodyOfActionInOrder ON custody (action, sequence)",
            "DROP INDEX jobOfState",
            "CREATE INDEX jobOfState ON job (state, createdAt)",
        ]
    }
}
