import API
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Records

/// `/m`: the manager's day, and the upload forms on it.
struct ManagerPages {
    let pages: ConsolePages

    func add(to book: RouteBook) {
        book.get("/m") { request, context in
            let principal = try context.signedIn()
            guard let store = try await ownStore(of: principal) else { return .seeOther("/console") }
            let day = try request.query("day").map { text throws(Problem) in
                guard let day = BusinessDay(text) else { throw .invalidDay(text) }
                return day
            }
            let notice = try await notice(for: request.query("received"), principal)
            return try await page(store, day, principal, notice: notice, refused: nil)
        }
        book.post("/m/:day/items") { request, context in try await upload(request, context) }
    }

    private func ownStore(of principal: Principal) async throws -> Store? {
        guard principal.account.role == .manager else { return nil }
        guard let id = principal.account.store else {
            throw Problem.forbidden("the account \(principal.account.id) has no store")
        }
        return try await pages.service.queries.store(id.rawValue, for: principal)
    }

    private func upload(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.signedIn()
        let day = try context.businessDay()
        guard let store = try await ownStore(of: principal) else {
            throw Problem.forbidden("only a store's own account uploads here")
        }
        do {
            let receipt = try await pages.service.uploads.receive(
                request, store: store.id, day: day, principal: principal)
            let item = receipt.item.id.rawValue.urlSegment
            return .seeOther("/m?day=\(day)&received=\(item)#item-\(item)")
        } catch {
            let problem = ProblemResponses.problem(for: error, request: request, logger: context.logger)
            guard request.wantsPage, problem.status.code < 500 || problem.status.code == 507 else {
                throw error
            }
            let notice = Notice(tone: "poor", title: problem.title, text: problem.chinese)
            return try await page(
                store, day, principal, notice: notice,
                refused: request.query("slot").map { ($0, problem.chinese) }, status: problem.status)
        }
    }

    /// The receipt of the upload that just happened.
    private func notice(for item: String?, _ principal: Principal) async throws -> Notice? {
        guard let item, let found = try await pages.service.records.items.find(EvidenceID(item)),
            principal.sees(found.store),
            let store = try await pages.service.records.stores.find(found.store)
        else { return nil }
        return Notice(
            tone: "good", title: "已存证",
            text:
                "\(ChineseForm.time(found.receivedAt, in: store.zone)) 收到，凭证号 \(found.sha256.short)。现在可以删除手机里的原图了。"
        )
    }

    private func page(
        _ store: Store, _ requested: BusinessDay?, _ principal: Principal, notice: Notice?,
        refused: (slot: String, sentence: String)?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let service = pages.service
        let today = store.businessDay(at: service.clock())
        let day = requested ?? today
        let requirements = try await service.queries.requirements()
        let view = try await service.queries.day(day, of: store, requirements: requirements)
        let builder = ManagerModelBuilder(
            view: view,
            previousScore: try await service.records.scores.find(store: store.id, day: day.adding(days: -1)),
            findings: try await pages.findings(of: view.items),
            names: try await ReferenceNames(records: service.records), today: today,
            lastDay: try await lastDay(of: store),
            deadline: Self.deadline(requirements, store, day),
            consentIsRequired: Requirement.needsConsent(requirements, for: store.id, on: day),
            challenge: day == today ? try await challenge(store, day) : nil,
            notice: notice,
            refused: refused)
        let shell = pages.shell(store.name, principal, section: "/m")
        return try pages.page("manager", builder.model(shell: shell), status: status)
    }

    /// nil where the policy in force asks for no code.
    private func challenge(_ store: Store, _ day: BusinessDay) async throws -> CaptureChallenge? {
        let service = pages.service
        guard let document = try await service.records.reference.current(.policy).first,
            try CanonicalJSON.decode(ScoringPolicy.self, from: document.json).provenance?.asksForCode == true
        else { return nil }
        return service.challenge(of: store, day)
    }

    /// A requirement that names the store goes before one for all.
    private static func deadline(_ requirements: [Requirement], _ store: Store, _ day: BusinessDay)
        -> LocalTime
    {
        let applying = requirements.filter { $0.applies(to: store.id, on: day) }
        return (applying.first { !$0.stores.isEmpty } ?? applying.first)?.deadline ?? store.cutOff
    }

    /// The newest of the last days with evidence on which this store reported something.
    private func lastDay(of store: Store) async throws -> BusinessDay? {
        for day in try await pages.service.records.items.days(limit: 14) {
            if try await !pages.service.records.items.current(store: store.id, day: day).isEmpty {
                return day
            }
        }
        return nil
    }
}
