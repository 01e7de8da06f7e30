import API
import Evidence
import Hummingbird
import Records

/// `/console/items/{id}` for headquarters, `/m/items/{id}` for the store itself.
struct ItemPages {
    let pages: ConsolePages

    func add(to book: RouteBook) {
        book.get("/console/items/:id") { _, context in
            let principal = try context.signedIn()
            let id = try context.path("id")
            guard principal.account.role != .manager else { return .seeOther("/m/items/\(id.urlSegment)") }
            return try await page(id, principal)
        }
        book.get("/m/items/:id") { _, context in
            try await page(try context.path("id"), try context.signedIn())
        }
    }

    private func page(_ id: String, _ principal: Principal) async throws -> Response {
        let service = pages.service
        let item = try await service.queries.item(id, for: principal)
        guard let store = try await service.records.stores.find(item.store) else {
            throw Problem.unknownStore(item.store)
        }
        let view = try await service.queries.day(item.day, of: store)
        let documents = try await service.records.findings.current(item.id)
        let forStore = principal.account.role == .manager
        let model = ItemModel(
            shell: pages.shell(
                "\(item.kind.chineseName) \(item.slot)", principal, section: forStore ? "/m" : "/console"),
            item: item, view: view, documents: documents, findings: try ItemFindings(documents),
            names: try await ReferenceNames(records: service.records),
            custody: try await service.records.custody.entries(item.id), forStore: forStore)
        return try pages.page("item", model)
    }
}
