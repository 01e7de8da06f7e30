import Evidence
import Foundation
import HTTPTypes
import Hummingbird
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
            let body = try await JSONBody.read(request, principal, as: ReviewBody.self)
            try await desk.appeal(item, sentence: body.reason, by: principal)
            return try .json(try await records.reviews.standing(of: item.id), status: .created)
        }
        book.post("/v1/items/:id/decision") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            let body = try await JSONBody.read(request, principal, as: ReviewBody.self)
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

/// What an appeal or a decision sends.
private struct ReviewBody: FormBody {
    let reason: String?
    let verdict: String?
    let formToken: String?
}

extension Problem {
    static func unsupportedJSON(_ contentType: String) -> Problem {
        Problem(
            .unsupportedMediaType, code: "unsupportedBody", title: "格式不支持", chinese: "请以 JSON 格式发送。",
            english: "Send application/json.", detail: "the content type is \(contentType.prefix(64))")
    }
}
