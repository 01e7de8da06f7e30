import API
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Records
import Reports

/// `/console/ranking` and `/console/comparison`: stores in order, and two periods beside each other.
struct ReportPages {
    let pages: ConsolePages
    static let rowsOfPage = 100

    func add(to book: RouteBook) {
        book.get("/console/ranking") { request, context in try await ranking(request, try hq(context)) }
        book.get("/console/comparison") { request, context in
            try await comparison(request, try hq(context))
        }
    }

    private func hq(_ context: WebContext) throws(Problem) -> Principal {
        let principal = try context.signedIn()
        guard principal.account.role == .hq else { throw .forbidden("reports are headquarters' pages") }
        return principal
    }

    /// The day that an address names; nil where it names none.
    private func day(_ request: Request, _ name: String) async throws -> BusinessDay? {
        guard let text = request.query(name), !text.isEmpty else { return nil }
        guard let day = BusinessDay(text) else { throw Problem.invalidDay(text) }
        return day
    }

    /// The newest day with evidence, today where there is none.
    private func newestDay() async throws -> BusinessDay {
        if let newest = try await pages.service.records.items.latestDay() { return newest }
        let zone = TimeZone(identifier: pages.service.settings.timeZone) ?? .gmt
        return BusinessDay(
            containing: pages.service.clock(), timeZone: zone, cutOff: LocalTime(minutes: 240))
    }

    // MARK: Ranking

    private func ranking(_ request: Request, _ principal: Principal) async throws -> Response {
        let grain = request.query("grain").flatMap(Grain.init(rawValue:)) ?? .week
        let given = try await day(request, "day")
        let day = if let given { given } else { try await newestDay() }
        let code = request.query("metric") ?? "complianceTotal"
        let isAscending = request.query("order") == "ascending"
        let found = try await StoreRanking.load(
            pages.service.records, metric: code, grain: grain, day: day, ascending: isAscending)
        guard let found else { throw Problem.invalidField("metric", "is no metric that ranks stores") }
        if request.query("format") == "csv" {
            return .table(found.commaSeparated, named: "ranking-\(code)-\(found.from).csv")
        }
        let model = RankingModel(
            shell: pages.shell(found.title, principal, section: "/console/ranking"), ranking: found, day: day,
            isAscending: isAscending, page: request.query("page").flatMap(Int.init) ?? 1)
        return try pages.page("ranking", model)
    }

    // MARK: Two periods

    private func comparison(_ request: Request, _ principal: Principal) async throws -> Response {
        let newest = try await newestDay()
        let month = Grain.month.start(of: newest)
        let lastMonth = Grain.month.start(of: month.adding(days: -1))
        let before = try await span(request, "before", or: lastMonth...month.adding(days: -1))
        let after = try await span(request, "after", or: month...newest)
        let report = try await PeriodReport.load(pages.service.records, before: before, after: after)
        if request.query("format") == "csv" {
            return .table(
                report.commaSeparated, named: "compare-\(before.lowerBound)-\(after.lowerBound).csv")
        }
        let model = ComparisonModel(
            shell: pages.shell("两个时期对比", principal, section: "/console/ranking"), report: report)
        return try pages.page("comparison", model)
    }

    private static let mostDays = 1100

    /// - Throws: `.invalidField` where the end lies before the start, or years after it.
    private func span(
        _ request: Request, _ name: String, or standard: ClosedRange<BusinessDay>
    ) async throws -> ClosedRange<BusinessDay> {
        guard let first = try await day(request, "\(name)From"),
            let last = try await day(request, "\(name)To")
        else { return standard }
        guard first <= last, last.ordinal - first.ordinal <= Self.mostDays else {
            throw Problem.invalidField("\(name)To", "must not lie before its start, nor three years after it")
        }
        return first...last
    }
}

extension Response {
    /// A comma-separated table as a file to save.
    fileprivate static func table(_ text: String, named name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
