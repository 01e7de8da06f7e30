import Evidence
import Media

/// A part of the photo below a board, along its slope: `x` in photo pixels, `depth` in pixels below the board's edge.
struct BoardPatch: Sendable, Equatable {
    var board: Int
    var x0: Float
    var x1: Float
    /// From the facings' bottom edge downwards; may be negative.
    var depth0: Float
    var depth1: Float

    var width: Float { x1 - x0 }
    var height: Float { depth1 - depth0 }

    func common(_ other: BoardPatch) -> Float {
        guard board == other.board else { return 0 }
        let across = min(x1, other.x1) - max(x0, other.x0)
        let down = min(depth1, other.depth1) - max(depth0, other.depth0)
        return across > 0 && down > 0 ? across * down : 0
    }

    var area: Float { max(0, width) * max(0, height) }

    func grown(across: Float, down: Float) -> BoardPatch {
        BoardPatch(
            board: board, x0: x0 - across, x1: x1 + across, depth0: depth0 - down, depth1: depth1 + down)
    }

    func union(_ other: BoardPatch) -> BoardPatch {
        BoardPatch(
            board: board, x0: min(x0, other.x0), x1: max(x1, other.x1), depth0: min(depth0, other.depth0),
            depth1: max(depth1, other.depth1))
    }

    /// The part of a picture made by ``picture(of:board:zoom:smooth:)`` at that zoom.
    func part(_ box: Box, zoom: Float) -> BoardPatch {
        BoardPatch(
            board: board, x0: x0 + Float(box.x0) / zoom, x1: x0 + Float(box.x1) / zoom,
            depth0: depth0 + Float(box.y0) / zoom, depth1: depth0 + Float(box.y1) / zoom)
    }

    func box(on board: ShelfBoard, width: Int, height: Int) -> Box {
        let (left, right) = (board.bottom(at: x0), board.bottom(at: x1))
        func cut(_ value: Float, _ limit: Int) -> Int { Int(max(0, min(Float(limit), value.rounded()))) }
        return Box(
            x0: cut(x0, width), y0: cut(min(left, right) + depth0, height), x1: cut(x1, width),
            y1: cut(max(left, right) + depth1, height))
    }

    /// The patch cut out and straightened.
    /// - Parameters:
    ///   - zoom: pixels of the result for one of the photo.
    ///   - smooth: bicubic instead of bilinear: better for reading, slower.
    func picture(of photo: Raster, board: ShelfBoard, zoom: Float, smooth: Bool) -> Raster {
        let (columns, rows) = (max(1, Int((width * zoom).rounded())), max(1, Int((height * zoom).rounded())))
        var out = [UInt8](repeating: 0, count: columns * rows * 3)
        photo.pixels.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                let sampler = PixelSampler(pixels: source, width: photo.width, height: photo.height)
                for column in 0..<columns {
                    let x = x0 + (Float(column) + 0.5) / zoom - 0.5
                    let top = board.bottom(at: x) + depth0 - 0.5
                    for row in 0..<rows {
                        let y = top + (Float(row) + 0.5) / zoom
                        let colour = smooth ? sampler.bicubic(x, y) : sampler.bilinear(x, y)
                        let place = (row * columns + column) * 3
                        target[place] = UInt8(max(0, min(255, colour.x.rounded())))
                        target[place + 1] = UInt8(max(0, min(255, colour.y.rounded())))
                        target[place + 2] = UInt8(max(0, min(255, colour.z.rounded())))
                    }
                }
            }
        }
        return Raster(width: columns, height: rows, pixels: out)
    }
}

/// Colours between the pixels of a photo, its border repeated.
struct PixelSampler {
    let pixels: UnsafeBufferPointer<UInt8>
    let width: Int
    let height: Int

    @inline(__always)
    private func colour(_ x: Int, _ y: Int) -> SIMD4<Float> {
        let place = (max(0, min(height - 1, y)) * width + max(0, min(width - 1, x))) * 3
        return SIMD4(Float(pixels[place]), Float(pixels[place + 1]), Float(pixels[place + 2]), 0)
    }

    @inline(__always)
    func bilinear(_ x: Float, _ y: Float) -> SIMD4<Float> {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (fractionX, fractionY) = (x - left, y - top)
        let (column, row) = (Int(left), Int(top))
        let upper = colour(column, row) * (1 - fractionX) + colour(column + 1, row) * fractionX
        let lower = colour(column, row + 1) * (1 - fractionX) + colour(column + 1, row + 1) * fractionX
        return upper * (1 - fractionY) + lower * fractionY
    }

    /// Catmull–Rom (Keys 1981, a = −½).
    @inline(__always)
    func bicubic(_ x: Float, _ y: Float) -> SIMD4<Float> {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let across = PixelSampler.weights(x - left)
        let down = PixelSampler.weights(y - top)
        let (column, row) = (Int(left) - 1, Int(top) - 1)
        var sum = SIMD4<Float>()
        for line in 0..<4 {
            let first = colour(column, row + line) * across.x + colour(column + 1, row + line) * across.y
            let second = colour(column + 2, row + line) * across.z + colour(column + 3, row + line) * across.w
            sum += (first + second) * down[line]
        }
        return sum
    }

    @inline(__always)
    private static func weights(_ t: Float) -> SIMD4<Float> {
        let (square, cube) = (t * t, t * t * t)
        return SIMD4(
            -0.5 * t + square - 0.5 * cube, 1 - 2.5 * square + 1.5 * cube,
            0.5 * t + 2 * square - 1.5 * cube, -0.5 * square + 0.5 * cube)
    }
}
