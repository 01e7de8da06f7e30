/// A Gaussian over the rows of a picture while they arrive from the top. Only as many rows as its column pass reaches are
/// kept: they stay in the cache.
public struct RowBlur: Sendable {
    /// Rows that it looks ahead.
    public let radius: Int
    private let kernel: [Float]
    private let width: Int
    private let height: Int
    /// Rows that have arrived, and rows that were given.
    private var received = 0
    public private(set) var given = 0
    /// The latest rows, blurred across.
    private var kept: [Float]
    /// One row with its ends repeated.
    private var line: [Float]
    /// Where in `kept` the row of each tap begins, from the top.
    private var taps: [Int]

    /// - Parameters: width and height of the picture, 1 and more.
    public init(_ blur: GaussianBlur, width: Int, height: Int) {
        kernel = blur.weights
        radius = blur.weights.count - 1
        self.width = width
        self.height = height
        kept = [Float](repeating: 0, count: (2 * radius + 1) * width)
        line = [Float](repeating: 0, count: width + 2 * radius + 8)
        taps = [Int](repeating: 0, count: 2 * radius + 1)
    }

    /// Whether enough rows have arrived for the next to be given.
    public var isReady: Bool { given < height && received >= min(height, given + radius + 1) }

    /// Takes the next row; none after the last.
    public mutating func push(_ row: UnsafePointer<Float>) {
        let target = received % taps.count * width
        received += 1
        kernel.withUnsafeBufferPointer { kernel in
            kept.withUnsafeMutableBufferPointer { kept in
                line.withUnsafeMutableBufferPointer { line in
                    guard let kept = kept.baseAddress, let line = line.baseAddress else { return }
                    RowBlur.blurRow(row, width, line, kernel, to: kept + target)
                }
            }
        }
    }

    /// Writes the next row; asked only where one is ready.
    public mutating func give(to target: UnsafeMutablePointer<Float>) {
        for tap in taps.indices {
            taps[tap] = max(0, min(height - 1, given + tap - radius)) % taps.count * width
        }
        given += 1
        kernel.withUnsafeBufferPointer { kernel in
            kept.withUnsafeMutableBufferPointer { kept in
                taps.withUnsafeMutableBufferPointer { taps in
                    guard let kept = kept.baseAddress else { return }
                    RowBlur.blurColumns(kept, taps, width, kernel, to: target)
                }
            }
        }
    }

    @inline(__always)
    private static func blurRow(
        _ row: UnsafePointer<Float>, _ width: Int, _ line: UnsafeMutablePointer<Float>,
        _ kernel: UnsafeBufferPointer<Float>, to target: UnsafeMutablePointer<Float>
    ) {
        let radius = kernel.count - 1
        for x in 0..<radius {
            line[x] = row[0]
            line[radius + width + x] = row[width - 1]
        }
        (line + radius).update(from: row, count: width)
        let whole = width & ~7
        var x = 0
        while x < width {
            let centre = UnsafeRawPointer(line + (radius + x))
            var sum = centre.loadUnaligned(as: SIMD8<Float>.self) * kernel[0]
            for tap in 1...radius {
                let before = (centre - tap * 4).loadUnaligned(as: SIMD8<Float>.self)
                let after = (centre + tap * 4).loadUnaligned(as: SIMD8<Float>.self)
                sum += (before + after) * kernel[tap]
            }
            if x < whole {
                UnsafeMutableRawPointer(target + x).storeBytes(of: sum, as: SIMD8<Float>.self)
            } else {
                for lane in 0..<(width - x) { target[x + lane] = sum[lane] }
            }
            x += 8
        }
    }

    /// - Parameter reach: where in `rows` each tap's row starts, from the top.
    @inline(__always)
    private static func blurColumns(
        _ rows: UnsafeMutablePointer<Float>, _ reach: UnsafeMutableBufferPointer<Int>, _ width: Int,
        _ kernel: UnsafeBufferPointer<Float>, to target: UnsafeMutablePointer<Float>
    ) {
        let radius = kernel.count - 1
        var x = 0
        while x + 8 <= width {
            var sum =
                UnsafeRawPointer(rows + (reach[radius] + x)).loadUnaligned(as: SIMD8<Float>.self) * kernel[0]
            for tap in 1...radius {
                let above = UnsafeRawPointer(rows + (reach[radius - tap] + x))
                    .loadUnaligned(as: SIMD8<Float>.self)
                let below = UnsafeRawPointer(rows + (reach[radius + tap] + x))
                    .loadUnaligned(as: SIMD8<Float>.self)
                sum += (above + below) * kernel[tap]
            }
            UnsafeMutableRawPointer(target + x).storeBytes(of: sum, as: SIMD8<Float>.self)
            x += 8
        }
        while x < width {
            var sum = rows[reach[radius] + x] * kernel[0]
            for tap in 1...radius {
                sum += (rows[reach[radius - tap] + x] + rows[reach[radius + tap] + x]) * kernel[tap]
            }
            target[x] = sum
            x += 1
        }
    }
}
