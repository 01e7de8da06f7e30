/// Cans, bottles and jars seldom stand with their label's middle to the front. A pack that is round about its upright
/// axis shows at the place u of a row (−1 at its left edge, 1 at its right) what the pack shot shows at
/// sin(asin u + turn).
struct RoundPackTurn: Sendable, Equatable {
    let sine: Float
    let cosine: Float

    /// 10° and 20° to either side; alignment does the rest.
    static let all = [
        RoundPackTurn(sine: -0.342_02, cosine: 0.939_69), RoundPackTurn(sine: -0.173_65, cosine: 0.984_81),
        RoundPackTurn(sine: 0.173_65, cosine: 0.984_81), RoundPackTurn(sine: 0.342_02, cosine: 0.939_69),
    ]

    /// Cosine of the steepest angle at which the pack shot still shows something of its side.
    private static let steepest: Float = 0.2

    /// Where the pack shot shows what stands at `place` of a row; nil where it does not.
    func source(_ place: Float) -> Float? {
        let depth = max(0, 1 - place * place).squareRoot()
        guard depth * cosine - place * sine > RoundPackTurn.steepest else { return nil }
        return place * cosine + depth * sine
    }
}

extension ProductTemplate {
    /// The pack as it looks turned about its upright axis. Each row is a circle as wide as the outline there.
    func turned(_ turn: RoundPackTurn) -> ProductTemplate {
        var picture = thumbnail
        for y in 0..<Thumbnail.height {
            let row = y * picture.width
            let mask = storedMask[row..<(row + picture.width)]
            guard let first = mask.firstIndex(of: 1), let last = mask.lastIndex(of: 1), last > first + 2
            else { continue }
            let middle = Float(first + last) / 2
            let radius = Float(last - first + 1) / 2
            for index in first...last where thumbnail.weight[index] > 0 {
                guard let source = turn.source((Float(index) - middle) / radius) else {
                    picture.weight[index] = 0
                    continue
                }
                let place = max(Float(first), min(Float(last), middle + source * radius))
                let left = min(last - 1, Int(place))
                let share = place - Float(left)
                guard thumbnail.weight[share < 0.5 ? left : left + 1] > 0 else {
                    picture.weight[index] = 0
                    continue
                }
                let colour = thumbnail.colours[left]
                picture.colours[index] = colour + (thumbnail.colours[left + 1] - colour) * share
            }
        }
        return ProductTemplate(self, showing: picture)
    }
}
