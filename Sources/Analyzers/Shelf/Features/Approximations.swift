/// Elementary functions without the C library, so that every platform gives the same bits.
enum Approximation {
    /// 2ˣ for |x| < 120, relative error below 1e-6.
    static func exp2(_ value: Float) -> Float {
        let clamped = max(-120, min(120, value))
        let whole = clamped.rounded(.down)
        let rest = Double(clamped - whole) * 0.693_147_180_559_945_3
        var term = 1.0
        var sum = 1.0
        for index in 1...8 {
            term *= rest / Double(index)
            sum += term
        }
        return Float(sum * Double(sign: .plus, exponent: Int(whole), significand: 1))
    }

    /// log₂ x for x > 0.
    static func log2(_ value: Float) -> Float {
        guard value > 0 else { return -120 }
        let mantissa = Double(value.significand)
        // ln m = 2 artanh((m − 1) / (m + 1))
        let ratio = (mantissa - 1) / (mantissa + 1)
        var power = ratio
        var sum = 0.0
        for index in 0..<9 {
            sum += power / Double(2 * index + 1)
            power *= ratio * ratio
        }
        return Float(Double(value.exponent) + 2 * sum * 1.442_695_040_888_963_4)
    }

    /// 1 / (1 + e⁻ˣ)
    static func logistic(_ value: Float) -> Float {
        1 / (1 + exp2(-value * 1.442_695))
    }

    /// arctan(y / x) in degrees for x > 0.
    static func degrees(y: Float, x: Float) -> Float {
        let ratio = Double(y / max(x, 1e-6))
        let bounded = max(-1, min(1, ratio))
        // Maximum error 0.004 rad on −1…1, enough to judge a lean.
        return Float((0.785_398 * bounded + 0.273 * bounded * (1 - abs(bounded))) * 57.295_78)
    }
}
