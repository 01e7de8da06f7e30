import API
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Records
import Reports

/// `/console/flags`, one flag, and the change of its state.
struct FlagPages {
    let pages: ConsolePages
    private static let actionTitles: [Flag.State: String] = [
        .acknowledged: "知悉", .actioned: "已安排行动", .closed: "办结关闭",
    ]

    func add(to book: RouteBook) {
        book.get("/console/flags") { request, context in
            try await list(request, try hq(context))
        }
        book.get("/console/flags/:id") { _, context in
            try await page(try context.path("id"), try hq(context), problem: nil, status: .ok)
        }
        book.post("/console/flags/:id/state") { request, context in
            try await change(request, context)
        }
    }

    private func hq(_ context: WebContext) throws(Problem) -> Principal {
        let principal = try context.signedIn()
        guard principal.account.role == .hq else { throw .forbidden("flags are headquarters' pages") }
        return principal
    }

    // MARK: List

    private static let mostRows = 200

    private func list(_ request: Request, _ principal: Principal) async throws -> Response {
        let chosen = request.query("state").flatMap(Flag.State.init(rawValue:))
        let showsAll = request.query("state") == "all"
        let records = pages.service.records.flags
        // One more than is shown tells whether there are more.
        let limit = Self.mostRows + 1
        let store = try await self.store(request.query("store"))
        let states =
            showsAll ? Flag.State.allCases : chosen.map { [$0] } ?? Flag.State.allCases.filter(\.isLive)
        let flags = try await records.lines(states, of: store?.id, limit: limit)
        let names = try await pages.service.records.stores.names(
            of: Set(flags.prefix(Self.mostRows).map(\.store)))
        let rows = flags.prefix(Self.mostRows).map { flag in
            FlagListModel.Row(
                href: "/console/flags/\(flag.id.rawValue.urlSegment)", title: flag.title["zh"] ?? flag.rule,
                store: names[flag.store] ?? flag.store.rawValue, span: FlagWords.span(flag.from, flag.to),
                basis: FlagWords.basis(flag), severity: FlagWords.severity(flag.severity),
                severityTone: flag.severity, state: flag.state.chineseName, stateTone: flag.state.rawValue)
        }
        let choices =
            [
                OverviewModel.Choice(value: "", title: "未了结", selected: chosen == nil && !showsAll),
                OverviewModel.Choice(value: "all", title: "全部", selected: showsAll),
            ]
            + Flag.State.allCases.map {
                OverviewModel.Choice(value: $0.rawValue, title: $0.chineseName, selected: $0 == chosen)
            }
        let model = FlagListModel(
            shell: pages.shell("标记", principal, section: "/console/flags"), store: store?.id.rawValue,
            storeName: store?.name, choices: choices, rows: rows,
            hasRows: !rows.isEmpty, mostRows: flags.count > rows.count ? rows.count : nil)
        return try pages.page("flags", model)
    }

    /// nil where none is named, or none that is known.
    private func store(_ id: String?) async throws -> Store? {
        guard let id else { return nil }
        return try await pages.service.records.stores.find(StoreID(id))
    }

    // MARK: One flag

