/// Everything that is remembered about evidence: one database, a repository for each subject.
public struct EvidenceRecords: Sendable {
    public let stores: StoreRecords
    public let reference: ReferenceRecords
    public let accounts: AccountRecords
    public let items: ItemRecords
    public let findings: FindingRecords
    public let fingerprints: FingerprintRecords
    public let devices: DeviceRecords
    public let captureProofs: CaptureProofRecords
    public let orders: OrderRecords
    public let renditions: RenditionRecords
    public let scores: ScoreRecords
    public let metrics: MetricRecords
    public let metricBook: MetricBook
    public let flags: FlagRecords
    public let questions: QuestionRecords
    public let tasks: TaskRecords
    public let deliveries: DeliveryRecords
    public let jobs: JobQueue
    public let stageTimes: StageTimes
    public let scrub: ScrubRecords
    public let traces: HeadquartersTraces
    public let custody: CustodyRecords
    public let reviews: ReviewRecords
    public let retention: RetentionRecords

    private let database: any SQLDatabase

    /// - Parameter hash: what chains the custody entries: a cryptographic hash of a text, as text.
    public init(database: any SQLDatabase, hash: @escaping @Sendable (String) -> String) {
        self.database = database
        let chain = CustodyChain(hash: hash)
        stores = StoreRecords(database: database)
        reference = ReferenceRecords(database: database)
        accounts = AccountRecords(database: database)
        items = ItemRecords(database: database, chain: chain)
        findings = FindingRecords(database: database)
        fingerprints = FingerprintRecords(database: database)
        devices = DeviceRecords(database: database)
        captureProofs = CaptureProofRecords(database: database)
        orders = OrderRecords(database: database)
        renditions = RenditionRecords(database: database)
        scores = ScoreRecords(database: database)
        metrics = MetricRecords(database: database)
        metricBook = MetricBook(database: database)
        flags = FlagRecords(database: database)
        questions = QuestionRecords(database: database)
        tasks = TaskRecords(database: database)
        deliveries = DeliveryRecords(database: database)
        jobs = JobQueue(database: database)
        stageTimes = StageTimes(database: database)
        scrub = ScrubRecords(database: database)
        traces = HeadquartersTraces(database: database)
        custody = CustodyRecords(database: database, chain: chain)
        reviews = ReviewRecords(database: database, chain: chain)
        retention = RetentionRecords(database: database, chain: chain)
    }

    /// Brings the schema up to date. Safe to run at every start, by several processes at once.
    public func migrate() async throws(RecordError) {
        try await Migrator(migrations: Migration.all).run(on: database)
    }
}
