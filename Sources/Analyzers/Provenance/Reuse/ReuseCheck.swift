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
        var isMirrored = false
        /// Share of the picture's blocks that agree, in whole percent.
        var agreement: Int
    }

    func check(_ input: ProvenanceInput) -> [ProvenanceFindings.Observation] {
        guard !input.prior.isEmpty else { return [] }
        var best = matches(input, mirrored: false)
        if best.isEmpty, input.kind == .shelfPhoto { best = matches(input, mirrored: true) }
        return [false, true].compactMap { best[$0].map(reason) }
    }

    /// The likest earlier picture outside the batch (false) and within it (true).
    private func matches(_ input: ProvenanceInput, mirrored: Bool) -> [Bool: Match] {
        var best: [Bool: Match] = [:]
        var signature: PictureSignature?
        for earlier in input.prior {
            let match: Match?
            if earlier.sha256 == input.sha256 {
                match = Match(earlier: earlier, isExact: true, agreement: 101)
            } else if let known = PictureSignature(earlier.fingerprint) {
                let own = signature ?? PictureSignature(of: input.picture, mirrored: mirrored)
                signature = own
                match = compare(own, known, earlier, kind: input.kind)
            } else {
                match = nil
            }
            guard var match else { continue }
            match.isMirrored = mirrored
            if let known = best[earlier.sameBatch], known.agreement >= match.agreement { continue }
            best[earlier.sameBatch] = match
        }
        return best
    }

    private func compare(
        _ own: PictureSignature, _ known: PictureSignature, _ earlier: PriorPicture, kind: EvidenceKind
    ) -> Match? {
        if kind == .orderScreenshot {
            // 64 bits of coarse structure spare the comparison for most pairs; recompression turns a bit or two.
            guard (own.perceptualHash ^ known.perceptualHash).nonzeroBitCount <= ReuseIndex.screenshotRadius,
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
        let (turned, turnedEnglish) = match.isMirrored ? ("左右翻转后", "Mirrored, the") : ("", "The")
        return policy.observation(
            code,
            chinese: turned + (earlier.sameBatch ? "与同一批中的另一张图片" : "与之前收到的图片")
                + "画面一致（相似度 \(match.agreement)%）",
            english: turnedEnglish
                + (earlier.sameBatch
                    ? " view of another picture of this batch" : " view of an earlier picture")
                + ", \(match.agreement) % alike", of: earlier.name)
    }
}
