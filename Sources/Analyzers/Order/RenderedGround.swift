import Media

/// Tells a screenshot from a photo of a screen by its ground: an app paints it in one colour, a camera sees it under
/// the light of a room and through the noise of a sensor.
enum RenderedGround {
    /// Of the pixels, that must have the commonest luminance. 46 screenshots of orders have 0.36 and more; the light
    /// ones among them 0.2 and less once light falls off by a tenth or more towards the corners.
    private static let leastShare = 0.25
    /// Levels that count as one luminance: compression moves an even ground by one to each side.
    private static let levels = 3
    /// Pixels from one sample to the next; prime, so that no grid of the picture is met again and again.
    private static let step = 7

    static func isSeen(in picture: Raster) -> Bool {
        let count = picture.width * picture.height
        guard count > 0 else { return false }
        let histogram = picture.pixels.withUnsafeBufferPointer { pixels in
            var result = [Int](repeating: 0, count: 256)
            for index in stride(from: 0, to: count, by: step) {
                let light =
                    Int(pixels[index * 3]) * 77 + Int(pixels[index * 3 + 1]) * 150
                    + Int(pixels[index * 3 + 2]) * 29
                result[light >> 8] += 1
            }
            return result
        }
        var commonest = 0
        for first in 0...(256 - levels) {
            commonest = max(commonest, histogram[first..<(first + levels)].reduce(0, +))
        }
        return Double(commonest) >= leastShare * Double(histogram.reduce(0, +))
    }
}
