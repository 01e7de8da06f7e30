package import Evidence
public import Foundation
public import Hummingbird
public import Intake
public import Logging
import NIOCore
public import Originals
public import Records

/// The web server's parts put together: routes of the API, and what the console's pages build on.
public struct WebService: Sendable {
    package let records: EvidenceRecords
    package let queries: EvidenceQueries
    package let uploads: UploadReader
    package let signIn: SignIn
    package let reviews: ReviewDesk
    package let retention: RetentionDesk
    package let flags: FlagDesk
    package let settings: WebSettings
    package let clock: @Sendable () -> Date
    private let bytes: EvidenceBytes
    private let packs: PackRoutes
    private let reading: MetricReading

    /// How a store-day's numbers are read again when its sales arrive, by the policy in force.
    public typealias MetricReading = @Sendable () async throws -> MetricBook.Reading

    public init(
        records: EvidenceRecords, originals: any OriginalStore, renditions: any OriginalStore,
        intake: EvidenceIntake, batches: BatchIntake, settings: WebSettings, reading: @escaping MetricReading,
        clock: @escaping @Sendable () -> Date
    ) {
        self.records = records
        bytes = EvidenceBytes(records: records, originals: originals, renditions: renditions, clock: clock)
        self.settings = settings
        self.clock = clock
        queries = EvidenceQueries(records: records)
        packs = PackRoutes(
            records: records, queries: queries, originals: originals, renditions: renditions, clock: clock)
        uploads = UploadReader(
            intake: intake, batches: batches, maximumBytes: settings.maximumUploadBytes,
            maximumArchiveBytes: settings.maximumArchiveBytes)
        reviews = ReviewDesk(records: records, clock: clock)
        retention = RetentionDesk(records: records, clock: clock)
        flags = FlagDesk(records: records, clock: clock)
        self.reading = reading
        signIn = SignIn(records: records, settings: settings, clock: clock)
    }

    /// The code that photos of a batch may show or be signed with now; nil on other days than today and where the chain
    /// gives none. A code for another day would let photos of today pass for that day's.
    package func challenge(of store: Store, _ day: BusinessDay) -> CaptureChallenge? {
        let now = clock()
        guard day == store.businessDay(at: now) else { return nil }
        return uploads.intake.challenges?.challenge(store: store.id, day: day, at: now)
    }

    /// The routes under `/v1`, `/healthz` and `/version`, with errors as problem documents.
    /// - Parameter page: renders problems for people who browse; without it they get documents too.
    public func router(problemPage page: (any ProblemPage)? = nil) -> Router<WebContext> {
        let router = Router(context: WebContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ProblemResponses(page: page))
        router.add(middleware: Authentication(records: records, clock: clock))
        let book = RouteBook(router)
        EvidenceRoutes(
            records: records, queries: queries, uploads: uploads,
            bytes: bytes, settings: settings
        ).add(to: book)
        packs.add(to: book)
        ChallengeRoutes(queries: queries, challenge: challenge).add(to: book)
        ReviewRoutes(records: records, queries: queries, desk: reviews).add(to: book)
        RetentionRoutes(records: records, queries: queries, desk: retention).add(to: book)
        FlagRoutes(records: records, queries: queries, desk: flags).add(to: book)
        SalesRoutes(records: records, queries: queries, reading: reading, clock: clock).add(to: book)
        OperationRoutes(records: records, clock: clock).add(to: book)
        book.close()
        return router
    }

    /// The server over a router, ready for a service group.
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - onListening: called with the port once connections are accepted.
    public func application(
        router: Router<WebContext>, host: String = "127.0.0.1", port: Int, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> Application<RouterResponder<WebContext>> {
        Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(settings.idleSeconds))),
            configuration: .init(address: .hostname(host, port: port), serverName: "storeproof"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}
