import Media

/// Extrema of differences of Gaussians over position and scale (Lowe 2004), three scales an octave, with upright
/// descriptors. Works in strips, so that memory stays small.
struct FeatureDetector {
    static let scales = 3
    private static let firstSigma: Float = 1.6
    /// Blur that a photo is assumed to have already.
    private static let cameraSigma: Float = 0.5
    private static let border = 5
    private static let edgeRatio: Float = 10
    /// Rows around a strip that its blurs and descriptors reach into.
    private static let margin = 64
    private static let stripRows = 448

    /// Least contrast in 0…255, as OpenCV counts it (its contrastThreshold × 255).
    let contrast: Float

    /// Each feature is described once for each of these; its rows follow each other in this order.
    let turns: [Turn]

    private var descriptor = GradientDescriptor()

    init(contrast: Float = 5.1, turns: [Turn] = [.none]) {
        self.contrast = contrast
        self.turns = turns
    }

    /// Features from about 1.9 px (standard deviation) up.
    mutating func features(of luma: Plane) -> FeatureSet {
        var found = FeatureSet()
        let blur = FeatureDetector.added(FeatureDetector.cameraSigma, FeatureDetector.firstSigma)
        var next = Plane(width: max(1, luma.width / 2), height: max(1, luma.height / 2))
        var y = 0
        while y < luma.height {
            let core = y..<min(luma.height, y + FeatureDetector.stripRows)
            let first = max(0, core.lowerBound - FeatureDetector.margin)
            let strip = luma.rows(first..<(core.upperBound + FeatureDetector.margin)).blurred(sigma: blur)
            let inside = (core.lowerBound - first)..<(core.upperBound - first)
            let seed = search(strip, rows: inside, top: first, scale: 1, into: &found)
            copyDecimated(seed, rows: inside, from: core.lowerBound, into: &next)
            y = core.upperBound
        }
        var scale: Float = 2
        while min(next.width, next.height) >= 24 {
            let seed = search(next, rows: 0..<next.height, top: 0, scale: scale, into: &found)
            next = seed.decimated()
            scale *= 2
        }
        return found
    }

    /// Only the octave below: features of about 0.9 to 1.9 px, for products that are small on the photo.
    mutating func fineFeatures(of luma: Plane, rows wanted: Range<Int>) -> FeatureSet {
        var found = FeatureSet()
        let blur = FeatureDetector.added(FeatureDetector.cameraSigma * 2, FeatureDetector.firstSigma)
        let margin = FeatureDetector.margin / 2
        var y = max(0, wanted.lowerBound)
        let end = min(luma.height, wanted.upperBound)
        while y < end {
            let core = y..<min(end, y + FeatureDetector.stripRows / 2)
            let first = max(0, core.lowerBound - margin)
            let strip = luma.rows(first..<(core.upperBound + margin)).doubled().blurred(sigma: blur)
            let inside = ((core.lowerBound - first) * 2)..<((core.upperBound - first) * 2)
            _ = search(strip, rows: inside, top: first * 2, scale: 0.5, into: &found)
            y = core.upperBound
        }
        return found
    }

    private static func added(_ present: Float, _ wanted: Float) -> Float {
        (wanted * wanted - present * present).squareRoot()
    }

    private func copyDecimated(_ seed: Plane, rows: Range<Int>, from top: Int, into next: inout Plane) {
        for y in rows where (top + y - rows.lowerBound) % 2 == 0 {
            let target = (top + y - rows.lowerBound) / 2
            guard target < next.height else { continue }
            for x in 0..<next.width {
                next.samples[target * next.width + x] = seed.samples[y * seed.width + 2 * x]
            }
        }
    }

    /// One octave; returns the image with twice the blur, the seed of the next.
    private mutating func search(
        _ base: Plane, rows: Range<Int>, top: Int, scale: Float, into found: inout FeatureSet
    ) -> Plane {
        var levels = [base]
        let step = Approximation.exp2(1 / Float(FeatureDetector.scales))
        var sigma = FeatureDetector.firstSigma
        for _ in 1..<(FeatureDetector.scales + 3) {
            levels.append(
                levels[levels.count - 1].blurred(sigma: FeatureDetector.added(sigma, sigma * step)))
            sigma *= step
        }
        let octave = DifferenceOctave(levels)
        let octaveLog = Approximation.log2(scale)
        for place in octave.extrema(
            rows: rows, border: FeatureDetector.border, contrast: contrast,
            edgeRatio: FeatureDetector.edgeRatio)
        {
            let logSigma =
                Approximation.log2(FeatureDetector.firstSigma) + place.layer / Float(FeatureDetector.scales)
            let level = min(FeatureDetector.scales, max(1, Int(place.layer.rounded())))
            levels[level].samples.withUnsafeBufferPointer { plane in
                for turn in turns {
                    found.x.append(place.x * scale)
                    found.y.append((place.y + Float(top)) * scale)
                    found.logSize.append(logSigma + octaveLog)
                    found.response.append(place.response)
                    descriptor.append(
                        around: place.x, place.y, sigma: Approximation.exp2(logSigma), turn: turn, in: plane,
                        width: base.width, height: base.height, to: &found.descriptors)
                }
            }
        }
        return levels[FeatureDetector.scales]
    }
}
