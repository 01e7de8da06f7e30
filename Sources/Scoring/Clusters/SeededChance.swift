#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Chance that can be had again: the same seed gives the same numbers on every machine (SplitMix64, Steele et al. 2014).
public struct SeededChance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 ^ 0x5DEE_CE66_D1CE_4E5B }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< 1.
    public mutating func share() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    public mutating func happens(_ chance: Double) -> Bool { share() < chance }

    /// 0 ..< limit.
    public mutating func number(below limit: Int) -> Int { Int(share() * Double(limit)) }

    /// Standard normal (Box & Muller 1958).
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - share())).squareRoot()
        return radius * cos(2 * Double.pi * share())
    }

    public mutating func poisson(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        guard mean < 60 else { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        var product = share()
        var count = 0
        let limit = exp(-mean)
        while product > limit {
            product *= share()
            count += 1
        }
        return count
    }

    /// Counts whose variance is `dispersion` times their mean (a gamma mixture of Poisson counts).
    public mutating func overdispersed(_ mean: Double, _ dispersion: Double) -> Int {
        guard mean > 0, dispersion > 1.001 else { return poisson(mean) }
        return poisson(gamma(shape: mean / (dispersion - 1)) * (dispersion - 1))
    }

    public mutating func binomial(_ trials: Int, _ chance: Double) -> Int {
        var hits = 0
        for _ in 0..<max(0, trials) where happens(chance) { hits += 1 }
        return hits
    }

    /// Marsaglia & Tsang (2000).
    private mutating func gamma(shape: Double) -> Double {
        if shape < 1 { return gamma(shape: shape + 1) * pow(1 - share(), 1 / shape) }
        let d = shape - 1 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = pow(1 + c * x, 3)
            guard v > 0 else { continue }
            if log(1 - share()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
        }
    }
}
