/// Interleaved channels → their mean, with an account of what each channel held.
struct ChannelMixer {
    private var power: [Double] = []

    /// Below this share of the loudest channel's power a channel is dead: −40 dB.
    private static let deadShare = 1e-4

    /// −1…1; what is no number becomes silence.
    mutating func mono(_ frames: [Float], channels: Int) -> [Float] {
        if power.count < channels {
            power += [Double](repeating: 0, count: channels - power.count)
        }
        var mixed = [Float](repeating: 0, count: frames.count / channels)
        let share = 1 / Float(channels)
        frames.withUnsafeBufferPointer { source in
            power.withUnsafeMutableBufferPointer { power in
                mixed.withUnsafeMutableBufferPointer { target in
                    for index in target.indices {
                        var sum: Float = 0
                        for channel in 0..<channels {
                            let sample = source[index * channels + channel]
                            sum += sample
                            let square = Double(sample) * Double(sample)
                            if square.isFinite { power[channel] += square }
                        }
                        let mean = sum * share
                        target[index] = mean.isFinite ? max(-1, min(1, mean)) : 0
                    }
                }
            }
        }
        return mixed
    }

    /// Channels that held nothing while another one did.
    var silentChannels: Int {
        guard let loudest = power.max(), loudest > 0 else { return 0 }
        return power.count { $0 < loudest * Self.deadShare }
    }
}
