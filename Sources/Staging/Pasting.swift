import Media

/// How a pack stands and what light falls on it.
struct PackStand {
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

extension Raster {
    /// Bilinear within the pack's outline.
    mutating func paste(_ pack: PackCutOut, _ stand: PackStand) {
        let (source, outline) = (pack.picture, pack.isPack)
        let (width, height) = (width, height)
        withMutablePixels { target in
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
