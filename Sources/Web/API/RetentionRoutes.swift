import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// What becomes of originals, for programs.
struct RetentionRoutes: Sendable {
    let records: EvidenceRecords
    let queries: EvidenceQueries
    let desk: RetentionDesk

    func add(to book: RouteBook) {
        book.get("/v1/items/:id/retention") { _, context in
            let item = try await queries.item(try context.path("id"), for: try context.signedIn())
            return try .json(try await desk.standing(of: item))
        }
        book.post("/v1/items/:id/hold") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            let body = try await JSONBody.read(request, principal, as: HoldBody.self)
            try await desk.hold(item, reason: body.reason, by: principal)
            return try .json(try await desk.standing(of: item), status: .created)
        }
        book.post("/v1/items/:id/release") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            let body = try await JSONBody.read(request, principal, as: HoldBody.self)
            try await desk.release(item, reason: body.reason, by: principal)
            return try .json(try await desk.standing(of: item))
        }
        book.get("/v1/holds") { _, context in
            let principal = try context.signedIn()
            var holds: [RetentionHold] = []
            for hold in try await records.retention.holds() {
                guard let item = try await records.items.find(hold.item), principal.sees(item.store) else {
                    continue
                }
                holds.append(hold)
            }
            return try .json(["holds": holds])
        }
    }
}

/// What setting or ending a hold sends.
private struct HoldBody: FormBody {
    let reason: String?
    let formToken: String?
}
