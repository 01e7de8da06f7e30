import Media

/// A small Lab picture of a pack, its colours blurred, that photos are verified against.
struct Thumbnail: Sendable {
    static let height = 64

    let width: Int
    var height: Int { Thumbnail.height }
    /// Luma 0…255.
    var luma: [Float]
    var lightness: [Float]
    /// a*, then b*, blurred.
    var a: [Float]
    var b: [Float]
    /// 1 where the product's surface counts, else 0.
    var weight: [Float]

    static func width(forAspect aspect: Float) -> Int {
        max(10, min(192, Int((aspect * Float(height)).rounded())))
    }

    /// - Parameters:
    ///   - rgb: interleaved, 0…255.
    ///   - light: whose tint is taken off.
    init(
        rgb: [Float], width: Int, weight: [Float], light: LightColour = .neutral, converter: LabConverter
    ) {
        self.width = width
        self.weight = weight
        let count = width * Thumbnail.height
        luma = [Float](repeating: 0, count: count)
        lightness = luma
        a = luma
        b = luma
        for index in 0..<count {
            let (red, green, blue) = (rgb[index * 3], rgb[index * 3 + 1], rgb[index * 3 + 2])
            let colour = converter.lab(red: red, green: green, blue: blue)
            luma[index] = 0.299 * red + 0.587 * green + 0.114 * blue
            lightness[index] = colour.lightness
            a[index] = colour.a - light.a * (colour.lightness + 16)
            b[index] = colour.b - light.b * (colour.lightness + 16)
        }
        a = Thumbnail.smoothed(a, width: width)
        b = Thumbnail.smoothed(b, width: width)
    }

    /// Binomial 1-4-6-4-1 both ways (σ = 1), borders repeated.
    static func smoothed(_ values: [Float], width: Int) -> [Float] {
        let height = values.count / width
        var rows = values
        var out = values
        values.withUnsafeBufferPointer { source in
            rows.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    let line = y * width
                    for x in 0..<width {
                        let outer = source[line + max(0, x - 2)] + source[line + min(width - 1, x + 2)]
                        let inner = source[line + max(0, x - 1)] + source[line + min(width - 1, x + 1)]
                        target[line + x] = (outer + 4 * inner + 6 * source[line + x]) * 0.0625
                    }
                }
            }
        }
        rows.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    let upper2 = max(0, y - 2) * width
                    let upper = max(0, y - 1) * width
                    let lower = min(height - 1, y + 1) * width
                    let lower2 = min(height - 1, y + 2) * width
                    for x in 0..<width {
                        let outer = source[upper2 + x] + source[lower2 + x]
                        let inner = source[upper + x] + source[lower + x]
                        target[y * width + x] = (outer + 4 * inner + 6 * source[y * width + x]) * 0.0625
                    }
                }
            }
        }
        return out
    }
}
