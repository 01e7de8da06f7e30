import API
import Evidence
import Foundation
import Hummingbird
import Records
import Reports

/// `/console` and `/console/batches/{store}/{day}`.
struct OverviewPages {
    let pages: ConsolePages

    func add(to book: RouteBook) {
        book.get("/console") { request, context in
            let principal = try context.signedIn()
            guard principal.account.role != .manager else { return .seeOther("/m") }
            return try await overview(request, principal)
        }
        book.get("/console/batches/:store/:day") { _, context in
            let principal = try context.signedIn()
            let day = try context.businessDay()
            let store = try await pages.service.queries.store(try context.path("store"), for: principal)
            return try await batch(store, day, principal)
        }
    }

    private func overview(_ request: Request, _ principal: Principal) async throws -> Response {
        let service = pages.service
        let stores = try await service.queries.stores(for: principal)
        let zone = TimeZone(identifier: service.settings.timeZone) ?? .gmt
        let today = BusinessDay(
            containing: service.clock(), timeZone: zone,
            cutOff: stores.first?.cutOff ?? LocalTime(minutes: 240))
        let days = try await service.records.items.days(limit: 14)
        var day = days.first ?? today
        if let text = request.query("day") {
            guard let chosen = BusinessDay(text) else { throw Problem.invalidDay(text) }
            day = chosen
        }
        let builder = OverviewModelBuilder(
            entries: try await glances(at: stores, on: day), day: day, today: today,
            days: days.contains(day) ? days : [day] + days, region: request.query("region"),
            filter: request.query("filter").flatMap(OverviewFilter.init(rawValue:)) ?? .all,
            search: (request.query("store") ?? "").trimmingCharacters(in: .whitespaces),
            page: request.query("page").flatMap(Int.init) ?? 1)
        let shown = builder.shown.map(\.store.id)
        let details = OverviewDetails(
            scores: try await service.records.scores.glances(on: day, of: shown),
            previous: try await service.records.scores.glances(on: day.adding(days: -1), of: shown),
            flags: try await service.records.flags.inHand(naming: OverviewModel.mostFlags, of: shown))
        return try pages.page(
            "overview",
            builder.model(
                shell: pages.shell("门店概览", principal, section: "/console"), details: details,
                progress: try await service.records.jobs.progress()))
    }

    private func glances(at stores: [Store], on day: BusinessDay) async throws -> [StoreGlance] {
        let records = pages.service.records
        let requirements = try await pages.service.queries.requirements()
        let totals = try await records.scores.totals(on: day)
        let flags = try await records.flags.countsInHand()
        var tallies: [[String]: [StoreID: ItemTally]] = [:]
        var glances: [StoreGlance] = []
        let slots = SlotsOfDay(requirements, on: day)
        for store in stores {
            let asked = slots.of(store.id)
            if tallies[asked] == nil {
                tallies[asked] = try await records.items.tallies(on: day, slots: asked)
            }
            glances.append(
                StoreGlance(
                    store: store, required: asked.count, tally: tallies[asked]?[store.id] ?? ItemTally(),
                    total: totals[store.id], flags: flags[store.id] ?? 0))
        }
        return glances
    }

    private func batch(_ store: Store, _ day: BusinessDay, _ principal: Principal) async throws -> Response {
        let service = pages.service
        let view = try await service.queries.day(day, of: store)
        let flags = try await service.records.flags.forStore(store.id)
        let model = BatchModel(
            shell: pages.shell("\(store.name) \(ChineseForm.shortDay(day))", principal, section: "/console"),
            view: view,
            previous: try await service.records.scores.find(store: store.id, day: day.adding(days: -1)),
            findings: try await pages.findings(of: view.items),
            names: try await ReferenceNames(records: service.records),
            flags: flags.filter { $0.from <= day && day <= $0.to },
            numbers: try await service.records.metricBook.history(store: store.id, day: day)
                .map(NumberBefore.init))
        return try pages.page("batch", model)
    }
}

/// The slots that each store owes on a day: most stores owe what all do.
struct SlotsOfDay {
    private let requirements: [Requirement]
    private let day: BusinessDay
    private let ofEveryone: [String]
    /// Stores that a requirement names.
    private let named: Set<StoreID>

    init(_ requirements: [Requirement], on day: BusinessDay) {
        self.requirements = requirements
        self.day = day
        named = Set(requirements.flatMap(\.stores))
        ofEveryone = Self.slots(requirements.filter(\.stores.isEmpty), StoreID(""), day)
    }

    func of(_ store: StoreID) -> [String] {
        named.contains(store) ? Self.slots(requirements, store, day) : ofEveryone
    }

    private static func slots(
        _ requirements: [Requirement], _ store: StoreID, _ day: BusinessDay
    ) -> [String] {
        Requirement.slots(of: requirements, for: store, on: day).map(\.slot)
    }
}
