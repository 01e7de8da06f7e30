public import Evidence

/// What customers say in a recording, for `PhraseCandidates`.
public enum CustomerWords {
    /// The segments that no member of staff says, commas between them; empty without a transcript.
    public static func text(of findings: ConsultationFindings) -> String {
        (findings.transcript?.segments ?? []).enumerated()
            .filter { index, _ in
                index >= findings.speakers.count || findings.speakers[index] != Speaker.staff.rawValue
            }
            .map(\.element.text).joined(separator: "，")
    }
}
