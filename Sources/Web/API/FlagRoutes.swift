import Evidence
import Foundation
import Hummingbird
import Records

/// What happens to flags, for programs.
struct FlagRoutes: Sendable {
    let records: EvidenceRecords
    let queries: EvidenceQueries
    let desk: FlagDesk

    func add(to book: RouteBook) {
        book.post("/v1/flags/:id/state") { request, context in
            let principal = try context.signedIn()
            let flag = try await queries.flag(try context.path("id"), for: principal)
            let body = try await JSONBody.read(request, principal, as: StateBody.self)
            guard let state = body.state.flatMap(Flag.State.init(rawValue:)) else {
                throw Problem.invalidField("state", "must be acknowledged, actioned, closed or dismissed")
            }
            try await desk.advance(flag, to: state, reason: body.reason, by: principal)
            return try .json(try await queries.flag(flag.id.rawValue, for: principal))
        }
        book.post("/v1/flags/:id/undo") { request, context in
            let principal = try context.signedIn()
            let flag = try await queries.flag(try context.path("id"), for: principal)
            _ = try await JSONBody.read(request, principal, as: StateBody.self)
            try await desk.undo(flag, by: principal)
            return try .json(try await queries.flag(flag.id.rawValue, for: principal))
        }
        book.get("/v1/flags/:id/history") { _, context in
            let flag = try await queries.flag(try context.path("id"), for: try context.signedIn())
            return try .json(["changes": try await records.flags.history(flag.id)])
        }
    }

    private struct StateBody: FormBody {
        let state: String?
        let reason: String?
        let formToken: String?
    }
}
