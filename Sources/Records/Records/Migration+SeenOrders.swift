extension Migration {
    /// 0003-seen-orders: order numbers and hashed customers, to find an order again in any store.
    static let seenOrders = Migration(number: 3, name: "seen-orders") { sql in
        [
            """
            CREATE TABLE seenOrder (
                item TEXT NOT NULL REFERENCES item (id),
                place \(sql.integer) NOT NULL CHECK (place >= 0),
                number TEXT,
                customer TEXT,
                placedOn TEXT,
                scheme TEXT,
                PRIMARY KEY (item, place)
            )\(sql.tableEnd)
            """,
            "CREATE INDEX seenOrderOfNumber ON seenOrder (number)",
            "CREATE INDEX seenOrderOfCustomer ON seenOrder (customer)",
        ]
    }
}
