public import Evidence

/// An order that a screenshot showed, as far as the search for repetitions needs it.
public struct SeenOrder: Hashable, Sendable {
    public var item: EvidenceID
    public var store: StoreID
    /// The business day of the screenshot.
    public var day: BusinessDay
    public var number: String?
    /// A salted hash.
    public var customer: String?
    /// Local, `2026-11-12`.
    public var placedOn: String?
    /// The scheme that was rightly applied.
    public var scheme: String?

    public init(
        item: EvidenceID, store: StoreID, day: BusinessDay, number: String?, customer: String?,
        placedOn: String?, scheme: String?
    ) {
        self.item = item
        self.store = store
        self.day = day
        self.number = number
        self.customer = customer
        self.placedOn = placedOn
        self.scheme = scheme
    }
}

/// Which orders were seen where, over all stores: to find a number again, and what a customer used before.
public struct OrderRecords: Sendable {
    let database: any SQLDatabase

    /// Replaces what is known of an item's orders; store and day are the item's own. An erased item keeps what it has.
    public func save(_ orders: [SeenOrder], of item: EvidenceID) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            if try ItemRecords.isErased(item, connection) { return }
            try connection.execute("DELETE FROM seenOrder WHERE item = ?", [SQLValue(item)])
            for (place, order) in orders.enumerated() {
                try connection.execute(
                    """
                    INSERT INTO seenOrder (item, place, number, customer, placedOn, scheme)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    [
                        SQLValue(item), SQLValue(place), SQLValue(order.number), SQLValue(order.customer),
                        SQLValue(order.placedOn), SQLValue(order.scheme),
                    ])
            }
        }
    }

    /// The orders with one of these numbers or customers on items that came before an item, oldest first. The
    /// item's own slot, sent before, does not count.
    public func earlier(
        numbers: [String], customers: [String], than item: EvidenceItem
    ) async throws(RecordError) -> [SeenOrder] {
        try await database.read { (connection) throws(RecordError) in
            let before: [SQLValue] = [
                SQLValue(item.receivedAt), SQLValue(item.receivedAt), SQLValue(item.id), SQLValue(item.store),
                SQLValue(item.day), SQLValue(item.slot),
            ]
            var found: [SeenOrder] = []
            for (sql, values) in [
                (SeenOrderQueries.ofNumber, numbers), (SeenOrderQueries.ofCustomer, customers),
            ] {
                for value in Set(values).sorted() {
                    found += try connection.query(sql, [SQLValue(value)] + before).map(SeenOrder.init(row:))
                }
            }
            return found
        }
    }
}

enum SeenOrderQueries {
    static let ofNumber = query("number")
    static let ofCustomer = query("customer")

    private static func query(_ column: String) -> String {
        """
        SELECT seenOrder.item, seenOrder.number, seenOrder.customer, seenOrder.placedOn, seenOrder.scheme,
            item.store, item.day
        FROM seenOrder JOIN item ON item.id = seenOrder.item
        WHERE seenOrder.\(column) = ?
            AND (item.receivedAt < ? OR item.receivedAt = ? AND item.id < ?)
            AND NOT (item.store = ? AND item.day = ? AND item.slot = ?)
        ORDER BY item.receivedAt, item.id, seenOrder.place
        """
    }
}

extension SeenOrder {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            item: EvidenceID(try row.text("item")), store: StoreID(try row.text("store")),
            day: try row.day("day"), number: try row.optionalText("number"),
            customer: try row.optionalText("customer"), placedOn: try row.optionalText("placedOn"),
            scheme: try row.optionalText("scheme"))
    }
}
