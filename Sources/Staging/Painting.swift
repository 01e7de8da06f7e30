import Media

/// A picture while it is painted.
struct Painting {
    typealias Colour = (red: UInt8, green: UInt8, blue: UInt8)

    let width: Int
    let height: Int
    /// Interleaved, row by row from the top left.
    var pixels: [UInt8]

    init(width: Int, height: Int, _ ground: Colour) {
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: 0, count: width * height * 3)
        fill(x: 0, y: 0, width: width, height: height, ground)
    }

    var picture: Raster { Raster(width: width, height: height, pixels: pixels) }

    /// What lies outside is left out.
    mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: Colour) {
        let columns = max(0, x)..<max(max(0, x), min(self.width, x + width))
        let rows = max(0, y)..<max(max(0, y), min(self.height, y + height))
        let stride = self.width * 3
        pixels.withUnsafeMutableBufferPointer { target in
            for row in rows {
                for column in columns {
                    let place = row * stride + column * 3
                    target[place] = colour.red
                    target[place + 1] = colour.green
                    target[place + 2] = colour.blue
                }
            }
        }
    }

    /// How a pack stands and what light falls on it.
    struct Stand {
        /// Of the lower left corner, px.
        var x: Double
        var foot: Double
        var width: Double
        var height: Double
        /// Shift to the right for each px of height.
        var lean: Double
        var gain: Double
        /// Change of the light from the middle to the right edge.
        var across: Double
    }

    /// Bilinear within the pack's outline.
    mutating func paste(_ pack: PackCutOut, _ stand: Stand) {
        let (source, outline) = (pack.picture, pack.isPack)
        let (width, height) = (width, height)
        pixels.withUnsafeMutableBufferPointer { target in
            source.pixels.withUnsafeBufferPointer { samples in
                for row in 0..<Int(stand.height) {
                    let fromY = (Double(row) + 0.5) / stand.height * Double(source.height)
                    let y = Int(stand.foot - stand.height) + row
                    guard y >= 0, y < height else { continue }
                    let shift = stand.x + stand.lean * (stand.height - Double(row))
                    for column in 0..<Int(stand.width) {
                        let x = Int(shift + Double(column))
                        let share = (Double(column) + 0.5) / stand.width
                        let fromX = share * Double(source.width)
                        guard x >= 0, x < width, outline[Int(fromY) * source.width + Int(fromX)] else {
                            continue
                        }
                        let light = stand.gain * (1 + stand.across * (share * 2 - 1))
                        for channel in 0..<3 {
                            let sample = bilinear(
                                samples, source.width, source.height, fromX - 0.5, fromY - 0.5, channel)
                            target[(y * width + x) * 3 + channel] = UInt8(min(255, max(0, sample * light)))
                        }
                    }
                }
            }
        }
    }
}

/// A sample between the dots of an interleaved picture, the border repeated.
@inline(__always)
func bilinear(
    _ source: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int, _ x: Double, _ y: Double,
    _ channel: Int
) -> Double {
    let (x, y) = (min(max(0, x), Double(width - 1)), min(max(0, y), Double(height - 1)))
    let (left, top) = (Int(x), Int(y))
    let (shareX, shareY) = (x - Double(left), y - Double(top))
    let place = (top * width + left) * 3 + channel
    let right = left + 1 < width ? 3 : 0
    let below = top + 1 < height ? width * 3 : 0
    let upper = Double(source[place]) * (1 - shareX) + Double(source[place + right]) * shareX
    let lower =
        Double(source[place + below]) * (1 - shareX) + Double(source[place + below + right]) * shareX
    return upper * (1 - shareY) + lower * shareY
}
