public import AnalyzerKit
public import Evidence
public import Media

/// Which of many earlier pictures may be the one that a picture repeats. It only proposes: alignment and comparison of
/// the pixels decide.
///
/// A crop or a frame changes the hash of the whole picture, but not what its corners look like. So the index holds a
/// hash of every keypoint (the first 64 bits of its description), and every keypoint of a new picture votes for the
/// pictures that have one like it. Lists in an app have few keypoints of their own: screenshots are found by the hash of
/// the whole. About 6 KB a picture.
public struct ReuseIndex: PictureIndexing {
    /// Bits of 64 in which the descriptions of one corner in two copies may differ. On the reuse data, the source of a
    /// crop was never behind 30 views of the same shelf; with 3 bits it was behind 60.
    private static let cornerRadius = 7
    static let screenshotRadius = 6
    /// Alignment needs twelve corners that agree; half of them are found here.
    private static let fewestVotes = 6

    private var corners = HammingIndex()
    private var wholes = HammingIndex()
    private var pictures = 0

    public init() {}

    public mutating func insert(_ fingerprint: PictureFingerprint, as number: Int) {
        guard let owner = Int32(exactly: number), owner >= 0 else { return }
        pictures = max(pictures, number + 1)
        wholes.insert(fingerprint.perceptualHash, owner: owner)
        guard let signature = PictureSignature(fingerprint) else { return }
        for keypoint in signature.keypoints { corners.insert(keypoint.bits.x, owner: owner) }
    }

    public func likely(_ fingerprint: PictureFingerprint, kind: EvidenceKind) -> [Int] {
        kind == .orderScreenshot ? alike(fingerprint) : voted(fingerprint)
    }

    private func alike(_ fingerprint: PictureFingerprint) -> [Int] {
        wholes.hits(within: Self.screenshotRadius, of: fingerprint.perceptualHash)
            .sorted { ($0.distance, $0.owner) < ($1.distance, $1.owner) }.map { Int($0.owner) }
    }

    private func voted(_ fingerprint: PictureFingerprint) -> [Int] {
        guard let signature = PictureSignature(fingerprint) else { return [] }
        var votes = [Int](repeating: 0, count: pictures)
        var lastVoter = [Int](repeating: -1, count: pictures)
        for (voter, keypoint) in signature.keypoints.enumerated() {
            for hit in corners.hits(within: Self.cornerRadius, of: keypoint.bits.x) {
                let owner = Int(hit.owner)
                if lastVoter[owner] == voter { continue }
                lastVoter[owner] = voter
                votes[owner] += 1
            }
        }
        return votes.indices.filter { votes[$0] >= Self.fewestVotes }
            .sorted { (votes[$1], $0) < (votes[$0], $1) }
    }
}

extension ProvenanceAnalyzer {
    public func emptyIndex() -> any PictureIndexing { ReuseIndex() }

    public func mirroredFingerprint(of picture: Raster) -> PictureFingerprint {
        PictureSignature(of: picture, mirrored: true).fingerprint
    }
}
