import AnalyzerKit
import Evidence
import Media

/// Compares the digits of a watermark with one another. Each finding is about a digit that differs from its neighbours in
/// a way that one program does not print: no shadow where the others have one, another height, another baseline, or
/// ground that is the same as beneath another digit.
struct EditTraces: Sendable {
    enum Kind: String, Sendable { case shadow, height, baseline, copied }

    struct Finding: Sendable {
        var kind: Kind
        var box: Box
    }

    struct Digit: Sendable {
        var character: Character
        var box: Box
        /// Brightness close to the ink, where a shadow lies, by that farther out; nil where the ground is too dark to tell.
        var shade: Float?
    }

    struct Line: Sendable {
        var segmentation: GlyphSegmentation
        var digits: [Digit]
        /// Every digit of the text was found in the picture.
        var isComplete: Bool
        var isDate: Bool
        var medianShade: Float?

        /// Below 24 pixels compression leaves too little of a digit's surroundings.
        var isLarge: Bool {
            digits.allSatisfy { $0.box.height >= 22 } && digits.contains { $0.box.height >= 24 }
        }
    }

    let lines: [Line]
    private let luma: GrayPicture

    init(_ picture: Raster, lines: [TextLine], dateBoxes: [Box]) {
        let gray = GrayPicture(luma: picture)
        // Shadows and outlines are a few pixels of a picture 1080 wide.
        let unit = max(1, Int((Float(min(picture.width, picture.height)) / 1080).rounded()))
        luma = gray
        self.lines = lines.compactMap { line in
            guard let segmentation = GlyphSegmentation(line, in: picture) else { return nil }
            let digits = segmentation.digits.map { digit in
                Digit(
                    character: digit.character, box: digit.box,
                    shade: ShadeMeasure.shade(of: digit.box, segmentation, gray, unit: unit))
            }
            let shades = digits.compactMap(\.shade).sorted()
            return Line(
                segmentation: segmentation, digits: digits,
                isComplete: digits.count == line.text.count { $0.isASCIIDigit },
                isDate: dateBoxes.contains(line.box),
                medianShade: shades.count >= 3 ? shades[shades.count / 2] : nil)
        }
    }

    func findings() -> [Finding] {
        let unit = max(1, Int((Float(min(luma.width, luma.height)) / 1080).rounded()))
        return lines.filter(\.isDate).flatMap { line in
            shadowFindings(line) + heightFindings(line) + baselineFindings(line)
                + copyFindings(line, unit: unit)
        }
    }

    // MARK: Shadow

    /// A shadow darkens the ground beside the ink to .3 … .7 of its brightness; print without one leaves .9 … 1.05, or less
    /// where the ground was filled in from shadowed neighbours.
    private static let shaded: Float = 0.75
    private static let unshaded: Float = 0.92
    private static let evenGround: Float = 1.08
    private static let gap: Float = 0.2

    private func shadowFindings(_ line: Line) -> [Finding] {
        let shades = line.digits.compactMap(\.shade).sorted()
        guard line.segmentation.isBright, line.isLarge, shades.count >= 4, let median = line.medianShade,
            let brightest = shades.last, brightest < Self.evenGround
        else { return [] }
        if median < Self.shaded { return bareDigits(line, shades) }
        // The whole line was typed anew: it has no shadow, but the watermark's other lines have.
        let others = lines.filter {
            $0.segmentation.frame != line.segmentation.frame && $0.segmentation.isBright
        }
        .compactMap(\.medianShade)
        guard median > Self.unshaded, shades[shades.count * 2 / 5] > Self.unshaded - 0.06, others.count >= 2,
            others.allSatisfy({ $0 < Self.shaded - 0.15 })
        else { return [] }
        return [Finding(kind: .shadow, box: line.segmentation.frame)]
    }

    /// One or two digits far brighter around than all others of their line.
    private func bareDigits(_ line: Line, _ shades: [Float]) -> [Finding] {
        for count in [1, 2] where shades.count >= 5 * count {
            let lowest = shades[shades.count - count]
            let next = shades[shades.count - count - 1]
            guard lowest - next >= Self.gap, next < Self.shaded, lowest >= Self.shaded else { continue }
            return line.digits.filter { ($0.shade ?? 0) >= lowest }.map {
                Finding(kind: .shadow, box: $0.box)
            }
        }
        return []
    }

    // MARK: Height

    /// Digits of one font differ by their overshoot, 3 % of the height; another font's by 10 % and more.
    private func heightFindings(_ line: Line) -> [Finding] {
        guard line.isComplete, line.digits.count >= 5 else { return [] }
        let heights = line.digits.map(\.box.height).sorted()
        let median = heights[heights.count / 2]
        guard median >= 18, heights[heights.count * 3 / 4] - heights[heights.count / 4] <= 2 else {
            return []
        }
        return line.digits.filter { $0.box.height * 100 < median * 91 - 50 }
            .map { Finding(kind: .height, box: $0.box) }
    }

    // MARK: Baseline

    /// The same digits of a line stand on the same row to the pixel. One that stands a row higher or lower than another was
    /// put there by hand, unless the whole line is tilted.
    private func baselineFindings(_ line: Line) -> [Finding] {
        guard line.isComplete, line.isLarge, line.digits.count >= 4, !isTilted(line) else { return [] }
        for (index, first) in line.digits.enumerated() where first.box.height >= 18 {
            for second in line.digits.dropFirst(index + 1) where second.character == first.character {
                if line.segmentation.isShifted(first.box, second.box) {
                    return [Finding(kind: .baseline, box: second.box)]
                }
            }
        }
        return []
    }

    private func isTilted(_ line: Line) -> Bool {
        guard let first = line.digits.first?.box, let last = line.digits.last?.box else { return true }
        let half = line.digits.count / 2
        let left = line.digits.prefix(half).map { Float($0.box.y1) }
        let right = line.digits.suffix(half).map { Float($0.box.y1) }
        let drift = right.reduce(0, +) / Float(half) - left.reduce(0, +) / Float(half)
        return abs(drift) > 0.7 || last.x0 <= first.x0
    }

    // MARK: Copied ground

    /// Two places of a photo never have the same ground, noise included; a digit pasted from elsewhere brings its own.
    private func copyFindings(_ line: Line, unit: Int) -> [Finding] {
        var findings: [Finding] = []
        guard line.isLarge else { return [] }
        for (index, first) in line.digits.enumerated() {
            for second in line.digits.dropFirst(index + 1)
            where first.character == second.character && abs(first.box.width - second.box.width) <= 2
                && abs(first.box.height - second.box.height) <= 2
            {
                let likeness = GroundComparison(
                    first.box, second.box, line.segmentation, luma, reach: max(5 * unit, first.box.height / 7)
                ).correlation
                if likeness > 0.9 { findings.append(Finding(kind: .copied, box: second.box)) }
            }
        }
        return findings
    }
}
