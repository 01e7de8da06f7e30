import AnalyzerKit
public import Decoding
import Evidence
public import FoundationEssentials
public import Originals
public import Records

/// From a received item to its findings, and from a store-day's findings to score, metrics and flags. The order of
/// work is the list of steps below.
public struct EvidencePipeline: Sendable {
    let records: EvidenceRecords
    let originals: any OriginalStore
    let shelf: AnalyzerShelf
    let clock: @Sendable () -> Date
    private let remakeRendition: RemakeRendition
    private let itemSteps: [(stage: WorkStage, step: any ItemStep)]

    public init(
        records: EvidenceRecords, originals: any OriginalStore, renditions: any OriginalStore,
        decoder: any MediaDecoding, analyzers: AnalyzerShelf,
        clock: @escaping @Sendable () -> Date
    ) {
        self.records = records
        self.originals = originals
        self.shelf = analyzers
        self.clock = clock
        let keeper = RenditionKeeper(renditions: renditions, records: records)
        remakeRendition = RemakeRendition(
            originals: originals, decoder: decoder, keeper: keeper, records: records)
        itemSteps = [
            (.decode, LoadOriginal(originals: originals)),
            (.decode, DecodeMedia(decoder: decoder)),
            (.provenance, KeepFingerprint(records: records)),
            (.decode, ReadSidecar(originals: originals, records: records)),
            (.transcribe, TranscribeRecording()),
            (.analyse, ReadText()),
            (.analyse, AnalyzeShelfPhoto()),
            (.analyse, AnalyzeOrderScreenshot()),
            (.analyse, AnalyzeRecording()),
            (.provenance, CheckProvenance(records: records, reuse: ReuseWindow(records: records))),
            (.provenance, SameWords(records: records)),
            (.provenance, CheckOrders(records: records)),
            (.save, MakeRendition(keeper: keeper)),
            (.save, SaveFindings(records: records, clock: clock)),
        ]
    }

    /// Does what a job asks for.
    public func run(_ job: Job) async throws(PipelineError) {
        if job.kind != .scoreDay, try await isGone(EvidenceID(job.subject)) { return }
        switch job.kind {
        case .analyzeItem: try await analyze(EvidenceID(job.subject))
        case .scoreDay: try await scoreDay(store: job.store, day: job.day)
        case .makeRendition:
            let reader = try await analyzers(for: try await ReferenceData.load(records)).orders.identity
            try await remakeRendition.run(try await item(EvidenceID(job.subject)), reader: reader)
        }
    }

    private func analyze(_ id: EvidenceID) async throws(PipelineError) {
        let item = try await item(id)
        guard let store = try await fetch({ try await records.stores.find(item.store) }) else {
            throw PipelineError(.notFound, "store \(item.store) of item \(id)")
        }
        try await fetch {
            try await records.items.update(
                id, state: .processing, reason: nil, verdict: item.verdict, score: item.score)
        }
        let reference = try await ReferenceData.load(records)
        let analyzers = try await analyzers(for: reference)
        var work = ItemWork(item: item, store: store, reference: reference, analyzers: analyzers)
        var seconds: [WorkStage: Double] = [:]
        for (stage, step) in itemSteps {
            let isNeeded = work.needs(stage)
            let began = clock()
            try await step.run(&work)
            if isNeeded { seconds[stage, default: 0] += clock().timeIntervalSince(began) }
        }
        try await fetch {
            try await records.stageTimes.add(seconds)
            try await records.jobs.enqueue(
                .scoreDay, subject: "\(item.store)/\(item.day)", store: item.store, day: item.day, at: clock()
            )
        }
    }

    private func analyzers(for reference: ReferenceData) async throws(PipelineError) -> AnalyzerSet {
        let stores = try await fetch { try await records.stores.all() }
        return try await shelf.analyzers(for: reference, stores: stores)
    }

    private func isGone(_ id: EvidenceID) async throws(PipelineError) -> Bool {
        try await fetch { try await records.items.isGone(id) }
    }

    private func item(_ id: EvidenceID) async throws(PipelineError) -> EvidenceItem {
        guard let item = try await fetch({ try await records.items.find(id) }) else {
            throw PipelineError(.notFound, "item \(id)")
        }
        return item
    }

    private func scoreDay(store id: StoreID, day: BusinessDay) async throws(PipelineError) {
        guard let store = try await fetch({ try await records.stores.find(id) }) else {
            throw PipelineError(.notFound, "store \(id)")
        }
        let reference = try await ReferenceData.load(records)
        let began = clock()
        try await StoreDayScoring(records: records, reference: reference, clock: clock).run(
            store: store, day: day)
        try await fetch {
            try await records.stageTimes.add([.score: clock().timeIntervalSince(began)])
        }
    }

    /// Marks an item whose job was set aside, so that its sender sees that the system failed, not the evidence.
    func markFailed(_ job: Job, _ error: PipelineError) async throws(PipelineError) {
        guard job.kind == .analyzeItem else { return }
        let id = EvidenceID(job.subject)
        guard let item = try await fetch({ try await records.items.find(id) }) else { return }
        let reason = Reason(
            code: "system.analysisFailed", chinese: "系统未能完成识别，证据已存证，不影响得分；总部会重新处理",
            english: "the analysis failed on our side; the evidence is safe and nothing is deducted")
        try await fetch {
            try await records.items.update(
                id, state: .failed, reason: reason, verdict: item.verdict, score: nil)
        }
    }
}

/// Asks the records and translates their error once.
func fetch<Value>(_ query: () async throws -> Value) async throws(PipelineError) -> Value {
    do { return try await query() } catch { throw PipelineError(.recordsFailed, "\(error)") }
}
