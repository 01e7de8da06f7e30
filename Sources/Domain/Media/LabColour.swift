/// sRGB (D65) → CIE L*a*b*: L* 0…100, a* and b* about −110…110.
public struct LabConverter: Sendable {
    private let linear: [Float]
    private let cubeRoot: [Float]
    private static let steps = 2048

    /// The tables are worked out once.
    private static let shared = LabConverter(building: ())

    public init() { self = LabConverter.shared }

    private init(building: Void) {
        linear = (0..<256).map { value in
            let share = Double(value) / 255
            return Float(share <= 0.04045 ? share / 12.92 : LabConverter.power24((share + 0.055) / 1.055))
        }
        // f(t) of CIE 15:2004, t in 0…1.
        cubeRoot = (0...(LabConverter.steps + 1)).map { step in
            let share = Double(step) / Double(LabConverter.steps)
            return Float(
                share > 216.0 / 24389 ? LabConverter.cubeRoot(share) : (24389.0 / 27 * share + 16) / 116)
        }
    }

    @inline(__always)
    private func f(_ value: Float) -> Float {
        let place = max(0, min(1, value)) * Float(LabConverter.steps)
        let index = Int(place)
        let share = place - Float(index)
        return cubeRoot[index] * (1 - share) + cubeRoot[index + 1] * share
    }

    /// 8-bit samples, fractions allowed (they come from interpolation).
    @inline(__always)
    public func lab(red: Float, green: Float, blue: Float) -> (lightness: Float, a: Float, b: Float) {
        let r = linearised(red)
        let g = linearised(green)
        let b = linearised(blue)
        let fx = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
        let fy = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
        let fz = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
        return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))
    }

    @inline(__always)
    private func linearised(_ value: Float) -> Float {
        let place = max(0, min(255, value))
        let index = min(254, Int(place))
        let share = place - Float(index)
        return linear[index] * (1 - share) + linear[index + 1] * share
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
