/// Mean colours of a picture's four corner squares, a sixteenth of its shorter side: tells whether it stands upright
/// and in the right colours without showing it.
public struct CornerColours: Sendable, Equatable, Codable {
    /// Red, green and blue, 0…255.
    public let topLeft: [Int]
    public let topRight: [Int]
    public let bottomLeft: [Int]
    public let bottomRight: [Int]

    public init(of picture: Raster) {
        let side = max(1, min(picture.width, picture.height) / 16)
        let (right, bottom) = (picture.width - side, picture.height - side)
        topLeft = Self.mean(picture, left: 0, top: 0, side: side)
        topRight = Self.mean(picture, left: right, top: 0, side: side)
        bottomLeft = Self.mean(picture, left: 0, top: bottom, side: side)
        bottomRight = Self.mean(picture, left: right, top: bottom, side: side)
    }

    private static func mean(_ picture: Raster, left: Int, top: Int, side: Int) -> [Int] {
        var sums = [0, 0, 0]
        picture.pixels.withUnsafeBufferPointer { pixels in
            for y in top..<(top + side) {
                let row = (y * picture.width + left) * 3
                for sample in 0..<(side * 3) { sums[sample % 3] += Int(pixels[row + sample]) }
            }
        }
        let count = side * side
        return sums.map { ($0 + count / 2) / count }
    }
}
