public import AnalyzerKit
public import Evidence
import Media

/// Recognises products, rows, gaps and planogram slots on a shelf photo.
public struct ShelfAnalyzer: Analyzer {
    /// Pixels that a photo is worked on with; larger ones are reduced first.
    private static let mostPixels = 4_200_000

    public let identity = AnalyzerIdentity(name: "shelf", version: "2.2")
    private let index: CatalogueIndex
    private let categories: [SKU: String]

    /// What it can name.
    public var products: [SKU] { index.products }

    /// - Parameter categories: of the products that have one, for their share of the shelf.
    public init(index: CatalogueIndex, categories: [SKU: String] = [:]) {
        self.index = index
        self.categories = categories
    }

    public func analyze(_ input: ShelfInput) async throws(AnalysisError) -> ShelfFindings {
        try await analyze(input, keepingCandidates: false)
    }

    /// - Parameter keepingCandidates: also list everything that was considered.
    public func analyze(
        _ input: ShelfInput, keepingCandidates: Bool
    ) async throws(AnalysisError) -> ShelfFindings {
        let photo = input.photo
        var findings = ShelfFindings(
            width: photo.width, height: photo.height, quality: PhotoQuality.assess(photo), analyzer: identity)
        guard min(photo.width, photo.height) >= 32 else { return unassessed(findings, input.planogram) }
        let working = ShelfAnalyzer.reduced(photo)
        let scale = Float(photo.width) / Float(working.width)
        let result = await Recogniser(index: index).recognise(working)
        let confidences = result.detections.map { Confidence.of($0) }
        let seen = result.detections.indices.filter { confidences[$0] >= Confidence.review }
        // Promotion material stands before goods and boards: it is no part of a row.
        let kept = seen.filter { !index.isPoster(result.detections[$0].sku) }
        let reading = ShelfReading(
            kept.map { result.detections[$0] },
            accepted: kept.map { confidences[$0] >= Confidence.accept }, pyramid: result.pyramid)
        func box(_ frame: Frame) -> Box { frame.box(scale: scale, width: photo.width, height: photo.height) }
        for (place, number) in zip(reading.placed, kept) {
            let facing = ShelfFindings.Facing(
                sku: index.skus[place.detection.sku], box: box(place.detection.frame),
                confidence: rounded(confidences[number]), row: place.row)
            if place.accepted { findings.facings.append(facing) } else { findings.review.append(facing) }
        }
        findings.facings.sort(by: ShelfAnalyzer.reads)
        findings.review.sort(by: ShelfAnalyzer.reads)
        findings.gaps = reading.gaps.map { ShelfFindings.Gap(box: box($0.frame), row: $0.row) }
        findings.unknown = reading.unknown.map { ShelfFindings.UnknownProduct(box: box($0.frame)) }
        let share = ShelfShare(findings.facings, unknown: findings.unknown.map(\.box))
        findings.shares = share.products()
        findings.categories = share.categories(categories)
        if index.forms.contains(.poster) {
            findings.posters = seen.filter { index.isPoster(result.detections[$0].sku) }.map { number in
                let detection = result.detections[number]
                return ShelfFindings.Poster(
                    id: index.skus[detection.sku], box: box(detection.frame),
                    confidence: rounded(confidences[number]))
            }.filter { $0.confidence >= Confidence.accept }.sorted {
                ($0.box.y0, $0.box.x0, $0.id.rawValue) < ($1.box.y0, $1.box.x0, $1.id.rawValue)
            }
        }
        if keepingCandidates {
            findings.candidates = zip(result.detections, confidences).map { detection, confidence in
                ShelfFindings.Facing(
                    sku: index.skus[detection.sku], box: box(detection.frame),
                    confidence: rounded(confidence),
                    row: nil)
            }
        }
        if let planogram = input.planogram {
            let observed = ExpectedPacks(verifier: result.verifier).confirmed(
                in: reading.observed(index, pyramid: result.pyramid), planogram)
            compare(observed, planogram, scale, &findings)
        }
        return findings
    }

    private func compare(
        _ observed: ObservedShelf, _ planogram: Planogram, _ scale: Float, _ findings: inout ShelfFindings
    ) {
        guard !findings.facings.isEmpty || !findings.review.isEmpty else {
            findings = unassessed(findings, planogram)
            return
        }
        findings.slots = PlanogramComparison.slots(planogram, observed).map { slot in
            var slot = slot
            slot.box = slot.box.map {
                Frame(x0: Float($0.x0), y0: Float($0.y0), x1: Float($0.x1), y1: Float($0.y1))
                    .box(scale: scale, width: findings.width, height: findings.height)
            }
            return slot
        }
        let basis = ShelfScore.basis(findings.slots, planogram: planogram, facings: findings.facings)
        findings.basis = basis
        findings.counts = basis.counts
        findings.score = ShelfScore.score(basis.counts)
    }

    /// Nothing was recognised, so nothing planned can be judged.
    private func unassessed(_ findings: ShelfFindings, _ planogram: Planogram?) -> ShelfFindings {
        guard let planogram else { return findings }
        var findings = findings
        findings.slots = planogram.rows.enumerated().flatMap { row, runs in
            runs.flatMap { [SKU](repeating: $0.sku, count: max(0, min(200, $0.facings))) }.enumerated().map {
                ShelfFindings.Slot(row: row, index: $0, sku: $1, status: .notAssessable)
            }
        }
        findings.counts = ShelfFindings.Counts()
        return findings
    }

    private static func reduced(_ photo: Raster) -> Raster {
        let pixels = photo.width * photo.height
        guard pixels > mostPixels else { return photo }
        let scale = (Double(mostPixels) / Double(pixels)).squareRoot()
        return photo.resized(
            width: max(1, Int(Double(photo.width) * scale)), height: max(1, Int(Double(photo.height) * scale))
        )
    }

    private static func reads(_ first: ShelfFindings.Facing, before second: ShelfFindings.Facing) -> Bool {
        let one = (first.row ?? .max, first.box.x0, first.box.y0, first.sku.rawValue)
        return one < (second.row ?? .max, second.box.x0, second.box.y0, second.sku.rawValue)
    }

    private func rounded(_ value: Double) -> Double { (value * 10000).rounded() / 10000 }
}
