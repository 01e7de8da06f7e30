import Evidence

/// A bar with its number; words and figures carry the meaning, the colour only repeats it.
struct ScoreBar {
    /// `86.4`, or `—` where nothing was scored.
    let text: String
    /// Width of the bar, 0…100.
    let width: Int
    /// `good`, `fair`, `poor` or `none`.
    let tone: String

    init(_ score: Double?) {
        text = score.map(ChineseForm.number) ?? "—"
        width = score.map { Int(max(0, min(100, $0.rounded()))) } ?? 0
        tone = score.map { $0 >= 85 ? "good" : $0 >= 60 ? "fair" : "poor" } ?? "none"
    }
}

/// A score that opens into its parts, with numerators and denominators.
struct ScorePanel {
    struct Part {
        let name: String
        let bar: ScoreBar
        /// `占 45 分`, `占 40%`
        let weight: String
        /// `23 / 25`; empty where the part is made of parts.
        let fraction: String
        /// Why it is not scored.
        let note: String?
        let hasParts: Bool
        let parts: [Part]
    }
    let total: ScoreBar
    let provisional: Bool
    let policyVersion: String
    let parts: [Part]

    init(_ score: ComplianceScore) {
        total = ScoreBar(score.total)
        provisional = score.provisional
        policyVersion = score.policyVersion
        parts = score.parts.map { Self.part($0, top: true) }
    }

    private static func part(_ part: ScorePart, top: Bool) -> Part {
        let weight = top ? "占 \(ChineseForm.number(part.weight)) 分" : "占 \(ChineseForm.percent(part.weight))"
        let fraction =
            part.denominator > 0
            ? "\(ChineseForm.number(part.numerator)) / \(ChineseForm.number(part.denominator))" : ""
        return Part(
            name: part.chineseName, bar: ScoreBar(part.score), weight: weight, fraction: fraction,
            note: part.score == nil ? part.note?.chinese ?? "暂无可评的证据" : nil, hasParts: !part.parts.isEmpty,
            parts: part.parts.map { Self.part($0, top: false) })
    }
}
