/// Binomial smoothing 1-4-6-4-1 both ways (σ = 1), borders repeated.
public enum BinomialSmoothing {
    /// - Parameter pixels: row by row, of four channels each.
    public static func smoothed(_ pixels: [SIMD4<Float>], width: Int) -> [SIMD4<Float>] {
        let height = width > 0 ? pixels.count / width : 0
        guard height > 0 else { return pixels }
        return [SIMD4<Float>](unsafeUninitializedCapacity: width * height) { target, count in
            pixels.withUnsafeBufferPointer { source in
                withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: width * height) { rows in
                    for y in 0..<height { smoothRow(source, rows, from: y * width, width) }
                    for y in 0..<height { smoothColumns(rows, target, y, width, height) }
                }
            }
            count = width * height
        }
    }

    @inline(__always)
    private static func mixed(
        _ outer: SIMD4<Float>, _ inner: SIMD4<Float>, _ centre: SIMD4<Float>
    ) -> SIMD4<Float> {
        (outer + inner * 4 + centre * 6) * 0.0625
    }

    private static func smoothRow(
        _ source: UnsafeBufferPointer<SIMD4<Float>>, _ target: UnsafeMutableBufferPointer<SIMD4<Float>>,
        from line: Int, _ width: Int
    ) {
        func smooth(_ x: Int) {
            let outer = source[line + max(0, x - 2)] + source[line + min(width - 1, x + 2)]
            let inner = source[line + max(0, x - 1)] + source[line + min(width - 1, x + 1)]
            target[line + x] = mixed(outer, inner, source[line + x])
        }
        for x in 0..<min(2, width) { smooth(x) }
        for place in stride(from: line + 2, to: line + width - 2, by: 1) {
            target[place] = mixed(
                source[place - 2] + source[place + 2], source[place - 1] + source[place + 1], source[place])
        }
        for x in max(2, width - 2)..<max(2, width) { smooth(x) }
    }

    private static func smoothColumns(
        _ source: UnsafeMutableBufferPointer<SIMD4<Float>>,
        _ target: UnsafeMutableBufferPointer<SIMD4<Float>>, _ y: Int, _ width: Int, _ height: Int
    ) {
        let (upper2, upper) = (max(0, y - 2) * width, max(0, y - 1) * width)
        let (lower, lower2) = (min(height - 1, y + 1) * width, min(height - 1, y + 2) * width)
        for x in 0..<width {
            target[y * width + x] = mixed(
                source[upper2 + x] + source[lower2 + x], source[upper + x] + source[lower + x],
                source[y * width + x])
        }
    }
}
