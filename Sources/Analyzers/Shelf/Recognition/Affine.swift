import Evidence
import Media

/// x' = a·x + b·y + x0, y' = c·x + d·y + y0; pixel centres are whole numbers.
struct Affine: Sendable, Equatable {
    var a: Float
    var b: Float
    var c: Float
    var d: Float
    var x0: Float
    var y0: Float

    static let identity = Affine(a: 1, b: 0, c: 0, d: 1, x0: 0, y0: 0)

    var determinant: Float { a * d - b * c }

    @inline(__always)
    func applied(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
        (a * x + b * y + x0, c * x + d * y + y0)
    }

    /// Where whole numbers (x, y) come to stand.
    var grid: SampleGrid {
        SampleGrid(origin: SIMD2(x0, y0), across: SIMD2(a, c), down: SIMD2(b, d))
    }

    /// First `inner`, then this one.
    func after(_ inner: Affine) -> Affine {
        Affine(
            a: a * inner.a + b * inner.c, b: a * inner.b + b * inner.d, c: c * inner.a + d * inner.c,
            d: c * inner.b + d * inner.d, x0: a * inner.x0 + b * inner.y0 + x0,
            y0: c * inner.x0 + d * inner.y0 + y0)
    }

    func inverse() -> Affine? {
        let area = determinant
        guard abs(area) > 1e-8 else { return nil }
        return Affine(
            a: d / area, b: -b / area, c: -c / area, d: a / area, x0: (b * y0 - d * x0) / area,
            y0: (c * x0 - a * y0) / area)
    }
}

/// A rectangle between pixel borders, fractions allowed.
struct Frame: Sendable, Equatable {
    var x0: Float
    var y0: Float
    var x1: Float
    var y1: Float

    var width: Float { max(0, x1 - x0) }
    var height: Float { max(0, y1 - y0) }
    var area: Float { width * height }
    var centreX: Float { (x0 + x1) / 2 }
    var centreY: Float { (y0 + y1) / 2 }

    func common(_ other: Frame) -> Float {
        let width = min(x1, other.x1) - max(x0, other.x0)
        let height = min(y1, other.y1) - max(y0, other.y0)
        return width > 0 && height > 0 ? width * height : 0
    }

    func overlap(_ other: Frame) -> Float {
        let shared = common(other)
        return shared / max(1e-6, area + other.area - shared)
    }

    func cut(width: Int, height: Int) -> Frame {
        Frame(
            x0: max(0, min(Float(width), x0)), y0: max(0, min(Float(height), y0)),
            x1: max(0, min(Float(width), x1)), y1: max(0, min(Float(height), y1)))
    }

    /// Whole pixels of a picture `scale` times as large.
    func box(scale: Float, width: Int, height: Int) -> Box {
        let left = max(0, min(width - 1, Int((x0 * scale).rounded())))
        let top = max(0, min(height - 1, Int((y0 * scale).rounded())))
        return Box(
            x0: left, y0: top, x1: max(left + 1, min(width, Int((x1 * scale).rounded()))),
            y1: max(top + 1, min(height, Int((y1 * scale).rounded()))))
    }
}
