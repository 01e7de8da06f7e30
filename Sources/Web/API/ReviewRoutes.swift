import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Records

/// Appeals, decisions and the chain of custody for programs.
struct ReviewRoutes: Sendable {
    let records: EvidenceRecords
    let queries: EvidenceQueries
    let desk: ReviewDesk

    func add(to book: RouteBook) {
        book.post("/v1/items/:id/appeal") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            let body = try await ReviewBody.read(request, principal)
            try await desk.appeal(item, sentence: body.reason, by: principal)
            return try .json(try await records.reviews.standing(of: item.id), status: .created)
        }
        book.post("/v1/items/:id/decision") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            let body = try await ReviewBody.read(request, principal)
            guard let verdict = body.verdict.flatMap(Verdict.init(rawValue:)) else {
                throw Problem.invalidField("verdict", "must be trusted, suspect or rejected")
            }
            try await desk.decide(item, verdict, reason: body.reason, by: principal)
            return try .json(try await records.reviews.standing(of: item.id))
        }
        book.get("/v1/items/:id/review") { _, context in
            let item = try await queries.item(try context.path("id"), for: try context.signedIn())
            return try .json(try await records.reviews.standing(of: item.id))
        }
        book.get("/v1/items/:id/custody") { _, context in
            let item = try await queries.item(try context.path("id"), for: try context.signedIn())
            return try .json(["entries": try await records.custody.entries(item.id)])
        }
        book.get("/v1/appeals") { _, context in
            let principal = try context.signedIn()
            var appeals: [OpenAppeal] = []
            for appeal in try await records.reviews.openAppeals() {
                guard let item = try await records.items.find(appeal.item), principal.sees(item.store) else {
                    continue
                }
                appeals.append(appeal)
            }
            return try .json(["appeals": appeals])
        }
        book.get("/v1/override-rates") { _, context in
            guard try context.signedIn().account.role != .manager else { throw Problem.notFound() }
            return try .json(["rates": try await records.reviews.overrideRates()])
        }
    }
}

/// What an appeal or a decision sends: JSON, at most 16 KB.
private struct ReviewBody: Decodable {
    let reason: String?
    let verdict: String?
    /// Only a page's session needs it.
    let formToken: String?

    static func read(_ request: Request, _ principal: Principal) async throws -> ReviewBody {
        let type = request.headers[.contentType] ?? ""
        guard type.hasPrefix("application/json") else { throw Problem.unsupportedJSON(type) }
        let buffer = try await request.body.collect(upTo: 16_384)
        let body: ReviewBody
        do { body = try CanonicalJSON.decode(ReviewBody.self, from: String(buffer: buffer)) } catch {
            throw Problem.malformedBody("the body is not the JSON of an appeal or decision: \(error)")
        }
        try FormGuard.check(principal, formToken: body.formToken ?? request.headers[.formToken])
        return body
    }
}

extension Problem {
    static func unsupportedJSON(_ contentType: String) -> Problem {
        Problem(
            .unsupportedMediaType, code: "unsupportedBody", title: "格式不支持", chinese: "请以 JSON 格式发送。",
            english: "Send application/json.", detail: "the content type is \(contentType.prefix(64))")
    }
}
