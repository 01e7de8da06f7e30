import Media

/// Extrema of differences of Gaussians over position and scale (Lowe 2004), three scales an octave, with upright
/// descriptors. Works in strips, so that memory stays small.
struct FeatureDetector {
    static let scales = 3
    private static let firstSigma: Float = 1.6
    /// Half of it, for the octave below, at the same sampling: still blurred enough not to alias (exp(−σ²π²/2) = 4 %).
    private static let fineSigma: Float = 0.8
    /// Blur that a photo is assumed to have already.
    private static let cameraSigma: Float = 0.5
    private static let border = 5
    private static let edgeRatio: Float = 10
    /// Rows around a strip that its blurs and descriptors reach into.
    private static let margin = 64
    private static let fineMargin = 32
    private static let stripRows = 448

    /// Least contrast in 0…255, as OpenCV counts it (its contrastThreshold × 255).
    let contrast: Float
    static let usualContrast: Float = 5.1

    /// Each feature is described once for each of these; its rows follow each other in this order.
    let turns: [Turn]

    /// From each blur of an octave to the next.
    private let steps: [GaussianBlur]
    private let fineSteps: [GaussianBlur]

    init(contrast: Float = FeatureDetector.usualContrast, turns: [Turn] = [.none]) {
        self.contrast = contrast
        self.turns = turns
        steps = FeatureDetector.steps(from: FeatureDetector.firstSigma)
        fineSteps = FeatureDetector.steps(from: FeatureDetector.fineSigma)
    }

    private static func steps(from first: Float) -> [GaussianBlur] {
        let step = Approximation.exp2(1 / Float(scales))
        var sigma = first
        return (1..<(scales + 3)).map { _ in
            let blur = GaussianBlur(sigma: added(sigma, sigma * step))
            sigma *= step
            return blur
        }
    }

    /// Features from about 1.9 px (standard deviation) up.
    func features(of luma: Plane) -> FeatureSet {
        var found = FeatureSet()
        var octave: Octave? = Octave(plane: luma, scale: 1)
        while let present = octave {
            let parts = present.strips.map { part(of: present, $0) }
            for part in parts { found.append(part.features) }
            octave = present.next(parts)
        }
        return found
    }

    /// - Parameter crew: strips that are worked on at once; the result does not depend on it.
    func features(of luma: Plane, crew: Crew) async -> FeatureSet {
        var found = FeatureSet()
        var octave: Octave? = Octave(plane: luma, scale: 1)
        while let present = octave {
            let parts = await crew.map(present.strips) { part(of: present, $0) }
            for part in parts { found.append(part.features) }
            octave = present.next(parts)
        }
        return found
    }

    /// Only the octave below: features of about 0.9 to 1.9 px, for products that are small on the photo.
    /// - Parameter doubled: on a grid twice as fine. Places are exact to fractions of a pixel then, at four times the
    ///   work: for small photos.
    func fineFeatures(of luma: Plane, doubled: Bool, crew: Crew) async -> FeatureSet {
        let zoom = doubled ? 2 : 1
        let first = doubled ? FeatureDetector.firstSigma : FeatureDetector.fineSigma
        let blur = GaussianBlur(
            sigma: FeatureDetector.added(FeatureDetector.cameraSigma * Float(zoom), first))
        let steps = doubled ? steps : fineSteps
        let parts = await crew.map(FeatureDetector.strips(luma.height)) { core in
            let strip = FeatureDetector.cut(luma, around: core, margin: FeatureDetector.fineMargin)
            return search(
                blur.applied(to: doubled ? strip.plane.doubled() : strip.plane), steps: steps,
                firstSigma: first,
                rows: (strip.rows.lowerBound * zoom)..<(strip.rows.upperBound * zoom),
                top: strip.top * zoom, scale: 1 / Float(zoom)
            ).features
        }
        var found = FeatureSet()
        for part in parts { found.append(part) }
        return found
    }

    /// One doubling of scale.
    private struct Octave: Sendable {
        let plane: Plane
        let scale: Float

        var strips: [Range<Int>] { FeatureDetector.strips(plane.height) }

