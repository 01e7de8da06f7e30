import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Records

/// The routes of programs under `/v1`.
struct EvidenceRoutes: Sendable {
    let records: EvidenceRecords
    let queries: EvidenceQueries
    let uploads: UploadReader
    let bytes: EvidenceBytes
    let settings: WebSettings

    func add(to book: RouteBook) {
        addBatches(to: book)
        addItems(to: book)
        addScoresAndFlags(to: book)
        addHealth(to: book)
    }

    private func addBatches(to book: RouteBook) {
        book.post("/v1/batches/:store/:day/items") { request, context in
            let principal = try context.signedIn()
            let day = try context.businessDay()
            let store = try await queries.store(try context.path("store"), for: principal)
            let receipt = try await uploads.receive(request, store: store.id, day: day, principal: principal)
            return try answer(receipt)
        }
        book.post("/v1/batches/:store/:day/archive") { request, context in
            let principal = try context.signedIn()
            let day = try context.businessDay()
            let store = try await queries.store(try context.path("store"), for: principal)
            let answer = try await uploads.receiveArchive(
                request, store: store.id, day: day, principal: principal)
            // Not a problem document: the sender is to know what was taken all the same.
            let problem = answer.stop.map {
                ProblemResponses.problem(for: $0, request: request, logger: context.logger)
            }
            return try .digested(
                BatchAnswerDocument(answer, store: store.id, day: day),
                status: problem?.status ?? Self.status(of: answer), headers: problem?.headers ?? [:])
        }
        book.get("/v1/batches/:store/:day/items") { request, context in
            let principal = try context.signedIn()
            let day = try context.businessDay()
            let store = try await queries.store(try context.path("store"), for: principal)
            return try answer(try await uploads.receipt(request, store: store.id, day: day))
        }
        book.get("/v1/batches/:store/:day") { _, context in
            let principal = try context.signedIn()
            let day = try context.businessDay()
            let store = try await queries.store(try context.path("store"), for: principal)
            return try .json(BatchDocument(try await queries.day(day, of: store)))
        }
        book.get("/v1/batches/:store/:day/score") { _, context in
            let principal = try context.signedIn()
            let day = try context.businessDay()
            let store = try await queries.store(try context.path("store"), for: principal)
            guard let score = try await records.scores.find(store: store.id, day: day) else {
                throw Problem.notFound("no score yet for \(store.id) on \(day)")
            }
            return try .json(score)
        }
    }

    /// What came in, what was there already, or that nothing of it is taken.
    private static func status(of answer: BatchAnswer) -> HTTPResponse.Status {
        if answer.hasNews { return .created }
        return answer.count(.accepted) > 0 ? .ok : .unprocessableContent
    }

    private func answer(_ receipt: Receipt) throws -> Response {
        try .digested(
            ReceiptDocument(receipt), status: receipt.repeated ? .ok : .created,
            headers: [.location: "/v1/items/\(receipt.item.id)"])
    }

    private func addItems(to book: RouteBook) {
        book.get("/v1/items/:id") { _, context in
            let item = try await queries.item(try context.path("id"), for: try context.signedIn())
            var document = ItemDocument(
                item: item, purgedAt: try await records.retention.standing(of: item.id).purgedAt)
            document.media = try await records.findings.current(item.id, .media).map {
                try CanonicalJSON.decode(MediaFindings.self, from: $0.json)
            }
            return try .json(document)
        }
        book.get("/v1/items/:id/findings") { _, context in
            let item = try await queries.item(try context.path("id"), for: try context.signedIn())
            let documents = try await records.findings.current(item.id)
            return .json(text: try FindingsDocument.text(item: item.id, documents: documents))
        }
        book.get("/v1/items/:id/original") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            return try await bytes.original(of: item, for: principal, request, context)
        }
        book.get("/v1/items/:id/rendition") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            return try await bytes.rendition(of: item, for: principal, request, context)
        }
        book.get("/v1/items/:id/transcript") { _, context in
            let item = try await queries.item(try context.path("id"), for: try context.signedIn())
            let document = try await records.findings.current(item.id, .consultation)
            let findings = try document.map {
                try CanonicalJSON.decode(ConsultationFindings.self, from: $0.json)
            }
            guard let transcript = findings?.transcript else {
                throw Problem.notFound("no transcript for item \(item.id)")
            }
            return try .json(transcript)
        }
    }

    private func addScoresAndFlags(to book: RouteBook) {
        book.get("/v1/stores/:store/scores") { request, context in
            let principal = try context.signedIn()
            let store = try await queries.store(try context.path("store"), for: principal)
            var last = try day(request, "to")
            if last == nil { last = try await records.items.latestDay() }
            guard let to = last else { throw Problem.notFound("no evidence yet") }
            let from = try day(request, "from") ?? to.adding(days: -13)
            guard from <= to, to.ordinal - from.ordinal <= 366 else {
                throw Problem.invalidField("from", "a series covers 1 to 367 days, from ≤ to")
            }
            let scores = try await records.scores.series(store: store.id, from: from, to: to)
            return try .json(ScoreSeries(store: store.id, from: from, to: to, scores: scores))
        }
        book.get("/v1/flags") { request, context in
            let principal = try context.signedIn()
            let state = try request.query("state").map { text throws(Problem) in
                guard let state = Flag.State(rawValue: text) else {
                    throw .invalidField("state", "\(text.prefix(32)) is not a flag's state")
                }
                return state
            }
            let found =
                if let store = request.query("store").map({ StoreID($0) }) {
                    try await records.flags.forStore(store).filter { state == nil || $0.state == state }
                } else {
                    try await records.flags.all(state: state)
                }
            return try .json(FlagList(flags: found.filter { principal.sees($0.store) }))
        }
        book.get("/v1/flags/:id") { _, context in
            try .json(try await queries.flag(try context.path("id"), for: try context.signedIn()))
        }
    }

    private func addHealth(to book: RouteBook) {
        book.get("/v1/progress") { _, context in
            _ = try context.signedIn()
            let progress = try await records.jobs.progress()
            return try .json(
                ProgressDocument(
                    waiting: progress.waiting, running: progress.running, done: progress.done,
                    dead: progress.dead))
        }
        book.get("/healthz") { _, _ in
            // A question to the database, so that "ok" means more than an open port.
            _ = try await records.jobs.progress()
            return try .json(["status": "ok"])
        }
        book.get("/version") { _, _ in try .json(["name": "storeproof", "version": settings.version]) }
    }

    private func day(_ request: Request, _ name: String) throws(Problem) -> BusinessDay? {
        guard let text = request.query(name) else { return nil }
        guard let day = BusinessDay(text) else { throw .invalidDay(text) }
        return day
    }
}
