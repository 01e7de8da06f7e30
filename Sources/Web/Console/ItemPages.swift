import API
import Evidence
import HTTPTypes
import Hummingbird
import Records
import Reports

/// `/console/items/{id}` for headquarters, `/m/items/{id}` for the store itself, with the forms to decide, to appeal and to hold.
struct ItemPages {
    let pages: ConsolePages

    func add(to book: RouteBook) {
        book.get("/console/items/:id") { _, context in
            let principal = try context.signedIn()
            let id = try context.path("id")
            guard principal.account.role != .manager else { return .seeOther("/m/items/\(id.urlSegment)") }
            return try await page(id, principal)
        }
        book.get("/console/items/:id/print") { _, context in
            let principal = try context.signedIn()
            guard principal.account.role != .manager else { throw Problem.notFound() }
            return try await printed(try context.path("id"), principal)
        }
        book.get("/m/items/:id") { _, context in
            try await page(try context.path("id"), try context.signedIn())
        }
        book.post("/m/items/:id/appeal") { request, context in
            try await send(request, context, to: "/m/items/", in: .review) { item, form, principal in
                try await pages.service.reviews.appeal(item, sentence: form["reason"], by: principal)
            }
        }
        book.post("/console/items/:id/decision") { request, context in
            try await send(request, context, to: "/console/items/", in: .review) { item, form, principal in
                guard let verdict = form["verdict"].flatMap(Verdict.init(rawValue:)) else {
                    throw Problem.missingField("verdict")
                }
                try await pages.service.reviews.decide(item, verdict, reason: form["reason"], by: principal)
            }
        }
        book.post("/console/items/:id/hold") { request, context in
            try await send(request, context, to: "/console/items/", in: .retention) { item, form, principal in
                try await pages.service.retention.hold(item, reason: form["reason"], by: principal)
            }
        }
        book.post("/console/items/:id/release") { request, context in
            try await send(request, context, to: "/console/items/", in: .retention) { item, form, principal in
                try await pages.service.retention.release(item, reason: form["reason"], by: principal)
            }
        }
    }

    /// Where on the page a form stands.
    private enum Section: String { case review, retention }

    private struct Complaint {
        let section: Section
        let sentence: String

        func about(_ section: Section) -> String? { section == self.section ? sentence : nil }
    }

    /// Takes a form; what it lacks is said on the item's own page.
    private func send(
        _ request: Request, _ context: WebContext, to base: String, in section: Section,
        _ change: (EvidenceItem, PageForm, Principal) async throws -> Void
    ) async throws -> Response {
        let principal = try context.signedIn()
        let id = try context.path("id")
        let item = try await pages.service.queries.item(id, for: principal)
        let form = try await PageForm(request)
        try FormGuard.check(principal, formToken: form["formToken"])
        do { try await change(item, form, principal) } catch let problem as Problem
            where problem.status == .conflict || problem.status == .unprocessableContent
        {
            let sentence = problem.code == "missingField" ? "请写明理由再提交。" : problem.chinese
            let complaint = Complaint(section: section, sentence: sentence)
            return try await page(id, principal, complaint: complaint, status: problem.status)
        }
        return .seeOther(base + item.id.rawValue.urlSegment + "#\(section.rawValue)")
    }

    /// The page of the evidence pack, with the picture where one may be shown. It brings its own styles and runs nothing.
    private func printed(_ id: String, _ principal: Principal) async throws -> Response {
        let records = pages.service.records
        let item = try await pages.service.queries.item(id, for: principal)
        guard let pack = try await EvidencePack.load(records, item: item.id) else { throw Problem.notFound() }
        let isShown = try await records.renditions.find(item.id)?.sha256 != nil && pack.purgedAt == nil
        let picture = isShown ? "/v1/items/\(item.id.rawValue.urlSegment)/rendition" : nil
        return .page(
            pack.page(picture: picture),
            headers: [
                .contentSecurityPolicy:
                    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
            ])
    }

    private func page(
        _ id: String, _ principal: Principal, complaint: Complaint? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let service = pages.service
        let item = try await service.queries.item(id, for: principal)
        guard let store = try await service.records.stores.find(item.store) else {
            throw Problem.unknownStore(item.store)
        }
        let view = try await service.queries.day(item.day, of: store)
        let documents = try await service.records.findings.current(item.id)
        let standing = try await service.records.reviews.standing(of: item.id)
        let forStore = principal.account.role == .manager
        let model = ItemModel(
            shell: pages.shell(
                "\(item.kind.chineseName) \(item.slot)", principal, section: forStore ? "/m" : "/console"),
            item: item, view: view, documents: documents,
            findings: try ItemFindings(
                documents, rendition: try await service.records.renditions.find(item.id),
                standing: standing),
            names: try await ReferenceNames(records: service.records),
            custody: try await service.records.custody.entries(item.id),
            review: ReviewPanel(
                item, standing: standing, forStore: forStore, complaint: complaint?.about(.review)),
            retention: RetentionPanel(
                item, standing: try await service.retention.standing(of: item), isErased: standing.isErased,
                forStore: forStore, zone: store.zone, complaint: complaint?.about(.retention)),
            forStore: forStore,
            mayOpenOriginal: principal.has(.evidenceOriginal))
        return try pages.page("item", model, status: status)
    }
}