        /// The next one, from the seeds; nil where it would be too small.
        func next(_ parts: [Part]) -> Octave? {
            var half = Plane(width: max(1, plane.width / 2), height: max(1, plane.height / 2))
            guard min(half.width, half.height) >= 24 else { return nil }
            for (core, part) in zip(strips, parts) {
                FeatureDetector.place(part.seed, of: core, into: &half)
            }
            return Octave(plane: half, scale: scale * 2)
        }
    }

    private func part(of octave: Octave, _ core: Range<Int>) -> Part {
        let strip = FeatureDetector.cut(octave.plane, around: core, margin: FeatureDetector.margin)
        var base = strip.plane
        if octave.scale == 1 {
            let sigma = FeatureDetector.added(FeatureDetector.cameraSigma, FeatureDetector.firstSigma)
            base = GaussianBlur(sigma: sigma).applied(to: base)
        }
        return search(
            base, steps: steps, firstSigma: FeatureDetector.firstSigma, rows: strip.rows, top: strip.top,
            scale: octave.scale)
    }

    private static func added(_ present: Float, _ wanted: Float) -> Float {
        (wanted * wanted - present * present).squareRoot()
    }

    private static func strips(_ height: Int) -> [Range<Int>] {
        stride(from: 0, to: height, by: stripRows).map { $0..<min(height, $0 + stripRows) }
    }

    /// Rows with a margin that blurs and descriptors reach into; `rows` are those asked for, counted in the strip.
    private static func cut(_ plane: Plane, around core: Range<Int>, margin: Int) -> (
        plane: Plane, rows: Range<Int>, top: Int
    ) {
        let first = max(0, core.lowerBound - margin)
        return (
            plane.rows(first..<(core.upperBound + margin)),
            (core.lowerBound - first)..<(core.upperBound - first), first
        )
    }

    /// What one strip of an octave gives.
    private struct Part: Sendable {
        var features: FeatureSet
        /// The rows asked for with twice the blur, every second sample of every second row: the next octave.
        var seed: Plane
    }

    private static func place(_ seed: Plane, of core: Range<Int>, into next: inout Plane) {
        let first = (core.lowerBound + 1) / 2
        for y in 0..<seed.height where first + y < next.height {
            for x in 0..<next.width {
                next.samples[(first + y) * next.width + x] = seed.samples[y * seed.width + x]
            }
        }
    }

    /// One strip of one octave.
    private func search(
        _ base: Plane, steps: [GaussianBlur], firstSigma: Float, rows: Range<Int>, top: Int, scale: Float
    ) -> Part {
        let octave = DifferenceOctave(base, steps: steps)
        let places = octave.extrema(
            rows: rows, border: FeatureDetector.border, contrast: contrast,
            edgeRatio: FeatureDetector.edgeRatio)
        let octaveLog = Approximation.log2(scale)
        let firstLog = Approximation.log2(firstSigma)
        let area = base.width * base.height
        return octave.withSamples { all in
            var found = FeatureSet()
            found.reserve(places.count * turns.count)
            var descriptor = GradientDescriptor()
            for place in places {
                let logSigma = firstLog + place.layer / Float(FeatureDetector.scales)
                let level = min(FeatureDetector.scales, max(1, Int(place.layer.rounded())))
                let plane = UnsafeBufferPointer(rebasing: all[(level * area)..<((level + 1) * area)])
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
            return Part(
                features: found, seed: seed(all, rows: rows, top: top, width: base.width, area: area))
        }
    }

    private func seed(
        _ all: UnsafeBufferPointer<Float>, rows: Range<Int>, top: Int, width: Int, area: Int
    ) -> Plane {
        let chosen = rows.filter { ($0 + top) % 2 == 0 }
        let newWidth = max(1, width / 2)
        var seed = Plane(width: newWidth, height: max(1, chosen.count))
        for (line, y) in chosen.enumerated() {
            let row = FeatureDetector.scales * area + y * width
            for x in 0..<newWidth { seed.samples[line * newWidth + x] = all[row + min(width - 1, 2 * x)] }
        }
        return seed
    }
}
