import Media

/// Decodes the sound track of a container, mixing and resampling frame by frame. Beyond `keptSeconds` it only counts.
struct ContainerDecoder {
    let limits: DecodingLimits

    static let signatures: Set<MediaSignature> = [.mpeg4, .matroska, .aac, .amr]

    func decode(
        _ bytes: [UInt8], _ signature: MediaSignature
    ) throws(DecodingFailure) -> (Waveform, MediaFacts) {
        if signature == .mpeg4, let problem = MPEG4Structure.problem(bytes) { throw problem }
        var reader = try ContainerReader(bytes, signature)
        guard reader.claimedSeconds <= limits.longestSeconds else {
            throw failure(.tooLarge, "\(reader.claimedSeconds) s")
        }
        var samples: [Float] = []
        var resampler: (rate: Int, Resampler)?
        var mixer = ChannelMixer()
        var channels = 0
        var rate = 0
        var seconds = 0.0
        while let block = try reader.next(limitSeconds: limits.longestSeconds) {
            try check(block)
            if resampler?.rate != block.sampleRate {
                resampler?.1.finish(into: &samples)
                resampler = (block.sampleRate, Resampler(from: block.sampleRate, to: MediaDecoder.sampleRate))
            }
            channels = max(channels, block.channels)
            rate = max(rate, block.sampleRate)
            seconds += Double(block.samples.count / block.channels) / Double(block.sampleRate)
            // The header's claim is not trusted: streams state no length.
            guard seconds <= limits.longestSeconds else { throw failure(.tooLarge, "more than \(seconds) s") }
            if samples.count < limits.keptSamples {
                resampler?.1.push(mixer.mono(block.samples, channels: block.channels), into: &samples)
            }
        }
        resampler?.1.finish(into: &samples)
        samples.removeLast(max(0, samples.count - limits.keptSamples))
        guard !samples.isEmpty else {
            throw reader.damagedPackets > 0
                ? failure(.corrupt, "no packet could be decoded") : failure(.empty, "no samples")
        }
        guard seconds >= limits.shortestSeconds else { throw failure(.tooShort, "\(seconds) s") }
        return (
            Waveform(sampleRate: MediaDecoder.sampleRate, samples: samples),
            MediaFacts(
                format: Self.format(signature), channels: channels, seconds: seconds,
                silentChannels: mixer.silentChannels, sampleRate: rate, codec: reader.codec)
        )
    }

    /// What the container says, nothing decoded.
    func facts(of bytes: [UInt8], _ signature: MediaSignature) throws(DecodingFailure) -> MediaFacts {
        if signature == .mpeg4, let problem = MPEG4Structure.problem(bytes) { throw problem }
        let reader = try ContainerReader(bytes, signature)
        return MediaFacts(
            format: Self.format(signature), channels: reader.claimedChannels, seconds: reader.claimedSeconds,
            sampleRate: reader.claimedRate, codec: reader.codec)
    }

    private func check(_ block: ContainerReader.Block) throws(DecodingFailure) {
        guard block.channels <= limits.channels else {
            throw failure(.tooLarge, "\(block.channels) channels")
        }
        guard limits.sampleRates.contains(block.sampleRate) else {
            throw failure(.unsupported, "\(block.sampleRate) Hz")
        }
    }

    private static func format(_ signature: MediaSignature) -> MediaFacts.Format {
        switch signature {
        case .matroska: .webm
        case .aac: .aac
        case .amr: .amr
        default: .m4a
        }
    }

    private func failure(_ code: DecodingFailure.Code, _ detail: String) -> DecodingFailure {
        DecodingFailure(code, .recording, detail: detail)
    }
}
