import AnalyzerKit
import Evidence
import Media
import Records

/// One item on its way through the pipeline: each step reads what earlier steps left and leaves its own.
struct ItemWork {
    var item: EvidenceItem
    let store: Store
    let reference: ReferenceData
    let analyzers: AnalyzerSet

    var bytes: [UInt8] = []
    var facts: MediaFacts?
    /// Also of a file that cannot be used.
    var media: MediaFindings?
    var picture: Raster?
    var thumbnail: Raster?
    var recording: Waveform?
    var fingerprint: PictureFingerprint?
    var transcript: Transcript?
    /// Where somebody speaks, seconds; nil where nobody was asked.
    var speech: [ClosedRange<Double>]?
    var lines: [TextLine] = []
    /// An order screenshot as its print stands upright, and the EXIF orientation by which it was turned for that.
    var upright: (picture: Raster, orientation: Int)?

    var shelf: ShelfFindings?
    var orders: OrderFindings?
    var consultation: ConsultationFindings?
    var provenance: ProvenanceFindings?

    /// Why the item cannot be used; later steps that need a usable item pass.
    var rejection: Reason?
    /// Why a sidecar transcript could not be used.
    var sidecarProblem: Reason?

    init(item: EvidenceItem, store: Store, reference: ReferenceData, analyzers: AnalyzerSet) {
        self.item = item
        self.store = store
        self.reference = reference
        self.analyzers = analyzers
    }

    mutating func reject(_ reason: Reason) {
        if rejection == nil { rejection = reason }
    }

    /// Whether the item gives a stage something to do: what passes it by is no run of it.
    func needs(_ stage: WorkStage) -> Bool {
        switch stage {
        case .decode, .save, .score: true
        case .transcribe: TranscribeRecording.isNeeded(self)
        case .analyse, .provenance: rejection == nil
        }
    }
}

/// One stage of the work on an item. A step asks first whether it is needed.
protocol ItemStep: Sendable {
    func run(_ work: inout ItemWork) async throws(PipelineError)
}
