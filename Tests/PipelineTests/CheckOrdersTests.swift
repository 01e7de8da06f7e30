import AnalyzerKit
import Decoding
import Evidence
import Foundation
import Pipeline
import Records
import Testing

/// Orders that earlier screenshots of this store or another showed.
struct CheckOrdersTests {
    private static let other = Store(id: StoreID("HZ-002"), name: "另一店", region: ["全国"])
    private static let analyzer = AnalyzerIdentity(name: "given", version: "1")

    /// One order, a signal where its number was seen in another batch, and the earlier uses it was told of.
    private static func findings(of input: OrderInput) -> OrderFindings {
        var order = Order(
            orderNumber: "TG1234567890", placedAt: "2026-11-19T10:00",
            promotion: .init(schemeId: "E", status: .correct))
        order.customer = "hash"
        if let earlier = input.earlier?.first(where: { $0.orderNumber == order.orderNumber && !$0.sameBatch })
        {
            order.signals = [
                Order.Signal(
                    code: "order.repeatedNumber", detail: "重复", detailEnglish: "repeated", severity: .suspect,
                    of: earlier.name)
            ]
        }
        order.hints = (input.earlier ?? []).map { "\($0.customer ?? "-") \($0.schemeId ?? "-")" }
        return OrderFindings(orders: [order], analyzer: analyzer)
    }

    private func harness() async throws -> (PipelineHarness, Worker) {
        let harness = try await PipelineHarness()
        try await harness.records.stores.upsert([PipelineHarness.store, Self.other])
        let shelf = AnalyzerShelf { (_, _) async throws(PipelineError) in
            AnalyzerSet(
                textReader: FaultyReader(), shelf: nil,
                orders: GivenFindings { Self.findings(of: $0) },
                consultation: GivenFindings { input in
                    ConsultationFindings(
                        audio: .init(seconds: 20, speechSeconds: 10), transcript: input.transcript,
                        usable: true, analyzer: Self.analyzer)
                },
                provenance: GivenFindings { _ in
                    ProvenanceFindings(verdict: .trusted, analyzer: Self.analyzer)
                }, fingerprints: FlatFingerprint())
        }
        let pipeline = EvidencePipeline(
            records: harness.records, originals: harness.originals, renditions: harness.renditions,
            decoder: MediaDecoder(), analyzers: shelf, clock: harness.clock)
        return (harness, harness.worker(pipeline))
    }

    private func order(of item: EvidenceItem, in harness: PipelineHarness) async throws -> Order {
        let documents = try await harness.records.findings.current(item.id)
        let json = try #require(documents.first { $0.kind == .order }?.json)
        return try #require(try CanonicalJSON.decode(OrderFindings.self, from: json).orders.first)
    }

    @Test func `a number that another store reported makes the screenshot suspect`() async throws {
        let (harness, worker) = try await harness()
        let bytes = try PipelineHarness.picture()
        let first = try await harness.receive(bytes, "order-1", .orderScreenshot)
        await worker.drain()
        let second = try await harness.receive(
            bytes, "order-1", .orderScreenshot, store: Self.other.id, after: 50)
        await worker.drain()

        #expect(try await order(of: first, in: harness).signals == nil)
        #expect(try await harness.records.items.find(first.id)?.verdict == .trusted)
        let repeated = try await order(of: second, in: harness)
        #expect(repeated.signals?.map(\.code) == ["order.repeatedNumber"])
        #expect(repeated.signals?.first?.of == first.id.rawValue)
        #expect(Set(repeated.hints) == ["hash E"], "the analyser is told of the customer's earlier use")
        #expect(try await harness.records.items.find(second.id)?.verdict == .suspect)
        let documents = try await harness.records.findings.current(second.id)
        let json = try #require(documents.first { $0.kind == .provenance }?.json)
        let provenance = try CanonicalJSON.decode(ProvenanceFindings.self, from: json)
        #expect(provenance.reasons.map(\.code) == ["order.repeatedNumber"])
    }

    @Test func `the same number in another slot of the day is no offence`() async throws {
        let (harness, worker) = try await harness()
        let bytes = try PipelineHarness.picture()
        try await harness.receive(bytes, "order-1", .orderScreenshot)
        let second = try await harness.receive(bytes, "order-2", .orderScreenshot, after: 50)
        await worker.drain()
        #expect(try await order(of: second, in: harness).signals == nil)
        #expect(try await harness.records.items.find(second.id)?.verdict == .trusted)
    }

    @Test func `an order is not held against itself when it is read again`() async throws {
        let (harness, worker) = try await harness()
        let bytes = try PipelineHarness.picture()
        let item = try await harness.receive(bytes, "order-1", .orderScreenshot)
        await worker.drain()
        try await harness.records.jobs.enqueue(
            .analyzeItem, subject: item.id.rawValue, store: item.store, day: item.day, at: PipelineHarness.now
        )
        await worker.drain()
        let order = try await order(of: item, in: harness)
        #expect(order.signals == nil)
        #expect(order.hints == [])
    }
}