    private func page(_ id: String, _ principal: Principal, problem: String?, status: HTTPResponse.Status)
        async throws -> Response
    {
        let records = pages.service.records
        let flag = try await pages.service.queries.flag(id, for: principal)
        guard let store = try await records.stores.find(flag.store) else {
            throw Problem.unknownStore(flag.store)
        }
        let own = "/console/flags/\(flag.id.rawValue.urlSegment)"
        let history = try await records.flags.history(flag.id)
        let undoable = history.last?.canBeUndone(by: principal.account.id, at: pages.service.clock()) ?? false
        let changes = history.map { entry in
            FlagModel.Change(
                time: ChineseForm.instant(entry.at, in: store.zone),
                actor: entry.actor == FlagRecords.system ? "系统" : entry.actor.rawValue,
                state: entry.to.chineseName, reason: entry.reason)
        }
        let days = try await evidence(of: flag)
        let account = try await FlagAccount.load(flag, records)
        let model = FlagModel(
            shell: pages.shell(flag.title["zh"] ?? flag.rule, principal, section: "/console/flags"),
            id: flag.id.rawValue, title: flag.title["zh"] ?? flag.rule, storeName: store.name,
            storeHref: "/console/batches/\(store.id.rawValue.urlSegment)/\(flag.to)",
            span: FlagWords.span(flag.from, flag.to),
            dayCount: days.isEmpty ? nil : days.count, rule: flag.rule, ruleVersion: flag.ruleVersion,
            owner: account.owner.map(FlagWords.owner),
            severity: FlagWords.severity(flag.severity), severityTone: flag.severity,
            state: flag.state.chineseName,
            stateTone: flag.state.rawValue, stateReason: flag.stateReason,
            recommendation: flag.recommendation["zh"] ?? flag.recommendation["en"] ?? "",
            facts: facts(account, at: store), hasFacts: !account.numbers.isEmpty, days: days,
            isBare: account.numbers.isEmpty && days.isEmpty, outcomes: account.outcomes,
            hasOutcomes: !account.outcomes.isEmpty, action: own + "/state",
            actions: flag.nextStates.enumerated().map { position, state in
                FlagModel.Action(
                    state: state.rawValue, title: Self.actionTitles[state] ?? state.chineseName,
                    tone: position == 0 ? "primary" : "plain")
            },
            hasActions: !flag.nextStates.isEmpty, dismissable: flag.state.next.contains(.dismissed),
            undoable: undoable, changes: changes,
            hasChanges: !changes.isEmpty, problem: problem)
        return try pages.page("flag", model, status: status)
    }

    private func facts(_ account: FlagAccount, at store: Store) -> [FlagModel.Fact] {
        account.numbers.map { number in
            FlagModel.Fact(
                day: ChineseForm.shortDay(number.day),
                batchHref: "/console/batches/\(store.id.rawValue.urlSegment)/\(number.day)",
                name: number.name, value: number.value, counted: number.counted, note: number.note)
        }
    }

    private func evidence(of flag: Flag) async throws -> [FlagModel.Day] {
        let byDay = Dictionary(grouping: flag.evidence, by: \.day)
        var days: [FlagModel.Day] = []
        for day in byDay.keys.sorted() {
            var mentions: [FlagModel.Mention] = []
            for entry in byDay[day] ?? [] {
                let item = try await pages.service.records.items.find(entry.item)
                let isGone = try await pages.service.records.items.isGone(entry.item)
                let id = entry.item.rawValue.urlSegment
                mentions.append(
                    FlagModel.Mention(
                        itemHref: "/console/items/\(id)",
                        recording: isGone ? nil : "/v1/items/\(id)/rendition",
                        time: entry.start.map(ChineseForm.clock) ?? "",
                        fragment: entry.start.map { "#t=\(Int(max(0, min($0, 1e6))))" } ?? "",
                        seconds: entry.start.map { "\($0)" } ?? "", hasTime: entry.start != nil,
                        text: entry.text, slot: item?.shortName ?? "录音"))
            }
            days.append(
                FlagModel.Day(
                    day: ChineseForm.day(day),
                    batchHref: "/console/batches/\(flag.store.rawValue.urlSegment)/\(day)", mentions: mentions
                ))
        }
        return days
    }

    // MARK: Change

    private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try hq(context)
        let id = try context.path("id")
        let form = try await PageForm(request)
        try FormGuard.check(principal, formToken: form["formToken"])
        let flag = try await pages.service.queries.flag(id, for: principal)
        do {
            try await step(flag, form, principal)
        } catch let problem as Problem {
            return try await page(id, principal, problem: problem.chinese, status: problem.status)
        }
        return .seeOther("/console/flags/\(flag.id.rawValue.urlSegment)")
    }

    private func step(_ flag: Flag, _ form: PageForm, _ principal: Principal) async throws {
        if form["undo"] != nil { return try await pages.service.flags.undo(flag, by: principal) }
        guard let state = form["state"].flatMap(Flag.State.init(rawValue:)) else {
            throw Problem.invalidField("state", "is no state of a flag")
        }
        try await pages.service.flags.advance(flag, to: state, reason: form["reason"], by: principal)
    }
}
