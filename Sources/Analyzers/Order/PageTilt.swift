import AnalyzerKit
import Evidence

/// How a page leans in its picture: a screenshot that was turned a little, or photographed from a screen.
///
/// A price stands far to the right of its label; on a page that leans by 2° it is as high as the label of the next
/// row. Rows are therefore built on the page laid straight, and the places found are told in the picture as it is.
/// Photographed from the side or from below, rows do not even lean alike: they meet in a point far away.
struct PageTilt {
    /// Pixels by which print in the middle of the picture falls for each pixel to the right; 0 on a level page.
    let slope: Double
    /// One through the distance, to the right, of the point where rows meet; 0 where they are parallel.
    private let convergence: Double
    private let width: Int
    private let height: Int
    private let cosine: Double

    /// The slope of half a degree: below it rows are told apart as they are, and strokes still stand on their lines.
    private static let least = 0.0087
    /// The slope of 30 degrees: beyond it a box says little about the print inside it.
    private static let most = 0.577
    private static let leastLines = 3
    private static let largestSide = 1_000_000

    /// The middle one of the slopes of the lines, the long ones counting for more; the pencil of rows where the lines
    /// prove one.
    init(_ input: OrderInput) {
        width = min(max(input.width, 0), Self.largestSide)
        height = min(max(input.height, 0), Self.largestSide)
        if let pencil = RowPencil(input.lines, width: width, height: height), abs(pencil.slope) <= Self.most {
            (slope, convergence) = (pencil.slope, pencil.convergence)
            cosine = 1 / (1 + slope * slope).squareRoot()
            return
        }
        convergence = 0
        let slopes = input.lines.compactMap { line in
            line.slope.map { (slope: $0, weight: Double(line.box.x1) - Double(line.box.x0)) }
        }.filter { $0.slope.isFinite && $0.weight > 0 }.sorted { $0 < $1 }
        let half = slopes.reduce(0) { $0 + $1.weight } / 2
        var sum = 0.0
        let middle = slopes.first { line in
            sum += line.weight
            return sum >= half
        }
        if slopes.count >= Self.leastLines, let middle, (Self.least...Self.most).contains(abs(middle.slope)) {
            slope = middle.slope
        } else {
            slope = 0
        }
        cosine = 1 / (1 + slope * slope).squareRoot()
    }

    var isLevel: Bool { slope == 0 && convergence == 0 }

    /// By how much print in this box falls for each pixel to the right.
    func slope(of box: Box) -> Double {
        let (x, y) = fromCentre(Double(box.x0 + box.x1) / 2, Double(box.y0 + box.y1) / 2)
        return (slope - convergence * y) / (1 - convergence * x)
    }

    /// The piece where it stands on the page laid straight, without the height that leaning adds to its box.
    func straightened(_ piece: Piece) -> Piece {
        guard !isLevel else { return piece }
        let box = piece.box
        let (x, y) = fromCentre(Double(box.x0 + box.x1) / 2, Double(box.y0 + box.y1) / 2)
        let (outerWidth, outerHeight) = (Double(box.x1 - box.x0), Double(box.y1 - box.y0))
        let fall = slope(of: box)
        let rise = abs(fall)
        // A box round a turned rectangle is `w + h·rise` by `w·rise + h`, both times the cosine.
        let spread = (1 - rise * rise) / (1 + rise * rise).squareRoot()
        let innerWidth = max(1, (outerWidth - outerHeight * rise) / spread)
        let innerHeight = max(1, (outerHeight - outerWidth * rise) / spread)
        let centre = (x: cosine * (x + slope * y), y: cosine * (y - fall * x))
        var straight = piece
        straight.isAtEdge = box.y0 <= 1 || box.y1 >= height - 1
        straight.box = Box(
            x0: Int((centre.x - innerWidth / 2 + Double(width) / 2).rounded()),
            y0: Int((centre.y - innerHeight / 2 + Double(height) / 2).rounded()),
            x1: Int((centre.x + innerWidth / 2 + Double(width) / 2).rounded()),
            y1: Int((centre.y + innerHeight / 2 + Double(height) / 2).rounded()))
        let scale = Double(straight.box.x1 - straight.box.x0) / max(1, outerWidth)
        for index in piece.glyphs.indices {
            let glyph = piece.glyphs[index]
            straight.glyphs[index].x0 = Double(straight.box.x0) + (glyph.x0 - Double(box.x0)) * scale
            straight.glyphs[index].x1 = Double(straight.box.x0) + (glyph.x1 - Double(box.x0)) * scale
        }
        return straight
    }

    /// The upright box, in the picture, round a box of the page laid straight.
    func inPicture(_ box: Box) -> Box {
        guard !isLevel else { return box }
        var (x0, y0) = (Double.infinity, Double.infinity)
        var (x1, y1) = (-Double.infinity, -Double.infinity)
        for cornerX in [box.x0, box.x1] {
            for cornerY in [box.y0, box.y1] {
                let (across, down) = fromCentre(Double(cornerX), Double(cornerY))
                let (x, y) = fromStraight(across / cosine, down / cosine)
                let corner = (x: x + Double(width) / 2, y: y + Double(height) / 2)
                (x0, x1) = (min(x0, corner.x), max(x1, corner.x))
                (y0, y1) = (min(y0, corner.y), max(y1, corner.y))
            }
        }
        return Box(
            x0: max(0, Int(x0.rounded(.down))), y0: max(0, Int(y0.rounded(.down))),
            x1: min(width, Int(x1.rounded(.up))), y1: min(height, Int(y1.rounded(.up))))
    }

    /// Undoes `x + slope·y` and `y − fall·x`, where the fall is that of the place itself.
    private func fromStraight(_ across: Double, _ down: Double) -> (x: Double, y: Double) {
        let x = (across - slope * down) / (1 + slope * slope - slope * convergence * down)
        return (x, slope * x + down * (1 - convergence * x))
    }

    private func fromCentre(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        (x - Double(width) / 2, y - Double(height) / 2)
    }
}
