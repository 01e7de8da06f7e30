import Evidence
import Foundation
import Hummingbird
import Records

/// `POST /v1/sales`: what stores sold, from the chain's own system; for headquarters and integrators.
struct SalesRoutes: Sendable {
    /// More than a chain's year in one body is a mistake.
    private static let mostDays = 60_000
    /// Bytes of a body with that many.
    private static let longestBody = 8 << 20
    /// Above any store's day; sums of a chain's years stay far below what a whole number holds.
    private static let largestFen = 100_000_000_000

    let records: EvidenceRecords
    let queries: EvidenceQueries
    let reading: WebService.MetricReading
    let clock: @Sendable () -> Date

    func add(to book: RouteBook) {
        book.post("/v1/sales") { request, context in
            let principal = try context.signedIn()
            guard principal.account.role != .manager else {
                throw Problem.forbidden("sales come from headquarters' own system")
            }
            let body = try await JSONBody.read(
                request, principal, as: SalesBody.self, upTo: Self.longestBody)
            try await check(body.days, principal)
            let changes = try await records.metricBook.record(
                sales: body.days,
                cause: MetricCause(reason: "salesImport", actor: principal.account.id, at: clock()),
                reading: try await reading())
            return try .json(["days": body.days.count, "changed": changes.count])
        }
    }

    /// All of it or nothing: the first fault is named by its place.
    private func check(_ days: [SalesDay], _ principal: Principal) async throws {
        guard days.count <= Self.mostDays else {
            throw Problem.invalidField("days", "at most \(Self.mostDays) store-days at once")
        }
        let known = Set(try await records.stores.all().map(\.id))
        var seen: Set<String> = []
        for (place, day) in days.enumerated() {
            func refuse(_ detail: String) -> Problem { .invalidField("days[\(place)]", detail) }
            guard known.contains(day.store), principal.sees(day.store) else {
                throw refuse("there is no store \(day.store.rawValue.prefix(64))")
            }
            guard (0...Self.largestFen).contains(day.fen), (0...1_000_000).contains(day.receipts) else {
                throw refuse("fen or receipts are out of range")
            }
            guard seen.insert("\(day.store) \(day.day)").inserted else {
                throw refuse("\(day.store) \(day.day) stands twice")
            }
        }
    }

    private struct SalesBody: FormBody {
        let days: [SalesDay]
        let formToken: String?
    }
}
