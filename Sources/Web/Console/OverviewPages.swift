import API
import Evidence
import Foundation
import Hummingbird
import Records

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
        let requirements = try await service.queries.requirements()
        let items = try await service.records.items.glances(on: day)
        let scores = try await service.records.scores.glances(on: day)
        let entries = stores.map { store in
            StoreGlance(
                store: store, required: Requirement.slots(of: requirements, for: store.id, on: day),
                items: items[store.id] ?? [], score: scores[store.id])
        }
        let builder = OverviewModelBuilder(
            entries: entries, previous: try await service.records.scores.totals(on: day.adding(days: -1)),
            flags: try await service.records.flags.inHand(naming: OverviewModel.mostFlags), day: day,
            today: today, days: days.contains(day) ? days : [day] + days, region: request.query("region"),
            filter: request.query("filter").flatMap(OverviewFilter.init(rawValue:)) ?? .all,
            progress: try await service.records.jobs.progress())
        return try pages.page(
            "overview", builder.model(shell: pages.shell("门店概览", principal, section: "/console")))
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
            flags: flags.filter { $0.from <= day && day <= $0.to })
        return try pages.page("batch", model)
    }
}
