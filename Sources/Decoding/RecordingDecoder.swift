import Media

/// Decodes block by block, mixing to mono and resampling as it goes, so that two hours at 48 kHz never stand in
/// memory at once. Beyond `keptSeconds` it only counts.
struct RecordingDecoder {
    let limits: DecodingLimits

    private static let blockFrames = 32_768

    /// From the header alone: 0 seconds where it does not say.
    func facts(of bytes: [UInt8], _ signature: MediaSignature) throws(DecodingFailure) -> MediaFacts {
        let reader = try SoundReader(bytes, SoundStructure.range(bytes, signature), signature)
        try check(reader.header)
        let seconds = Double(reader.header.frames ?? 0) / Double(reader.header.sampleRate)
        return MediaFacts(
            format: reader.header.format, channels: reader.header.channels, seconds: seconds,
            sampleRate: reader.header.sampleRate, codec: reader.header.codec)
    }

    func decode(
        _ bytes: [UInt8], _ signature: MediaSignature
    ) throws(DecodingFailure) -> (Waveform, MediaFacts) {
        let reader = try SoundReader(bytes, SoundStructure.range(bytes, signature), signature)
        let header = reader.header
        try check(header)
        let limit = Int(limits.longestSeconds * Double(header.sampleRate))
        var resampler = Resampler(from: header.sampleRate, to: MediaDecoder.sampleRate)
        var samples: [Float] = []
        let kept = limits.keptSamples
        if let claimed = header.frames {
            samples.reserveCapacity(min(kept, claimed / header.sampleRate * MediaDecoder.sampleRate))
        }
        var mixer = ChannelMixer()
        var frames = 0
        while true {
            let block = reader.next(frames: RecordingDecoder.blockFrames)
            if block.isEmpty { break }
            frames += block.count / header.channels
            // The header's claim is not trusted: streams state no length.
            guard frames <= limit else { throw failure(.tooLarge, "more than \(limit) frames") }
            if samples.count < kept {
                resampler.push(mixer.mono(block, channels: header.channels), into: &samples)
            }
        }
        resampler.finish(into: &samples)
        samples.removeLast(max(0, samples.count - kept))
        if frames == 0 { throw reader.complaint() ?? failure(.empty, "no samples") }
        let seconds = Double(frames) / Double(header.sampleRate)
        if header.format == .flac, let claimed = header.frames, frames < claimed {
            throw DecodingFailure(
                .truncated, .recording, detail: "\(frames) of \(claimed) frames",
                arrivedPercent: ArrivedShare.percent(frames, of: claimed))
        }
        guard seconds >= limits.shortestSeconds else { throw failure(.tooShort, "\(seconds) s") }
        return (
            Waveform(sampleRate: MediaDecoder.sampleRate, samples: samples),
            MediaFacts(
                format: header.format, channels: header.channels, seconds: seconds,
                silentChannels: mixer.silentChannels, sampleRate: header.sampleRate, codec: header.codec)
        )
    }

    private func check(_ header: SoundReader.Header) throws(DecodingFailure) {
        guard header.channels > 0, header.sampleRate > 0 else {
            throw failure(.corrupt, "\(header.channels) channels at \(header.sampleRate) Hz")
        }
        guard header.channels <= limits.channels else {
            throw failure(.tooLarge, "\(header.channels) channels")
        }
        guard limits.sampleRates.contains(header.sampleRate) else {
            throw failure(.unsupported, "\(header.sampleRate) Hz")
        }
        guard Double(header.frames ?? 0) / Double(header.sampleRate) <= limits.longestSeconds else {
            throw failure(.tooLarge, "\(header.frames ?? 0) frames at \(header.sampleRate) Hz")
        }
    }

    private func failure(_ code: DecodingFailure.Code, _ detail: String) -> DecodingFailure {
        DecodingFailure(code, .recording, detail: detail)
    }
}
