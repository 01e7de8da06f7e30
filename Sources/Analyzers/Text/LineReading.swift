import AnalyzerKit
import Evidence
import Media

/// What the recogniser made of one line.
struct LineReading: Equatable, Sendable {
    var characters: [ReadCharacter] = []

    /// A mean below this is noise that looked like print.
    private static let leastConfidence = 0.5
    /// Of length to height, from which on the rectangle round a line leans as its print does.
    private static let leastElongation: Float = 2

    /// nil where the reading is too doubtful to be told.
    func line(at place: Quadrilateral, in picture: Raster) -> TextLine? {
        let inner = trimmed
        guard !inner.isEmpty else { return nil }
        let confidence = inner.reduce(0) { $0 + $1.probability } / Double(inner.count)
        guard confidence >= LineReading.leastConfidence else { return nil }
        let text = inner.map(\.text).joined()
        return TextLine(
            text: text, box: LineReading.box(place, in: picture),
            confidence: LineReading.rounded(Float(confidence)),
            // Marks that combine with the character before them would put the list out of step with the text.
            characters: text.count == inner.count ? Array(inner) : [],
            slope: LineReading.slope(place))
    }

    private var trimmed: ArraySlice<ReadCharacter> {
        let isPrint: (ReadCharacter) -> Bool = { $0.text != " " }
        guard let first = characters.firstIndex(where: isPrint),
            let last = characters.lastIndex(where: isPrint)
        else { return [] }
        return characters[first...last]
    }

    /// nil for print that is no longer than high: the sides of its rectangle may be anything.
    private static func slope(_ place: Quadrilateral) -> Double? {
        let along = (place.topRight - place.topLeft) + (place.bottomRight - place.bottomLeft)
        guard place.width >= leastElongation * place.height, along.x > abs(along.y) else { return nil }
        return Double(along.y / along.x)
    }

    private static func box(_ place: Quadrilateral, in picture: Raster) -> Box {
        let low = place.corners.reduce(SIMD2<Float>(repeating: .infinity), pointwiseMin)
        let high = place.corners.reduce(SIMD2<Float>(repeating: -.infinity), pointwiseMax)
        return Box(
            x0: Int(low.x), y0: Int(low.y), x1: min(picture.width, Int(high.x) + 1),
            y1: min(picture.height, Int(high.y) + 1))
    }

    /// Four decimals: what lies below is the machine's, not the picture's.
    static func rounded(_ probability: Float) -> Double { (Double(probability) * 10_000).rounded() / 10_000 }
}
