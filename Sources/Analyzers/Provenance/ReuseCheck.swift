import AnalyzerKit
import Evidence
import Media

/// Whether the picture was received before, from any store: byte by byte, or the same view under other compression, crop,
/// colour or watermark. A new photo of the same shelf is another view and passes.
struct ReuseCheck {
    let policy: ProvenancePolicy

    private struct Match {
        var earlier: PriorPicture
        var isExact: Bool
        /// Share of the picture's blocks that agree, in whole percent.
        var agreement: Int
    }

    func check(_ input: ProvenanceInput) -> [ProvenanceFindings.Observation] {
        guard !input.prior.isEmpty else { return [] }
        var best: [Bool: Match] = [:]
        var signature: PictureSignature?
        for earlier in input.prior {
            let match: Match?
            if earlier.sha256 == input.sha256 {
                match = Match(earlier: earlier, isExact: true, agreement: 101)
            } else if let known = PictureSignature(earlier.fingerprint) {
                let own = signature ?? PictureSignature(of: input.picture)
                signature = own
                match = compare(own, known, earlier, kind: input.kind)
            } else {
                match = nil
            }
            guard let match else { continue }
            if let known = best[earlier.sameBatch], known.agreement >= match.agreement { continue }
            best[earlier.sameBatch] = match
        }
        return [false, true].compactMap { best[$0].map(reason) }
    }

    private func compare(
        _ own: PictureSignature, _ known: PictureSignature, _ earlier: PriorPicture, kind: EvidenceKind
    ) -> Match? {
        if kind == .orderScreenshot {
            // 64 bits of coarse structure spare the comparison for most pairs; recompression turns a bit or two.
            guard (own.perceptualHash ^ known.perceptualHash).nonzeroBitCount <= 6,
                CopyJudgement.isSameScreenshot(known, own)
            else { return nil }
            return Match(earlier: earlier, isExact: false, agreement: 100)
        }
        guard let alignment = PictureAlignment.align(known, with: own) else { return nil }
        let comparison = PictureComparison(known, own, map: alignment.map)
        guard CopyJudgement(comparison).isCopy else { return nil }
        return Match(
            earlier: earlier, isExact: false, agreement: Int((comparison.quantile(0.5) * 100).rounded()))
    }

    private func reason(_ match: Match) -> ProvenanceFindings.Observation {
        let earlier = match.earlier
        let code: ReasonCode = earlier.sameBatch ? .duplicateSameBatch : .duplicateReused
        if match.isExact {
            return policy.observation(
                code, chinese: earlier.sameBatch ? "与同一批中的另一张图片完全相同" : "与之前收到的图片完全相同",
                english: earlier.sameBatch
                    ? "The same file stands in another slot of this batch"
                    : "The same file was received before",
                of: earlier.name)
        }
        return policy.observation(
            code,
            chinese: (earlier.sameBatch ? "与同一批中的另一张图片" : "与之前收到的图片") + "画面一致（相似度 \(match.agreement)%）",
            english: (earlier.sameBatch
                ? "The view of another picture of this batch" : "The view of an earlier picture")
                + ", \(match.agreement) % alike", of: earlier.name)
    }
}
