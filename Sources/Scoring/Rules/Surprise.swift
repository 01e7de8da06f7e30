#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How unlikely a count is.
enum Surprise {
    /// The chance of at least so many where a mean is expected and the variance is `dispersion` times the mean: a
    /// negative binomial tail, Poisson's at dispersion 1.
    static func tail(_ count: Int, mean: Double, dispersion: Double) -> Double {
        guard count > 0 else { return 1 }
        guard mean > 0, mean.isFinite else { return mean > 0 ? 1 : 0 }
        var term = start(mean, dispersion)
        // Below this the sum from zero would lose its digits; far above the mean the tail is summed itself.
        var below = 0.0
        for k in 0..<count {
            below += exp(term)
            term += step(k, mean, dispersion)
        }
        if below < 0.999_999 { return max(0, 1 - below) }
        var above = 0.0
        var k = count
        while k < count + 10_000 {
            let chance = exp(term)
            above += chance
            if chance < above * 1e-12 { break }
            term += step(k, mean, dispersion)
            k += 1
        }
        return min(1, above)
    }

    /// The logarithm of the chance of zero.
    private static func start(_ mean: Double, _ dispersion: Double) -> Double {
        guard dispersion > 1.000_001 else { return -mean }
        return -mean / (dispersion - 1) * log(dispersion)
    }

    /// The logarithm of the chance of k + 1 over that of k.
    private static func step(_ k: Int, _ mean: Double, _ dispersion: Double) -> Double {
        guard dispersion > 1.000_001 else { return log(mean / Double(k + 1)) }
        let size = mean / (dispersion - 1)
        return log((Double(k) + size) / Double(k + 1) * (dispersion - 1) / dispersion)
    }

    /// The chance that a split at least as uneven comes about by itself: of `all` things `marked` are marked, and `drawn`
    /// of them are drawn, `hits` of which are marked (Fisher's exact test, both sides: twice the smaller tail).
    static func split(_ hits: Int, of drawn: Int, with marked: Int, among all: Int) -> Double {
        let least = max(0, drawn + marked - all)
        let most = min(drawn, marked)
        guard least < most, hits >= least, hits <= most else { return 1 }
        func weight(_ k: Int) -> Double {
            exp(choices(marked, k) + choices(all - marked, drawn - k) - choices(all, drawn))
        }
        let below = (least...hits).reduce(0) { $0 + weight($1) }
        let above = (hits...most).reduce(0) { $0 + weight($1) }
        return min(1, 2 * min(below, above))
    }

    /// The logarithm of "n choose k".
    private static func choices(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(0) { $0 + log(Double(n - $1)) - log(Double($1 + 1)) }
    }

    /// Benjamini & Hochberg (1995): which of many findings may be called true so that the share of false ones among
    /// them stays below a rate.
    static func discoveries(_ chances: [Double], rate: Double) -> [Bool] {
        let order = chances.indices.sorted { chances[$0] < chances[$1] }
        var cut = -1
        for (rank, index) in order.enumerated()
        where chances[index] <= rate * Double(rank + 1) / Double(chances.count) {
            cut = rank
        }
        var kept = Array(repeating: false, count: chances.count)
        if cut >= 0 { for index in order[...cut] { kept[index] = true } }
        return kept
    }
}
