import API
import Evidence
import Foundation
import Hummingbird
import Records
import Reports

/// `/console/questions`: what customers ask, grouped, and new phrases that the lexicon lacks.
struct QuestionPages {
    let pages: ConsolePages

    func add(to book: RouteBook) {
        book.get("/console/questions") { request, context in
            let principal = try context.signedIn()
            guard principal.account.role == .hq else {
                throw Problem.forbidden("what customers ask is headquarters' page")
            }
            return try await list(request, principal)
        }
    }

    private func list(_ request: Request, _ principal: Principal) async throws -> Response {
        let records = pages.service.records
        let span =
            request.query("days").flatMap(Int.init).flatMap { QuestionSheet.spans.contains($0) ? $0 : nil }
            ?? QuestionSheet.spans[0]
        let state = try await records.questions.state()
        let kept = try await records.questions.sheet(days: span, as: QuestionSheet.self)
        let model = QuestionListModel(
            shell: pages.shell("顾客问题", principal, section: "/console/questions"), span: span,
            isUnmatchedOnly: request.query("only") == "unmatched", sheet: kept?.sheet,
            notice: notice(state, kept?.state, kept?.madeAt),
            stores: Dictionary(
                try await records.stores.all().map { ($0.id, $0.name) }, uniquingKeysWith: { $1 }))
        return try pages.page("questions", model)
    }

    /// Whether the groups are those of the records as they stand; nil where they are.
    private func notice(_ now: QuestionState, _ grouped: QuestionState?, _ madeAt: Date?) -> String? {
        guard now != grouped, !now.isEmpty else { return nil }
        guard let madeAt else { return "录音正在归类，请过一会儿刷新。" }
        let zone = TimeZone(identifier: pages.service.settings.timeZone) ?? .gmt
        return "以下截至 \(ChineseForm.instant(madeAt, in: zone))，之后录音有变化，正在重新归类，请过一会儿刷新。"
    }
}

struct QuestionListModel {
    struct Cluster {
        let name: String
        let count: Int
        let stores: Int
        let unmatched: String
        let trend: String
        let quote: String
        let href: String
        let place: String
    }
    struct Candidate {
        let phrase: String
        let documents: Int
        let cohesion: Double
        let freedom: Double
    }
    let shell: Shell
    /// Where the groups are not those of the newest recordings.
    let notice: String?
    let spans: [OverviewModel.Choice]
    let isUnmatchedOnly: Bool
    let recordings: Int
    /// The day from which questions were looked at, where the span holds more than are grouped.
    let since: String?
    let rows: [Cluster]
    let hasRows: Bool
    let candidates: [Candidate]
    let hasCandidates: Bool

    init(
        shell: Shell, span: Int, isUnmatchedOnly: Bool, sheet: QuestionSheet?,
        notice: String?, stores: [StoreID: String]
    ) {
        self.shell = shell
        self.notice = notice
        self.isUnmatchedOnly = isUnmatchedOnly
        spans = QuestionSheet.spans.map {
            .init(value: "\($0)", title: "最近 \($0) 天", selected: $0 == span)
        }
        recordings = sheet?.recordings ?? 0
        since = sheet?.isCut == true ? sheet?.since.map(ChineseForm.shortDay) : nil
        rows = ((isUnmatchedOnly ? sheet?.unmatchedGroups : sheet?.groups) ?? []).map { group in
            let quote = group.quote
            let second = quote.start.map { "，第 \(Int($0)) 秒" } ?? ""
            return Cluster(
                name: group.name, count: group.questions, stores: group.stores,
                unmatched: "\(Int((group.unmatchedShare * 100).rounded())) %",
                trend: Self.trend(group.trend), quote: quote.text,
                href: "/console/items/\(quote.item.rawValue.urlSegment)",
                place:
                    "\(stores[quote.store] ?? quote.store.rawValue) \(ChineseForm.shortDay(quote.day))\(second)"
            )
        }
        hasRows = !rows.isEmpty
        candidates = (sheet?.phrases ?? []).map {
            Candidate(phrase: $0.phrase, documents: $0.recordings, cohesion: $0.cohesion, freedom: $0.freedom)
        }
        hasCandidates = !candidates.isEmpty
    }

    /// Questions a day in the second half of the days over those in the first.
    private static func trend(_ ratio: Double?) -> String {
        switch ratio {
        case nil: "新出现"
        case let ratio? where ratio >= 1.5: "增多到 \(oneDecimal(ratio)) 倍"
        case let ratio? where ratio <= 0.67: "减少到 \(oneDecimal(ratio)) 倍"
        case _?: "持平"
        }
    }

    private static func oneDecimal(_ value: Double) -> String { String(format: "%.1f", value) }
}
