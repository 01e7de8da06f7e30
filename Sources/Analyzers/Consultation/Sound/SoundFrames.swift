import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is measured of every 10 ms of a recording.
struct SoundFrames: Sendable {
    /// Power over all frequencies above the mains hum, dBFS.
    var level: [Float] = []
    /// Power between 300 and 3,400 Hz, dBFS: where a telephone carries speech.
    var speechBand: [Float] = []
    /// Height of the best pitch peak between 70 and 400 Hz in the normalised autocorrelation, −1…1.
    var voicing: [Float] = []
    /// Where that peak lies, Hz; 0 where there is none.
    var pitch: [Float] = []
    /// Cosine between the spectra of this frame and of the one 50 ms later or earlier, the greater: near 1 while a tone
    /// stands still, be it as short as a scanner's beep.
    var steadiness: [Float] = []

    static let hopSeconds = 0.01
    private static let lag = 5

    var count: Int { level.count }

    init(_ recording: Waveform) {
        let rate = recording.sampleRate
        let hop = Int(Double(rate) * Self.hopSeconds)
        guard rate >= 4_000, rate <= 384_000 else { return }
        var size = 128
        while Double(size) < Double(rate) * 0.03 { size *= 2 }
        guard recording.samples.count >= size else { return }
        var kernel = FrameKernel(rate: rate, size: size)
        let total = (recording.samples.count - size) / hop + 1
        level.reserveCapacity(total)
        speechBand.reserveCapacity(total)
        voicing.reserveCapacity(total)
        var history: [[Float]] = []
        for index in 0..<total {
            kernel.measure(recording.samples, from: index * hop)
            level.append(kernel.level)
            speechBand.append(kernel.speechBand)
            voicing.append(kernel.voicing)
            pitch.append(kernel.pitchHertz)
            history.append(kernel.shape)
            if history.count > Self.lag {
                steadiness.append(Self.cosine(history.removeFirst(), kernel.shape))
            }
        }
        let ahead = steadiness + [Float](repeating: steadiness.last ?? 0, count: total - steadiness.count)
        steadiness = ahead.indices.map { max(ahead[$0], ahead[max(0, $0 - Self.lag)]) }
    }

    private static func cosine(_ one: [Float], _ other: [Float]) -> Float {
        var dot: Float = 0
        for index in 0..<min(one.count, other.count) { dot += one[index] * other[index] }
        return dot
    }
}

/// Buffers and tables of the frame measurements.
private struct FrameKernel {
    private let rate: Int
    private let size: Int
    private let window: [Float]
    private let transform: FourierTransform
    private let humBin: Int
    private let band: Range<Int>
    private let pitchLags: Range<Int>
    private let windowCorrelation: [Float]
    private var real: [Float]
    private var imaginary: [Float]

    private(set) var level: Float = -120
    private(set) var speechBand: Float = -120
    private(set) var voicing: Float = 0
    private(set) var pitchHertz: Float = 0
    /// Amplitudes of the speech band, of length 1.
    private(set) var shape: [Float] = []

    init(rate: Int, size: Int) {
        self.rate = rate
        self.size = size
        window = (0..<size).map { 0.5 - 0.5 * cos(2 * Float.pi * (Float($0) + 0.5) / Float(size)) }
        transform = FourierTransform(count: 2 * size)
        let resolution = Double(rate) / Double(2 * size)
        func bin(_ hertz: Double) -> Int { min(size, Int(hertz / resolution)) }
        humBin = bin(120)
        band = bin(300)..<max(bin(300) + 1, bin(3_400))
        pitchLags = (rate / 400)..<min(size - 1, rate / 70)
        real = [Float](repeating: 0, count: 2 * size)
        imaginary = real
        windowCorrelation = Self.autocorrelation(of: window)
    }

    /// For the pitch: the autocorrelation of a windowed frame falls off as the window's own does (Boersma 1993).
    private static func autocorrelation(of window: [Float]) -> [Float] {
        let total = window.reduce(0) { $0 + $1 * $1 }
        return window.indices.map { lag in
            var sum: Float = 0
            for index in 0..<window.count - lag { sum += window[index] * window[index + lag] }
            return sum / max(total, 1e-9)
        }
    }

    mutating func measure(_ samples: [Float], from start: Int) {
        var mean: Float = 0
        for index in 0..<size {
            let sample = samples[start + index]
            let value = sample.isFinite ? max(-1, min(1, sample)) : 0
            real[index] = value
            mean += value
        }
        mean /= Float(size)
        for index in 0..<size { real[index] = (real[index] - mean) * window[index] }
        for index in size..<2 * size { real[index] = 0 }
        for index in 0..<2 * size { imaginary[index] = 0 }
        transform.run(&real, &imaginary)
        spectrum()
        pitch()
    }

    /// Leaves the power spectrum in `real`.
    private mutating func spectrum() {
        var all: Float = 0
        var inBand: Float = 0
        for bin in 0..<2 * size {
            let power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin]
            real[bin] = power
            imaginary[bin] = 0
            guard bin <= size else { continue }
            if bin >= humBin { all += power }
            if band.contains(bin) { inBand += power }
        }
        // Both halves of the spectrum, the transform's gain, and the window's mean power of 3/8.
        let scale = 2 / (Float(2 * size) * Float(size) * 0.375)
        level = decibels(all * scale)
        speechBand = decibels(inBand * scale)
        let length = max(inBand.squareRoot(), 1e-9)
        shape = band.map { real[$0].squareRoot() / length }
    }

    private mutating func pitch() {
        // Below the hum and above 1,500 Hz nothing helps to find a pitch.
        let top = min(size, band.lowerBound * 5)
        for bin in 0...size where bin < humBin / 2 || bin > top {
            real[bin] = 0
            real[(2 * size - bin) % (2 * size)] = 0
        }
        transform.run(&real, &imaginary)
        voicing = 0
        pitchHertz = 0
        guard real[0] > 1e-9 else { return }
        for lag in pitchLags {
            let height = real[lag] / real[0] / max(windowCorrelation[lag], 0.1)
            if height > voicing {
                voicing = height
                pitchHertz = Float(rate) / Float(lag)
            }
        }
        voicing = min(1, voicing)
    }
}
