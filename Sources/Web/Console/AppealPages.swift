import API
import Evidence
import Foundation
import Hummingbird
import Records

/// `/console/appeals`: what stores object to, and how often headquarters overturned each code.
struct AppealPages {
    let pages: ConsolePages

    func add(to book: RouteBook) {
        book.get("/console/appeals") { _, context in
            let principal = try context.signedIn()
            guard principal.account.role == .hq else {
                throw Problem.forbidden("appeals are headquarters' pages")
            }
            return try await list(principal)
        }
    }

    private func list(_ principal: Principal) async throws -> Response {
        let records = pages.service.records
        var stores: [StoreID: Store] = [:]
        var rows: [AppealListModel.Row] = []
        for appeal in try await records.reviews.openAppeals() {
            guard let item = try await records.items.find(appeal.item) else { continue }
            if stores[item.store] == nil { stores[item.store] = try await records.stores.find(item.store) }
            guard let store = stores[item.store] else { continue }
            rows.append(
                .init(
                    href: "/console/items/\(item.id.rawValue.urlSegment)#review", store: store.name,
                    what: "\(ChineseForm.shortDay(item.day)) \(item.shortName)", sentence: appeal.reason,
                    time: ChineseForm.instant(appeal.at, in: store.zone), by: appeal.by.rawValue,
                    verdict: item.verdict?.chineseName ?? item.state.chineseName(of: item.kind),
                    verdictTone: item.verdict?.rawValue ?? "rejected"))
        }
        let rates = try await records.reviews.overrideRates().map { rate in
            AppealListModel.Rate(
                code: rate.code, decided: rate.decided, overturned: rate.overturned,
                share: "\(Int((100 * Double(rate.overturned) / Double(rate.decided)).rounded())) %")
        }
        let model = AppealListModel(
            shell: pages.shell("申诉", principal, section: "/console/appeals"), rows: rows,
            hasRows: !rows.isEmpty, rates: rates, hasRates: !rates.isEmpty)
        return try pages.page("appeals", model)
    }
}

struct AppealListModel {
    struct Row {
        let href: String
        let store: String
        let what: String
        let sentence: String
        let time: String
        let by: String
        let verdict: String
        let verdictTone: String
    }
    struct Rate {
        let code: String
        let decided: Int
        let overturned: Int
        let share: String
    }
    let shell: Shell
    let rows: [Row]
    let hasRows: Bool
    let rates: [Rate]
    let hasRates: Bool
}
