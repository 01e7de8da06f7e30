/// sRGB (D65) → CIE L*a*b*: L* 0…100, a* and b* about −110…110.
struct LabConverter: Sendable {
    /// What each value of red, then green, then blue adds to X, Y and Z, in entries of `roots`.
    private let light: [SIMD4<Float>]
    /// f(t) of CIE 15:2004, t in 0…1.
    private let roots: [Float]
    private static let entries = 2048

    /// The tables are worked out once.
    static let shared = LabConverter()

    private init() {
        // White's X, Y and Z are 1.
        let red = SIMD4<Float>(0.4124564 / 0.95047, 0.2126729, 0.0193339 / 1.08883, 0)
        let green = SIMD4<Float>(0.3575761 / 0.95047, 0.7151522, 0.1191920 / 1.08883, 0)
        let blue = SIMD4<Float>(0.1804375 / 0.95047, 0.0721750, 0.9503041 / 1.08883, 0)
        let linear = (0..<256).map { value in
            let share = Double(value) / 255
            return Float(share <= 0.04045 ? share / 12.92 : LabConverter.power24((share + 0.055) / 1.055))
        }
        light = [red, green, blue].flatMap { colour in
            linear.map { colour * ($0 * Float(LabConverter.entries)) }
        }
        roots = (0...(LabConverter.entries + 1)).map { entry in
            let share = Double(entry) / Double(LabConverter.entries)
            return Float(
                share > 216.0 / 24389 ? LabConverter.cubeRoot(share) : (24389.0 / 27 * share + 16) / 116)
        }
    }

    /// Pixels of 8-bit red, green and blue → L*, a*, b* and luma, in `steps` of one.
    func convert(
        _ source: UnsafeBufferPointer<UInt8>, steps: Float,
        to target: UnsafeMutableBufferPointer<SIMD4<Int16>>
    ) {
        light.withUnsafeBufferPointer { light in
            roots.withUnsafeBufferPointer { roots in
                for index in target.indices {
                    let (red, green, blue) = (source[3 * index], source[3 * index + 1], source[3 * index + 2])
                    let place = light[Int(red)] + light[256 + Int(green)] + light[512 + Int(blue)]
                    let x = LabConverter.root(place.x, roots)
                    let y = LabConverter.root(place.y, roots)
                    let z = LabConverter.root(place.z, roots)
                    let luma = 0.299 * Float(red) + 0.587 * Float(green) + 0.114 * Float(blue)
                    let colour = SIMD4(116 * y - 16, 500 * (x - y), 200 * (y - z), luma)
                    target[index] = LabConverter.rounded(colour * steps)
                }
            }
        }
    }

    /// Between two of the table's entries.
    @inline(__always)
    private static func root(_ place: Float, _ roots: UnsafeBufferPointer<Float>) -> Float {
        let index = Int(place)
        let share = place - Float(index)
        return roots[index] * (1 - share) + roots[index + 1] * share
    }

    /// Nearest whole numbers, of less than 2¹⁵: added to 1.5 · 2²³ they are a float's last bits.
    @inline(__always)
    private static func rounded(_ values: SIMD4<Float>) -> SIMD4<Int16> {
        SIMD4<Int16>(truncatingIfNeeded: unsafeBitCast(values + 12_582_912, to: SIMD4<Int32>.self))
    }

    private static func cubeRoot(_ value: Double) -> Double {
        var root = 0.5 + value / 2
        for _ in 0..<60 { root = (2 * root + value / (root * root)) / 3 }
        return root
    }

    /// x^2.4 = x² · x^(2/5); the fifth root by Newton's method.
    private static func power24(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        var root = 1.0
        for _ in 0..<60 { root = (4 * root + value / (root * root * root * root)) / 5 }
        return value * value * root * root
    }
}
