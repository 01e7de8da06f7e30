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
    private static let leastRows = 192
    private static let mostRows = 896

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
        let search = search(first: blur, steps: doubled ? steps : fineSteps, sigma: first)
        let parts = await crew.map(FeatureDetector.strips(luma.height)) { core in
            let strip = FeatureDetector.strip(of: luma, around: core, margin: FeatureDetector.fineMargin)
            guard doubled else {
                return features(search, luma, strip.rows, core: strip.core, scale: 1).features
            }
            let fine = luma.rows(strip.rows).doubled()
            var part = features(
                search, fine, 0..<fine.height,
                core: (strip.core.lowerBound * zoom)..<(strip.core.upperBound * zoom), scale: 0.5
            ).features
            for index in part.y.indices { part.y[index] += Float(strip.rows.lowerBound) }
            return part
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
        let strip = FeatureDetector.strip(of: octave.plane, around: core, margin: FeatureDetector.margin)
        let sigma = FeatureDetector.firstSigma
        let blur =
            octave.scale == 1
            ? GaussianBlur(sigma: FeatureDetector.added(FeatureDetector.cameraSigma, sigma)) : nil
        return features(
            search(first: blur, steps: steps, sigma: sigma), octave.plane, strip.rows, core: strip.core,
            scale: octave.scale)
    }

    private func search(first: GaussianBlur?, steps: [GaussianBlur], sigma: Float) -> OctaveSearch {
        OctaveSearch(
            first: first, steps: steps,
            sight: turns == [.none] ? GradientDescriptor.reach : GradientDescriptor.turnedReach,
            firstSigma: sigma, border: FeatureDetector.border, contrast: contrast,
            edgeRatio: FeatureDetector.edgeRatio)
    }

    private static func added(_ present: Float, _ wanted: Float) -> Float {
        (wanted * wanted - present * present).squareRoot()
    }

    /// Two at least, so that two can work; few, as each is blurred with a margin.
    private static func strips(_ height: Int) -> [Range<Int>] {
        let rows = max(leastRows, min(mostRows, (height + 1) / 2))
        return stride(from: 0, to: height, by: rows).map { $0..<min(height, $0 + rows) }
    }

    /// Rows of a plane with a margin that blurs and descriptors reach into; `core` are those asked for, counted in it.
    private static func strip(of plane: Plane, around core: Range<Int>, margin: Int) -> (
        rows: Range<Int>, core: Range<Int>
    ) {
        let first = max(0, core.lowerBound - margin)
        return (
            first..<min(plane.height, core.upperBound + margin),
            (core.lowerBound - first)..<(core.upperBound - first)
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

    /// Those of one strip of one octave.
    private func features(
        _ search: OctaveSearch, _ plane: Plane, _ strip: Range<Int>, core: Range<Int>, scale: Float
    ) -> Part {
        let top = strip.lowerBound
        let octaveLog = Approximation.log2(scale)
        let firstLog = Approximation.log2(search.firstSigma)
        var found = FeatureSet()
        var descriptor = GradientDescriptor()
        var seed = Seed(width: plane.width, rows: core, top: top)
        plane.samples.withUnsafeBufferPointer { samples in
            search.run(
                UnsafeBufferPointer(
                    rebasing: samples[(top * plane.width)..<(strip.upperBound * plane.width)]),
                width: plane.width, height: strip.count, rows: core,
                seen: { y, row in seed.take(row, y) },
                visit: { place, levels in
                    let logSigma = firstLog + place.layer / Float(FeatureDetector.scales)
                    let level = min(FeatureDetector.scales, max(1, Int(place.layer.rounded())))
                    for turn in turns {
                        found.x.append(place.x * scale)
                        found.y.append((Float(place.row + top) + place.below) * scale)
                        found.logSize.append(logSigma + octaveLog)
                        found.response.append(place.response)
                        descriptor.append(
                            around: place.x, place.y, sigma: Approximation.exp2(logSigma), turn: turn,
                            level: level, of: levels, to: &found.descriptors)
                    }
                })
        }
        return Part(features: found, seed: seed.plane)
    }

    /// Every second sample of every second row of a strip.
    private struct Seed {
        private let rows: Range<Int>
        private let top: Int
        private var line = 0
        private(set) var plane: Plane

        init(width: Int, rows: Range<Int>, top: Int) {
            self.rows = rows
            self.top = top
            let chosen = rows.count { ($0 + top) % 2 == 0 }
            plane = Plane(width: max(1, width / 2), height: max(1, chosen))
        }

        mutating func take(_ row: UnsafePointer<Float>, _ y: Int) {
            guard rows.contains(y), (y + top) % 2 == 0 else { return }
            let start = line * plane.width
            for x in 0..<plane.width { plane.samples[start + x] = row[2 * x] }
            line += 1
        }
    }
}
