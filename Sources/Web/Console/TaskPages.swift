import API
import Evidence
import Foundation
import Hummingbird
import Records

/// `/console/tasks`: rectifications, each with the evidence before and after side by side. Nobody closes one here: only new
/// evidence does.
struct TaskPages {
    let pages: ConsolePages
    private static let mostRows = 200

    func add(to book: RouteBook) {
        book.get("/console/tasks") { request, context in try await list(request, try hq(context)) }
        book.get("/console/tasks/:id") { _, context in
            try await page(try context.path("id"), try hq(context))
        }
    }

    private func hq(_ context: WebContext) throws(Problem) -> Principal {
        let principal = try context.signedIn()
        guard principal.account.role == .hq else { throw .forbidden("tasks are headquarters' pages") }
        return principal
    }

    private func list(_ request: Request, _ principal: Principal) async throws -> Response {
        let isClosed = request.query("state") == Rectification.State.closed.rawValue
        let states: [Rectification.State] = isClosed ? [.closed] : [.escalated, .open]
        var tasks: [Rectification] = []
        for state in states {
            tasks += try await pages.service.records.tasks.all(state, limit: Self.mostRows + 1)
        }
        let names = try await ReferenceNames(records: pages.service.records)
        let stores = try await pages.service.records.stores.names(
            of: Set(tasks.prefix(Self.mostRows).map(\.store)))
        let rows = tasks.prefix(Self.mostRows).map { task in
            TaskListModel.Row(
                href: "/console/tasks/\(task.id.urlSegment)",
                store: stores[task.store] ?? task.store.rawValue,
                fault: task.faultInWords(names), owner: task.owner,
                deadline: ChineseForm.shortDay(task.deadline), state: task.state.chineseName,
                tone: task.state.tone)
        }
        let model = TaskListModel(
            shell: pages.shell("整改", principal, section: "/console/tasks"), isClosed: isClosed, rows: rows,
            hasRows: !rows.isEmpty, mostRows: tasks.count > rows.count ? rows.count : nil)
        return try pages.page("tasks", model)
    }

    private func page(_ id: String, _ principal: Principal) async throws -> Response {
        let records = pages.service.records
        guard let task = try await records.tasks.find(id), principal.sees(task.store),
            let store = try await records.stores.find(task.store)
        else { throw Problem.notFound("no such task") }
        let names = try await ReferenceNames(records: records)
        var changes: [TaskModel.Change] = []
        for change in try await records.tasks.history(task.id) {
            changes.append(
                .init(
                    time: ChineseForm.instant(change.at, in: store.zone), state: change.to.chineseName,
                    reason: change.inWords))
        }
        let model = TaskModel(
            shell: pages.shell("整改", principal, section: "/console/tasks"), fault: task.faultInWords(names),
            storeName: store.name,
            storeHref: "/console/batches/\(store.id.rawValue.urlSegment)/\(task.openedOn)", owner: task.owner,
            deadline: ChineseForm.day(task.deadline), windowDays: task.windowDays,
            state: task.state.chineseName, tone: task.state.tone,
            flagHref: task.flag.map { "/console/flags/\($0.rawValue.urlSegment)" },
            before: try await side(task.before, store, names),
            after: try await side(task.after, store, names),
            changes: changes)
        return try pages.page("task", model)
    }

    private func side(
        _ id: EvidenceID?, _ store: Store, _ names: ReferenceNames
    ) async throws -> TaskModel.Side? {
        guard let id, let item = try await pages.service.records.items.find(id),
            let findings = try await pages.findings(of: [item])[id]
        else { return nil }
        return TaskModel.Side(
            day: ChineseForm.day(item.day),
            summary: ItemSummary(
                item, title: nil, findings: findings, names: names, zone: store.zone, forStore: false)
        )
    }
}

/// The list of rectifications.
struct TaskListModel {
    struct Row {
        let href: String
        let store: String
        let fault: String
        let owner: String
        let deadline: String
        let state: String
        let tone: String
    }
    let shell: Shell
    let isClosed: Bool
    let rows: [Row]
    let hasRows: Bool
    /// How many rows are shown, where there are more.
    let mostRows: Int?
}

/// One rectification.
struct TaskModel {
    struct Side {
        let day: String
        let summary: ItemSummary
    }
    struct Change {
        let time: String
        let state: String
        let reason: String
    }
    let shell: Shell
    let fault: String
    let storeName: String
    let storeHref: String
    let owner: String
    let deadline: String
    let windowDays: Int
    let state: String
    let tone: String
    let flagHref: String?
    /// The evidence that shows the fault; nil where a flag opened the task.
    let before: Side?
    /// The evidence that shows it gone; nil while the task is open.
    let after: Side?
    let changes: [Change]
}

extension Rectification {
    /// `缺货或不在架：纯牛奶 250ml`
    func faultInWords(_ names: ReferenceNames) -> String {
        if let faultRule { return "规则 \(faultRule) 的条件成立" }
        func product(_ prefix: String) -> String? {
            fault.hasPrefix(prefix) ? names.product(SKU(String(fault.dropFirst(prefix.count)))) : nil
        }
        if let name = product("shelf.absent/") { return "缺货或不在架：\(name)" }
        if let name = product("shelf.misplaced/") { return "放错位置：\(name)" }
        return switch fault {
        case "promotion.notExecuted": "促销没有执行"
        case "evidence.unusable": "证据不能用，需要重新上报"
        default: fault
        }
    }
}

extension RectificationChange {
    /// Why the task changed, for people: the code before the colon in words.
    var inWords: String {
        switch reason.prefix(while: { $0 != ":" }) {
        case "opened": "已开出"
        case "deadlinePassed": "过了期限，已升级"
        case "evidencePassed": "新证据合格，已关闭"
        case "faultReturned": "问题在期限内复发，已重开"
        default: reason
        }
    }
}

extension Rectification.State {
    var chineseName: String {
        switch self {
        case .open: "待整改"
        case .escalated: "已升级"
        case .closed: "已关闭"
        }
    }

    /// Shares the colours of flags: what waits, what presses, what is done.
    var tone: String {
        switch self {
        case .open: "open"
        case .escalated: "acknowledged"
        case .closed: "closed"
        }
    }
}
