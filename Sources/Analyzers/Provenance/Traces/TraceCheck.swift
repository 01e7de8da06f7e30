import AnalyzerKit
import Evidence
import Media

/// Hints in the pixels: they make a picture suspect at most.
struct TraceCheck {
    let policy: ProvenancePolicy

    func check(_ input: ProvenanceInput, watermark: WatermarkReading?) -> [ProvenanceFindings.Observation] {
        ThumbnailCheck(policy: policy).check(input) + ScreenCheck(policy: policy).check(input.picture)
            + ManipulationCheck(policy: policy).check(input, watermark: watermark)
            + (watermark.map { EditedCheck(policy: policy).check(input, watermark: $0) } ?? [])
    }
}
