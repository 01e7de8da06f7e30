import AnalyzerKit
import Evidence
import Media

/// A hint that date or time of the watermark were changed after the photo was taken.
struct EditedCheck {
    let policy: ProvenancePolicy

    func check(_ input: ProvenanceInput, watermark: WatermarkReading) -> [ProvenanceFindings.Observation] {
        let lines = input.lines.filter { watermark.boxes.contains($0.box) }
        let traces = EditTraces(input.picture, lines: lines, dateBoxes: watermark.dateBoxes)
        let findings = traces.findings()
        guard let finding = findings.first else { return [] }
        let (chinese, english) =
            switch finding.kind {
            case .shadow: ("有数字没有其他文字的阴影", "some digits lack the shadow of the others")
            case .height: ("有数字的高度与相邻数字不同", "a digit differs in height from its neighbours")
            case .baseline: ("有数字的高低与同一行不齐", "a digit stands off the line's baseline")
            case .copied: ("两个数字下的背景完全相同", "the ground beneath two digits is the same")
            }
        return [
            policy.observation(
                .watermarkEdited, chinese: "水印的日期时间处\(chinese)",
                english: "In the watermark's date or time \(english)", areas: findings.map(\.box))
        ]
    }
}
