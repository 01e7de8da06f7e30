import ArgumentParser
import Evidence
import Foundation
import Records
import Scoring

/// `storeproof stores place`: a store moves to another region or closes, from a day on. Days before keep where they
/// were.
struct StoresPlace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "place", abstract: "门店从某天起换区域、关店或重开 (move, close or reopen a store from a day on)")

    @Argument(help: "门店 (store)") var store: StoreID
    @Option(name: .long, help: "从哪一天起 (from which day)") var from: BusinessDay
    @Option(name: .long, help: "区域路径，如 全国/浙江/杭州市/西湖区；默认不变 (region path)") var region: String?
    @Flag(name: .long, help: "从这天起关店 (closed from then on)") var closed = false
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard let known = try await folder.records.stores.find(store) else {
            throw Failure.badInput("没有门店 \(store) (there is no store \(store))")
        }
        let path = region.map { $0.split(separator: "/").map(String.init) } ?? known.region
        let changes = try await StorePlaces.place(
            StorePlace(store: store, from: from, region: path, closed: closed), in: folder)
        Terminal.line(
            "✓ \(store) 从 \(from) 起\(closed ? "关店" : path.joined(separator: "/"))，\(changes) 个店日重新计数 (store-days recounted)"
        )
    }
}

enum StorePlaces {
    static func place(_ place: StorePlace, in folder: DataFolder) async throws -> Int {
        let reader = MetricReader(policy: try await RulesHistory.policy(in: folder))
        let cause = MetricCause(
            reason: place.closed ? "storeClosed" : "storeMoved", actor: AccountID("cli"), at: Date())
        return try await folder.records.metricBook.place(place, cause: cause) {
            DailyMetrics.metrics(of: $0, store: $1, day: $2, reader: reader)
        }.count
    }

    /// Imported master data that name another region move a store from its current business day on.
    static func follow(_ stores: [Store], in folder: DataFolder) async throws {
        for store in stores {
            let today = store.businessDay(at: Date())
            guard let last = try await folder.records.metricBook.places(of: store.id).inForce(on: today),
                last.region != store.region
            else { continue }
            _ = try await place(
                StorePlace(store: store.id, from: today, region: store.region, closed: last.closed),
                in: folder)
        }
    }
}
