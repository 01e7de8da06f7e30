import AnalyzerKit
import Evidence

/// The short-lived code of the batch: seen in the picture, or signed with. It tells when and in which session a photo was
/// taken, never where or of what: the key stands in a page that anyone can read.
struct ChallengeCheck {
    let policy: ProvenancePolicy
    let proof: CaptureProof?
    let lines: [TextLine]

    /// Signed by the page for exactly these bytes.
    var isSigned: Bool { proof?.signature == .valid }

    /// The code of the batch stands in the picture.
    var isShown: Bool {
        guard let proof, proof.isOfBatch else { return false }
        return lines.contains { line in
            line.text.uppercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
                .contains { $0 == proof.code }
        }
    }

    func reasons() -> [ProvenanceFindings.Observation] {
        if isSigned || isShown { return [] }
        if let proof, !proof.isOfBatch || proof.signature == .invalid {
            return [
                policy.observation(
                    .challengeInvalid, chinese: "拍摄码 \(proof.code) 不是本店当日的，或签名与照片不符",
                    english:
                        "The code \(proof.code) is not of this store's day, or its signature does not fit the photo"
                )
            ]
        }
        guard policy.asksForCode else { return [] }
        return [
            policy.observation(
                .challengeMissing, chinese: "照片没有当日拍摄码", english: "The photo has no code of the day")
        ]
    }
}
