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

    /// Samples that the kernel reaches to either side.
    public var radius: Int { weights.count - 1 }

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
        var rows = RowBlur(self, width: width, height: height)
        for y in 0..<height {
            rows.push(input + y * width)
            while rows.isReady { rows.give(to: output + rows.given * width) }
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
