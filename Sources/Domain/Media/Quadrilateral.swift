/// Four corners in pixels of a picture, clockwise as the content is read.
public struct Quadrilateral: Hashable, Sendable {
    public var topLeft: SIMD2<Float>
    public var topRight: SIMD2<Float>
    public var bottomRight: SIMD2<Float>
    public var bottomLeft: SIMD2<Float>

    public init(
        topLeft: SIMD2<Float>, topRight: SIMD2<Float>, bottomRight: SIMD2<Float>, bottomLeft: SIMD2<Float>
    ) {
        self.topLeft = topLeft
        self.topRight = topRight
        self.bottomRight = bottomRight
        self.bottomLeft = bottomLeft
    }

    public var corners: [SIMD2<Float>] { [topLeft, topRight, bottomRight, bottomLeft] }

    /// Length of the longer of the two sides that run along the content.
    public var width: Float {
        max(Quadrilateral.length(topRight - topLeft), Quadrilateral.length(bottomRight - bottomLeft))
    }

    public var height: Float {
        max(Quadrilateral.length(bottomLeft - topLeft), Quadrilateral.length(bottomRight - topRight))
    }

    private static func length(_ way: SIMD2<Float>) -> Float { (way * way).sum().squareRoot() }
}

extension Raster {
    /// A turned rectangle cut out and laid straight at its own size; bilinear, borders replicated.
    /// - Parameter corners: of a rectangle, turned by any angle; corners outside the picture are allowed.
    public func straightened(_ corners: Quadrilateral) -> Raster {
        let outWidth = Raster.side(corners.width)
        let outHeight = Raster.side(corners.height)
        var out = [UInt8](repeating: 0, count: outWidth * outHeight * 3)
        let right = (corners.topRight - corners.topLeft) / Float(outWidth)
        let down = (corners.bottomLeft - corners.topLeft) / Float(outHeight)
        let limit = SIMD2(Float(width - 1), Float(height - 1))
        let rowBytes = width * 3
        pixels.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                var place = 0
                for y in 0..<outHeight {
                    let rowStart = corners.topLeft + down * Float(y)
                    for x in 0..<outWidth {
                        let point = (rowStart + right * Float(x)).clamped(
                            lowerBound: .zero, upperBound: limit)
                        let left = Int(point.x)
                        let top = Int(point.y)
                        let share = point - SIMD2(Float(left), Float(top))
                        let step = left + 1 < width ? 3 : 0
                        let upper = top * rowBytes + left * 3
                        let lower = top + 1 < height ? upper + rowBytes : upper
                        for channel in 0..<3 {
                            let first =
                                Float(source[upper + channel]) * (1 - share.x)
                                + Float(source[upper + step + channel]) * share.x
                            let second =
                                Float(source[lower + channel]) * (1 - share.x)
                                + Float(source[lower + step + channel]) * share.x
                            target[place + channel] = UInt8(first * (1 - share.y) + second * share.y + 0.5)
                        }
                        place += 3
                    }
                }
            }
        }
        return Raster(width: outWidth, height: outHeight, pixels: out)
    }

    /// No corner makes a raster that does not fit into memory.
    private static func side(_ length: Float) -> Int {
        length.isFinite ? Int(max(1, min(65_536, length))) : 1
    }
}
