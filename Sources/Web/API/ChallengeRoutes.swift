import Evidence
import HTTPTypes
import Hummingbird

/// The short-lived code of a batch, for pages and programs that take photos.
struct ChallengeRoutes: Sendable {
    let queries: EvidenceQueries
    let challenge: @Sendable (Store, BusinessDay) -> CaptureChallenge?

    func add(to book: RouteBook) {
        book.get("/v1/batches/:store/:day/challenge") { _, context in
            let principal = try context.signedIn()
            let day = try context.businessDay()
            let store = try await queries.store(try context.path("store"), for: principal)
            guard let challenge = challenge(store, day) else {
                throw Problem.notFound("codes are given on the day itself")
            }
            return try .json(challenge)
        }
    }
}
