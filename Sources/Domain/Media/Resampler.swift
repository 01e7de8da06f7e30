#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Rational sample-rate conversion by a polyphase windowed sinc (Crochiere & Rabiner 1983, ch. 4; Kaiser window),
/// fed block by block. The output does not depend on how the input is cut into blocks.
///
/// Pass band to 0.9 of the lower Nyquist frequency, stop band about −70 dB. Output sample n lies at input time
/// n · from ÷ to; outside the recording there is silence.
public struct Resampler: Sendable {
    /// Output and input rate without common factors.
    private let up: Int
    private let down: Int
    /// Input samples to either side of an output sample.
    private let reach: Int
    /// `up` phases of `2 · reach` weights.
    private let weights: [Float]

    /// Input not yet done with; its first sample is number `first` of the recording.
    private var kept: [Float] = []
    private var first: Int
    private var received = 0
    private var produced = 0

    /// - Parameters: both in samples a second, more than 0.
    public init(from inputRate: Int, to outputRate: Int) {
        precondition(inputRate > 0 && outputRate > 0, "rates are positive")
        let divisor = Resampler.commonDivisor(inputRate, outputRate)
        up = outputRate / divisor
        down = inputRate / divisor
        let cutoff = 0.95 * min(1, Double(outputRate) / Double(inputRate))
        reach = up == down ? 0 : Int((24 / cutoff).rounded(.up))
        weights = up == down ? [] : Resampler.weights(phases: up, reach: reach, cutoff: cutoff)
        first = -max(0, reach - 1)
        kept = [Float](repeating: 0, count: max(0, reach - 1))
    }

    /// Appends what can be said already to `output`.
    public mutating func push(_ input: [Float], into output: inout [Float]) {
        received += input.count
        if reach == 0 {
            output.append(contentsOf: input)
            return
        }
        kept.append(contentsOf: input)
        produce(into: &output)
        let needed = produced * down / up - reach + 1
        let spent = min(max(0, needed - first), kept.count)
        kept.removeFirst(spent)
        first += spent
    }

    /// Appends the end: the output is as long as the input, to the sample.
    public mutating func finish(into output: inout [Float]) {
        guard reach > 0 else { return }
        kept.append(contentsOf: [Float](repeating: 0, count: reach))
        produce(into: &output)
    }

    private mutating func produce(into output: inout [Float]) {
        // n · down < received · up keeps the length; the second bound keeps to what has arrived.
        let total = (received * up + down - 1) / down
        let available = first + kept.count
        let width = 2 * reach
        kept.withUnsafeBufferPointer { samples in
            weights.withUnsafeBufferPointer { table in
                while produced < total {
                    let position = produced * down
                    let start = position / up - reach + 1
                    guard start + width <= available else { return }
                    let phase = position % up * width
                    var sums = SIMD4<Float>()
                    var tap = 0
                    while tap + 4 <= width {
                        let place = start - first + tap
                        let heard = SIMD4(
                            samples[place], samples[place + 1], samples[place + 2], samples[place + 3])
                        let weight = SIMD4(
                            table[phase + tap], table[phase + tap + 1], table[phase + tap + 2],
                            table[phase + tap + 3])
                        sums += heard * weight
                        tap += 4
                    }
                    var sum = sums.sum()
                    while tap < width {
                        sum += samples[start - first + tap] * table[phase + tap]
                        tap += 1
                    }
                    output.append(max(-1, min(1, sum)))
                    produced += 1
                }
            }
        }
    }

    private static func weights(phases: Int, reach: Int, cutoff: Double) -> [Float] {
        // Kaiser's β for −70 dB.
        let beta = 6.76
        let width = 2 * reach
        var table = [Float](repeating: 0, count: phases * width)
        var row = [Double](repeating: 0, count: width)
        for phase in 0..<phases {
            let fraction = Double(phase) / Double(phases)
            var sum = 0.0
            for tap in 0..<width {
                let distance = Double(tap - reach + 1) - fraction
                let argument = Double.pi * distance * cutoff
                let sinc = abs(argument) < 1e-9 ? 1 : sin(argument) / argument
                let share = distance / Double(reach)
                let window = abs(share) >= 1 ? 0 : bessel(beta * (1 - share * share).squareRoot())
                row[tap] = sinc * window
                sum += row[tap]
            }
            // Every phase passes a constant unchanged.
            for tap in 0..<width { table[phase * width + tap] = Float(row[tap] / sum) }
        }
        return table
    }

    /// Modified Bessel function of the first kind, order 0, by its series.
    private static func bessel(_ x: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        for step in 1...40 {
            let factor = x / (2 * Double(step))
            term *= factor * factor
            sum += term
        }
        return sum
    }

    private static func commonDivisor(_ first: Int, _ second: Int) -> Int {
        var (greater, lesser) = (first, second)
        while lesser != 0 { (greater, lesser) = (lesser, greater % lesser) }
        return greater
    }
}
