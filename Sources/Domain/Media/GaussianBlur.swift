extension Plane {
    /// Separable Gaussian with replicated borders; the kernel reaches 3 σ to either side.
    /// - Parameter sigma: in pixels; 0 and less change nothing.
    public func blurred(sigma: Float) -> Plane {
        guard sigma > 0.05 else { return self }
        let kernel = Plane.halfKernel(sigma: sigma)
        var out = Plane(width: width, height: height)
        var between = [Float](repeating: 0, count: width * height)
        samples.withUnsafeBufferPointer { source in
            between.withUnsafeMutableBufferPointer { middle in
                blurRows(source, into: middle, kernel)
                out.samples.withUnsafeMutableBufferPointer { target in
                    blurColumns(UnsafeBufferPointer(middle), into: target, kernel)
                }
            }
        }
        return out
    }

    /// Weights from the centre outwards; both sides together sum to 1.
    static func halfKernel(sigma: Float) -> [Float] {
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

    private func blurRows(
        _ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>,
        _ kernel: [Float]
    ) {
        let radius = kernel.count - 1
        var padded = [Float](repeating: 0, count: width + 2 * radius + 8)
        padded.withUnsafeMutableBufferPointer { line in
            for y in 0..<height {
                let row = y * width
                for x in 0..<radius {
                    line[x] = source[row]
                    line[radius + width + x] = source[row + width - 1]
                }
                for x in 0..<width { line[radius + x] = source[row + x] }
                var x = 0
                while x < width {
                    let centre = UnsafeRawPointer(line.baseAddress.unsafelyUnwrapped + (radius + x))
                    var sum = centre.loadUnaligned(as: SIMD8<Float>.self) * kernel[0]
                    for tap in 1...radius {
                        let before = (centre - tap * 4).loadUnaligned(as: SIMD8<Float>.self)
                        let after = (centre + tap * 4).loadUnaligned(as: SIMD8<Float>.self)
                        sum += (before + after) * kernel[tap]
                    }
                    let count = min(8, width - x)
                    for lane in 0..<count { target[row + x + lane] = sum[lane] }
                    x += 8
                }
            }
        }
    }

    private func blurColumns(
        _ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>,
        _ kernel: [Float]
    ) {
        let radius = kernel.count - 1
        let whole = width & ~7
        let base = UnsafeRawPointer(source.baseAddress.unsafelyUnwrapped)
        let out = UnsafeMutableRawPointer(target.baseAddress.unsafelyUnwrapped)
        for y in 0..<height {
            var x = 0
            while x < whole {
                var sum =
                    (base + (y * width + x) * 4).loadUnaligned(as: SIMD8<Float>.self) * kernel[0]
                for tap in 1...radius {
                    let above = base + (max(0, y - tap) * width + x) * 4
                    let below = base + (min(height - 1, y + tap) * width + x) * 4
                    sum +=
                        (above.loadUnaligned(as: SIMD8<Float>.self)
                            + below.loadUnaligned(as: SIMD8<Float>.self)) * kernel[tap]
                }
                (out + (y * width + x) * 4).storeBytes(of: sum, as: SIMD8<Float>.self)
                x += 8
            }
            while x < width {
                var sum = source[y * width + x] * kernel[0]
                for tap in 1...radius {
                    sum +=
                        (source[max(0, y - tap) * width + x] + source[min(height - 1, y + tap) * width + x])
                        * kernel[tap]
                }
                target[y * width + x] = sum
                x += 1
            }
        }
    }
}
