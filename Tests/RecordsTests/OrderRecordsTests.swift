import Evidence
import Foundation
import SQLiteDriver
import Testing

@testable import Records

struct OrderRecordsTests {
    private func seen(_ item: EvidenceItem, number: String?, customer: String? = nil) -> SeenOrder {
        SeenOrder(
            item: item.id, store: item.store, day: item.day, number: number, customer: customer,
            placedOn: "2026-11-20", scheme: "MJ-1")
    }

    @Test func `a number is found again in any store, but only before`() async throws {
        let fixture = try await RecordsFixture()
        let first = RecordsFixture.item(1)
        var second = RecordsFixture.item(2)
        second.slot = "order-9"
        second.receivedAt = first.receivedAt.addingTimeInterval(60)
        try await fixture.record(first)
        try await fixture.record(second)
        let orders = fixture.records.orders
        try await orders.save(
            [seen(first, number: "N1", customer: "c"), seen(first, number: nil)], of: first.id)
        try await orders.save([seen(second, number: "N1", customer: "c")], of: second.id)
        #expect(
            try await orders.earlier(numbers: ["N1"], customers: [], than: second)
                == [seen(first, number: "N1", customer: "c")])
        #expect(try await orders.earlier(numbers: ["N2"], customers: ["c"], than: second).count == 1)
        #expect(try await orders.earlier(numbers: ["N1"], customers: ["c"], than: first).isEmpty)
        // The same slot, sent again, does not repeat itself.
        var again = second
        again.slot = first.slot
        #expect(try await orders.earlier(numbers: ["N1"], customers: [], than: again).isEmpty)
    }

    @Test func `saving again replaces`() async throws {
        let fixture = try await RecordsFixture()
        let item = RecordsFixture.item(1)
        try await fixture.record(item)
        for _ in 0..<2 { try await fixture.records.orders.save([seen(item, number: "N1")], of: item.id) }
        #expect(try await fixture.count("seenOrder") == 1)
        try await fixture.records.orders.save([], of: item.id)
        #expect(try await fixture.count("seenOrder") == 0)
    }

    @Test(arguments: [
        (SeenOrderQueries.ofNumber, "seenOrderOfNumber"),
        (SeenOrderQueries.ofCustomer, "seenOrderOfCustomer"),
    ])
    func `reads its index`(sql: String, index: String) async throws {
        let fixture = try await RecordsFixture()
        let plan = try await fixture.database.read { (connection) throws(RecordError) in
            let arguments = [SQLValue](repeating: .null, count: sql.count { $0 == "?" })
            return try connection.query("EXPLAIN QUERY PLAN " + sql, arguments)
                .map { (row) throws(RecordError) in try row.text("detail") }.joined(separator: "\n")
        }
        #expect(plan.contains(index), "\(plan)")
    }
}
