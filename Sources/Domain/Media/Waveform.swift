/// Mono sound.
public struct Waveform: Sendable, Equatable {
    /// Samples a second.
    public let sampleRate: Int
    /// −1…1
    public let samples: [Float]
    public init(sampleRate: Int, samples: [Float]) {
        self.sampleRate = sampleRate
        self.samples = samples
    }
    public var seconds: Double { sampleRate > 0 ? Double(samples.count) / Double(sampleRate) : 0 }
}
