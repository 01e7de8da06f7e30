import Evidence
import Media

/// How high the characters of a line are, by its columns: fen printed small and high after the yuan lose their point
/// when they are read, and are told by their height.
struct GlyphHeights: Sendable, Equatable {
    /// One for each glyph, from the left, pixels.
    var heights: [Int]
    /// First and last row of print in each column, from the left; nil where there is none.
    var columns: [ClosedRange<Int>?] = []

    private static let leastContrast: Float = 40
    /// Of the height of yuan: how far down small fen reach at most, how high they are at least, and how wide two of
    /// them are. The right side of a 7 hangs as high, but is narrower.
    private static let lowestFen = 0.72
    private static let leastFen = 0.3
    private static let twoFen = 0.42...1.2

    /// nil where the line has too little contrast.
    static func of(_ picture: Raster, in box: Box) -> GlyphHeights? {
        let reach = max(1, box.height / 12)
        let part = picture.cropped(
            x0: box.x0, y0: box.y0 - reach, x1: box.x1, y1: box.y1 + reach)
        let luma = part.luma()
        let sorted = luma.samples.sorted()
        let (dark, light) = (sorted[sorted.count / 20], sorted[sorted.count - 1 - sorted.count / 20])
        guard light - dark >= leastContrast else { return nil }
        let threshold = (dark + light) / 2
        let border = sorted[sorted.count / 2]
        let isDarkPrint = border > threshold
        let columns = (0..<part.width).map { x -> ClosedRange<Int>? in
            func isPrint(_ y: Int) -> Bool { (luma.samples[y * part.width + x] < threshold) == isDarkPrint }
            guard let top = (0..<part.height).first(where: isPrint),
                let bottom = (0..<part.height).last(where: isPrint)
            else { return nil }
            return top...bottom
        }
        return GlyphHeights(columns: columns)
    }

    init(columns: [ClosedRange<Int>?]) {
        self.columns = columns
        heights = columns.split(separator: nil).map { glyph in
            let rows = glyph.compactMap { $0 }
            return (rows.map(\.upperBound).max() ?? 0) - (rows.map(\.lowerBound).min() ?? 0) + 1
        }
    }

    /// Without points and specks.
    private var glyphs: [Int] {
        let tallest = heights.max() ?? 0
        return heights.filter { 10 * $0 >= 3 * tallest }
    }

    /// Number of tall glyphs before exactly two small ones; nil where the glyphs are not such a price.
    func tallRun(glyphs count: Int) -> Int? {
        guard count >= 3 else { return nil }
        if endsInSmallFen { return count - 2 }
        let glyphs = self.glyphs
        guard glyphs.count == count || glyphs.count == count + 1 else { return nil }
        // One glyph more than digits: the currency mark, which may be small.
        let digits = Array(glyphs.suffix(count))
        let (tall, small) = (digits.dropLast(2), digits.suffix(2))
        guard let least = tall.min(), let most = tall.max(), let high = small.max() else { return nil }
        return 100 * least >= 85 * most && 100 * high <= 78 * least ? count - 2 : nil
    }

    /// Behind a currency mark each digit is seen by itself, and all are of one height.
    func areEven(digits count: Int) -> Bool {
        guard glyphs.count == count + 1, !endsInSmallFen else { return false }
        let digits = glyphs.suffix(count)
        guard let least = digits.min(), let most = digits.max() else { return false }
        return 100 * least >= 85 * most
    }

    /// The print ends in something small and high, as wide as two digits of its height; also where glyphs touch.
    private var endsInSmallFen: Bool {
        let printed = columns.indices.filter { columns[$0] != nil }
        let rows = printed.compactMap { columns[$0] }
        guard let top = rows.map(\.lowerBound).min(), let bottom = rows.map(\.upperBound).max() else {
            return false
        }
        let height = Double(bottom - top + 1)
        let lowest = top + Int(GlyphHeights.lowestFen * height)
        let tail = printed.reversed().prefix { (columns[$0]?.upperBound ?? bottom) < lowest }
        guard let first = tail.last, let last = tail.first, tail.count < printed.count,
            GlyphHeights.twoFen.contains(Double(last - first + 1) / height)
        else { return false }
        let reaches = tail.compactMap { columns[$0] }
        let high = (reaches.map(\.upperBound).max() ?? 0) - (reaches.map(\.lowerBound).min() ?? 0) + 1
        return Double(high) >= GlyphHeights.leastFen * height
    }
}
