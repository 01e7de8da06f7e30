import Evidence
import Media

/// How high the characters of a line are, by its columns: fen printed small and high after the yuan lose their point
/// when they are read, and are told by their height.
struct GlyphHeights: Sendable, Equatable {
    /// One for each glyph, from the left, pixels.
    var heights: [Int]

    private static let leastContrast: Float = 40

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
        var heights: [Int] = []
        var (top, bottom) = (Int.max, -1)
        for x in 0..<part.width {
            var any = false
            for y in 0..<part.height {
                let isPrint = (luma.samples[y * part.width + x] < threshold) == isDarkPrint
                guard isPrint else { continue }
                any = true
                top = min(top, y)
                bottom = max(bottom, y)
            }
            if !any || x == part.width - 1, bottom >= 0 {
                heights.append(bottom - top + 1)
                (top, bottom) = (Int.max, -1)
            }
        }
        return GlyphHeights(heights: heights)
    }

    /// Without points and specks.
    private var glyphs: [Int] {
        let tallest = heights.max() ?? 0
        return heights.filter { 10 * $0 >= 3 * tallest }
    }

    /// Number of tall glyphs before exactly two small ones; nil where the glyphs are not such a price.
    func tallRun(glyphs count: Int) -> Int? {
        let glyphs = self.glyphs
        guard glyphs.count == count || glyphs.count == count + 1, count >= 3 else { return nil }
        // One glyph more than digits: the currency mark, which may be small.
        let digits = Array(glyphs.suffix(count))
        let (tall, small) = (digits.dropLast(2), digits.suffix(2))
        guard let least = tall.min(), let most = tall.max(), let high = small.max() else { return nil }
        return 100 * least >= 85 * most && 100 * high <= 78 * least ? count - 2 : nil
    }

    /// All glyphs but a currency mark in front are of one height.
    var isEven: Bool {
        let glyphs = self.glyphs.dropFirst(self.glyphs.count > 1 ? 1 : 0)
        guard let least = glyphs.min(), let most = glyphs.max() else { return false }
        return 100 * least >= 85 * most
    }
}
