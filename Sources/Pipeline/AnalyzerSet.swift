public import AnalyzerKit
public import Evidence
public import Transcribing

/// The analysers that one state of the reference data makes, chosen by the composition root.
public struct AnalyzerSet: Sendable {
    public var textReader: any TextReader
    /// Nil while no catalogue is imported: then a shelf photo waits for one.
    public var shelf: (any Analyzer<ShelfInput, ShelfFindings>)?
    public var orders: any Analyzer<OrderInput, OrderFindings>
    public var consultation: any Analyzer<ConsultationInput, ConsultationFindings>
    public var provenance: any Analyzer<ProvenanceInput, ProvenanceFindings>
    public var fingerprints: any PictureFingerprinting
    /// Nil where speech is not installed: then a recording waits for a transcript from outside.
    public var transcriber: Transcriber?

    public init(
        textReader: any TextReader, shelf: (any Analyzer<ShelfInput, ShelfFindings>)?,
        orders: any Analyzer<OrderInput, OrderFindings>,
        consultation: any Analyzer<ConsultationInput, ConsultationFindings>,
        provenance: any Analyzer<ProvenanceInput, ProvenanceFindings>,
        fingerprints: any PictureFingerprinting,
        transcriber: Transcriber? = nil
    ) {
        self.textReader = textReader
        self.shelf = shelf
        self.orders = orders
        self.consultation = consultation
        self.provenance = provenance
        self.fingerprints = fingerprints
        self.transcriber = transcriber
    }
}

/// Makes analysers once for each state of the reference data, however many jobs ask.
public actor AnalyzerShelf {
    public typealias Make = @Sendable (ReferenceData, [Store]) async throws(PipelineError) -> AnalyzerSet

    private let make: Make
    private var versions: [String]?
    private var stores: [Store] = []
    private var made: Task<Result<AnalyzerSet, PipelineError>, Never>?

    public init(make: @escaping Make) { self.make = make }

    public func analyzers(for data: ReferenceData, stores: [Store]) async throws(PipelineError) -> AnalyzerSet
    {
        if let made, versions == data.versions, self.stores == stores {
            return try await made.value.get()
        }
        let make = self.make
        let task = Task { () async -> Result<AnalyzerSet, PipelineError> in
            do throws(PipelineError) { return .success(try await make(data, stores)) } catch {
                return .failure(error)
            }
        }
        versions = data.versions
        self.stores = stores
        made = task
        let result = await task.value
        // A failure is not kept: the next job tries again.
        if case .failure = result, versions == data.versions { made = nil }
        return try result.get()
    }
}
