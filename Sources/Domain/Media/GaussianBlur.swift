extension Plane {
    /// Separable Gaussian with replicated borders; the kernel reaches 3 σ to either side.
    /// - Parameter sigma: in pixels; 0 and less change nothing.
    public func blurred(sigma: Float) -> Plane {
        guard sigma > 0.05 else { return self }
        return GaussianBlur(sigma: sigma).applied(to: self)
    }
}

/// A Gaussian of one width, ready to be applied to rows of samples in memory.
public struct GaussianBlur: Sendable {
    /// Weights from the centre outwards; both sides together sum to 1.
    let weights: [Float]

    /// - Parameter sigma: in pixels, more than 0; the kernel reaches 3 σ to either side.
    public init(sigma: Float) { weights = GaussianBlur.halfKernel(sigma: sigma) }

    public func applied(to plane: Plane) -> Plane {
        let area = plane.width * plane.height
        let out = [Float](unsafeUninitializedCapacity: area) { target, count in
            plane.samples.withUnsafeBufferPointer { source in
                apply(source, width: plane.width, height: plane.height, to: target)
            }
            count = area
        }
        return Plane(width: plane.width, height: plane.height, samples: out)
    }

    /// - Parameters:
    ///   - source: `width * height` samples.
    ///   - target: room for as many, not the same memory.
    public func apply(
        _ source: UnsafeBufferPointer<Float>, width: Int, height: Int,
        to target: UnsafeMutableBufferPointer<Float>
    ) {
        guard width > 0, height > 0, let input = source.baseAddress, let output = target.baseAddress else {
            return
        }
        let radius = weights.count - 1
        let rows = 2 * radius + 1
        // Only as many blurred rows as the column pass reaches are kept: they stay in the cache.
        var ring = [Float](repeating: 0, count: rows * width)
        var padded = [Float](repeating: 0, count: width + 2 * radius + 8)
        var reach = [Int](repeating: 0, count: rows)
        weights.withUnsafeBufferPointer { kernel in
            ring.withUnsafeMutableBufferPointer { ring in
                padded.withUnsafeMutableBufferPointer { line in
                    reach.withUnsafeMutableBufferPointer { reach in
                        guard let kept = ring.baseAddress, let line = line.baseAddress else { return }
                        var ready = 0
                        for y in 0..<height {
                            let needed = min(height - 1, y + radius)
                            while ready <= needed {
                                Self.blurRow(
                                    input + ready * width, width, line, kernel,
                                    to: kept + ready % rows * width)
                                ready += 1
                            }
                            for tap in 0...(2 * radius) {
                                reach[tap] = max(0, min(height - 1, y + tap - radius)) % rows * width
                            }
                            Self.blurColumns(kept, reach, width, kernel, to: output + y * width)
                        }
                    }
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

    private static func halfKernel(sigma: Float) -> [Float] {
        let radius = max(1, Int((sigma * 3).rounded(.up)))
        // exp(−i²/2σ²) by repeated multiplication: no libm, so the bits are the same everywhere.
        let ratio = exponential(-1 / (2 * sigma * sigma))
        var weights = [Float](repeating: 1, count: radius + 1)
        var step = ratio
        for index in 1...radius {
            weights[index] = weights[index - 1] * step
            step *= ratio * ratio
        }
        let sum = weights[0] + 2 * weights.dropFirst().reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// eˣ for −700 < x ≤ 0 by halving and the series.
    private static func exponential(_ x: Float) -> Float {
        var argument = Double(x)
        var halvings = 0
        while argument < -0.25 {
            argument /= 2
            halvings += 1
        }
        var term = 1.0
        var sum = 1.0
        for index in 1...10 {
            term *= argument / Double(index)
            sum += term
        }
        for _ in 0..<halvings { sum *= sum }
        return Float(sum)
    }
}
