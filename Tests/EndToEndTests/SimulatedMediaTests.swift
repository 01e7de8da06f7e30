import Foundation
import TestSupport
import Testing

/// A simulated chain's media, made, uploaded and analysed as a real one's would be.
@Suite(.serialized)
struct SimulatedMediaTests {
    // MARK: What the simulator says

    private struct Truth: Decodable {
        struct Item: Decodable {
            var file: String
            var truth: Finding
        }

        struct Gap: Decodable {
            var sku: String
            var facings: Int
        }

        struct Order: Decodable {
            var number: String
            var subtotal: String
            var paid: String
            var promotion: String
        }

        struct Finding: Decodable {
            var outcome: String
            var reason: String?
            var facings: Int?
            var gaps: [Gap]?
            var topics: [String]?
            var order: Order?
        }

        struct Planted: Decodable {
            var rule: String
            var store: String
        }

        var items: [Item]
        var planted: [Planted]
    }

    private struct Upload: Decodable {
        var store: String
        var day: String
        var slot: String
        var file: String
    }

    // MARK: What the analysis says

    private struct Reason: Decodable { var code: String }

    private struct Findings: Decodable {
        struct Document: Decodable {
            var kind: String
            /// nil for the lines of print, which are a list.
            var findings: Body?

            private enum CodingKeys: String, CodingKey { case kind, findings }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                kind = try container.decode(String.self, forKey: .kind)
                findings = kind == "text" ? nil : try container.decode(Body.self, forKey: .findings)
            }
        }

        struct Body: Decodable {
            struct Facing: Decodable { var sku: String }
            struct Topic: Decodable { var id: String }
            struct Promotion: Decodable { var status: String }

            struct Order: Decodable {
                var orderNumber: String?
                var subtotal: String?
                var paid: String?
                var promotion: Promotion
            }

            var facings: [Facing]?
            var gaps: [Gap]?
            var topics: [Topic]?
            var orders: [Order]?
            var reasons: [Reason]?
        }

        struct Gap: Decodable {}

        var findings: [Document]

        func of(_ kind: String) -> Body? { findings.first { $0.kind == kind }?.findings }
    }

    /// A kitchen need in one of two stores, and one that sends old photos every day.
    private static let parameters = """
        kitchenStores: 0.05
        talentStores: 0
        upgradeStores: 0
        promoFailingStores: 0
        stockoutStores: 0
        decliningStores: 0
        badDevices: 0
        cheatingStores: 0.05
        cheatingDays: 1
        missingStoreDays: 0
        stockoutRate: 0.06
        """

    private func made(in folder: TemporaryFolder, name: String = "simulated") throws -> URL {
        let rates = folder.url.appendingPathComponent("rates.yaml")
        try Data(Self.parameters.utf8).write(to: rates)
        let output = folder.url.appendingPathComponent(name)
        let ended = try Program.run([
            "simulate", "--stores", "20", "--days", "30", "--seed", "7001", "--parameters", rates.path,
            "--media", "--media-stores", "2", "--media-days", "3", "--output", output.path,
        ])
        #expect(ended.status == 0, "\(ended.error)")
        return output.appendingPathComponent("chain")
    }

    private func read<Value: Decodable>(_ type: Value.Type, _ folder: URL, _ name: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }

    @Test func `analysing simulated media finds what was planted in them`() async throws {
        let folder = try TemporaryFolder()
        let source = try made(in: folder)
        let truth = try read(Truth.self, source, "truth.json")
        let uploads = try read([Upload].self, source, "timetable.json")
        #expect(truth.items.count == 66 && uploads.count == 66)

        let chain = try RunningChain(of: source)
        try chain.startServer()
        try chain.ingest { _ in true }
        try chain.command(["worker", "--once"])
        let items = Dictionary(uniqueKeysWithValues: truth.items.map { ($0.file, $0.truth) })
        var batches: [String: ReportedBatch] = [:]
        for upload in uploads {
            let place = "\(upload.store)/\(upload.day)"
            if batches[place] == nil {
                batches[place] = try await chain.batch(upload.store, upload.day)
            }
            let planned = try #require(items[upload.file])
            let item = try #require(batches[place]?.items.first { $0.slot == upload.slot })
            #expect(item.state == planned.outcome, "\(upload.file)")
            let findings = try JSONDecoder().decode(
                Findings.self, from: try await chain.get("/v1/items/\(item.id)/findings").body)
            check(planned, findings, upload.file)
        }
        #expect(truth.items.contains { $0.truth.reason == "duplicate.reused" })
        #expect(truth.items.contains { !($0.truth.gaps ?? []).isEmpty })
        let report = try chain.command(["report"]).output
        let kitchen = try #require(truth.planted.first { $0.rule == "kitchen-scene-upgrade" })
        #expect(
            report.split(separator: "\n").contains {
                $0.contains("⚑ kitchen-scene-upgrade") && $0.contains(kitchen.store)
            }, "\(report)")
    }

    private func check(_ planned: Truth.Finding, _ found: Findings, _ file: String) {
        if let reason = planned.reason {
            #expect(found.of("provenance")?.reasons?.contains { $0.code == reason } == true, "\(file)")
        }
        guard planned.outcome == "analysed" else { return }
        if let facings = planned.facings {
            #expect(found.of("shelf")?.facings?.count == facings, "\(file)")
            // Neighbouring products that are sold out leave one gap.
            let gaps = planned.gaps?.count ?? 0
            #expect((found.of("shelf")?.gaps?.count ?? 0) >= min(1, gaps), "\(file)")
        }
        if let topics = planned.topics {
            #expect(found.of("consultation")?.topics?.map(\.id).sorted() == topics, "\(file)")
        }
        if let order = planned.order {
            let read = found.of("order")?.orders
            #expect(read?.count == 1 && read?.first?.orderNumber == order.number, "\(file)")
            #expect(
                read?.first?.subtotal == order.subtotal && read?.first?.paid == order.paid
                    && read?.first?.promotion.status == order.promotion, "\(file)")
        }
    }

    @Test func `the same seed makes the same files`() throws {
        let folder = try TemporaryFolder()
        let one = try made(in: folder, name: "one")
        let other = try made(in: folder, name: "other")
        let names = try #require(FileManager.default.enumerator(atPath: one.path)).compactMap {
            $0 as? String
        }
        #expect(names.count > 100)
        #expect(FileManager.default.contentsEqual(atPath: one.path, andPath: other.path))
    }

    @Test func `media need a folder, and what is there is not overwritten`() throws {
        #expect(try Program.run(["simulate", "--media"]).status == 2)
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("chain"), withIntermediateDirectories: true)
        let ended = try Program.run([
            "simulate", "--stores", "2", "--days", "2", "--media", "--output", folder.url.path,
        ])
        #expect(ended.status == 2 && ended.error.contains("exists already"))
    }
}
