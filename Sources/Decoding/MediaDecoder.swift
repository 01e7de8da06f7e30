public import Media

/// Uploaded bytes → an upright picture or a mono recording, with what the file says about itself. The bytes decide,
/// never the name: sniff, read the header, check the limits, only then allocate and decode.
public struct MediaDecoder: Sendable {
    /// Of every recording that leaves here, samples a second.
    public static let sampleRate = 16_000

    /// Judges the content credential that a file carries, from what its header says and all its bytes.
    public typealias CredentialJudge = @Sendable (MediaFacts, [UInt8]) -> ContentCredential

    public let limits: DecodingLimits
    private let credentialJudge: CredentialJudge?

    /// - Parameter credentialJudge: asked about pictures that carry a manifest; without one they stay `notAssessed`.
    public init(limits: DecodingLimits = .standard, credentialJudge: CredentialJudge? = nil) {
        self.limits = limits
        self.credentialJudge = credentialJudge
    }

    /// JPEG, PNG, WebP, HEIC or AVIF → sRGB, turned upright; of an animation its first frame. A JPEG beyond
    /// `limits.rasterPixels` comes at 1/2, 1/4 or 1/8 of its size.
    public func picture(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        do throws(DecodingFailure) { return try wholePicture(bytes) } catch { throw withShare(error, bytes) }
    }

    /// Of what breaks off, how much arrived.
    func withShare(_ failure: DecodingFailure, _ bytes: [UInt8]) -> DecodingFailure {
        guard failure.code == .truncated else { return failure }
        var failure = failure
        failure.arrivedPercent = ArrivedShare.percent(of: bytes, limits: limits)
        return failure
    }

    private func wholePicture(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        let signature = try sniff(bytes, for: .picture)
        let stored: Raster
        var facts: MediaFacts
        switch signature {
        case .jpeg: (stored, facts) = try jpeg(bytes)
        case .png: (stored, facts) = try png(bytes)
        case .webp: (stored, facts) = try webp(bytes)
        case .heif:
            (stored, facts) = try heif(bytes)
            judgeCredential(&facts, bytes)
            return (stored, facts)
        default: throw DecodingFailure(.unsupported, .picture, detail: signature.rawValue)
        }
        judgeCredential(&facts, bytes)
        return (stored.turned(orientation: facts.orientation), facts)
    }

    /// WAV, FLAC, MP3, Ogg Vorbis or Opus, AIFF; AAC, AMR and what else phones and browsers put into MPEG-4, 3GP and
    /// WebM → mono at `sampleRate`. Of a film its sound.
    public func recording(_ bytes: [UInt8]) throws(DecodingFailure) -> (Waveform, MediaFacts) {
        let signature = try sniff(bytes, for: .recording)
        if ContainerDecoder.signatures.contains(signature) {
            return try ContainerDecoder(limits: limits).decode(bytes, signature)
        }
        guard MediaDecoder.readableSound.contains(signature) else {
            throw DecodingFailure(.unsupported, .recording, detail: signature.rawValue)
        }
        return try RecordingDecoder(limits: limits).decode(bytes, signature)
    }

    /// What the header says, without decoding, also of a file whose picture is cut or refused: sides are 0 where no
    /// header was reached. nil where there is nothing to read.
    public func facts(of bytes: [UInt8]) -> MediaFacts? {
        guard var facts = header(of: bytes) else { return nil }
        judgeCredential(&facts, bytes)
        return facts
    }

    func judgeCredential(_ facts: inout MediaFacts, _ bytes: [UInt8]) {
        if let credentialJudge, facts.capture.credential.state == .notAssessed {
            facts.capture.credential = credentialJudge(facts, bytes)
        }
    }

    private func header(of bytes: [UInt8]) -> MediaFacts? {
        switch MediaSignature(of: bytes) {
        case .jpeg:
            let structure = JPEGStructure(bytes)
            return MediaDecoder.facts(of: structure, width: structure.width, height: structure.height)
        case .png:
            let structure = PNGStructure(bytes)
            return MediaDecoder.facts(
                .png, width: structure.width, height: structure.height, metadata: structure.metadata,
                samples: structure.samples)
        case .webp:
            let structure = WebPStructure(bytes)
            return MediaDecoder.facts(
                .webp, width: structure.width, height: structure.height, metadata: structure.metadata)
        case .heif: return heifFacts(of: bytes)
        case let sound: return soundFacts(of: bytes, sound)
        }
    }

    private func soundFacts(of bytes: [UInt8], _ signature: MediaSignature) -> MediaFacts? {
        do throws(DecodingFailure) {
            if ContainerDecoder.signatures.contains(signature) {
                return try ContainerDecoder(limits: limits).facts(of: bytes, signature)
            }
            guard MediaDecoder.readableSound.contains(signature) else { return nil }
            return try RecordingDecoder(limits: limits).facts(of: bytes, signature)
        } catch {
            return nil
        }
    }

    private static let readableSound: Set<MediaSignature> = [.wav, .flac, .mp3, .ogg, .aiff]

    private func sniff(
        _ bytes: [UInt8], for subject: DecodingFailure.Subject
    ) throws(DecodingFailure) -> MediaSignature {
        if bytes.isEmpty { throw DecodingFailure(.empty, subject, detail: "0 bytes") }
        let signature = MediaSignature(of: bytes)
        switch (subject, signature.kind) {
        case (.picture, .picture), (.recording, .sound): return signature
        case (_, .neither): throw DecodingFailure(.notMedia, subject, detail: "no known signature")
        default: throw DecodingFailure(.wrongKind, subject, detail: signature.rawValue)
        }
    }

    private func jpeg(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        let structure = try jpegStructure(bytes)
        let reader = try JPEGReader()
        let (header, facts) = try jpegHeader(bytes, structure, reader)
        let scale = JPEGReader.Scale(header, within: limits.rasterPixels)
        let conversion = ColourConversion(of: structure.metadata, structure.samples, facts)
        return (try reader.raster(bytes, header, scale, conversion), facts)
    }

    /// What can be told from the segments before the library sees them.
    func jpegStructure(_ bytes: [UInt8]) throws(DecodingFailure) -> JPEGStructure {
        let structure = JPEGStructure(bytes)
        if structure.width > 0, structure.height > 0 {
            try check(
                width: structure.width, height: structure.height, side: limits.jpegSide,
                pixels: pixelLimit(structure))
        }
        switch structure.end {
        case .whole: return structure
        case .truncated:
            throw DecodingFailure(.truncated, .picture, detail: "no end of image in \(bytes.count) bytes")
        case .corrupt: throw DecodingFailure(.corrupt, .picture, detail: "a segment of impossible length")
        }
    }

    func jpegHeader(
        _ bytes: [UInt8], _ structure: JPEGStructure, _ reader: borrowing JPEGReader
    ) throws(DecodingFailure) -> (JPEGReader.Header, MediaFacts) {
        let header = try reader.header(bytes)
        try check(
            width: header.width, height: header.height, side: limits.jpegSide, pixels: pixelLimit(structure))
        return (header, MediaDecoder.facts(of: structure, width: header.width, height: header.height))
    }

    private static func facts(of structure: JPEGStructure, width: Int, height: Int) -> MediaFacts {
        var facts = facts(
            .jpeg, width: width, height: height, metadata: structure.metadata, samples: structure.samples)
        facts.codec = structure.codec
        facts.luminanceSteps = structure.steps.luminance
        return facts
    }

    private func pixelLimit(_ structure: JPEGStructure) -> Int {
        structure.isProgressive ? limits.progressiveJPEGPixels : limits.jpegPixels
    }

    private func png(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        let structure = PNGStructure(bytes)
        if structure.end == .corrupt {
            throw DecodingFailure(.corrupt, .picture, detail: "not the chunks of a PNG")
        }
        if structure.width > 0, structure.height > 0 {
            try check(
                width: structure.width, height: structure.height, side: limits.side, pixels: limits.pixels)
        }
        if structure.end == .truncated {
            throw DecodingFailure(.truncated, .picture, detail: "no end chunk in \(bytes.count) bytes")
        }
        let facts = MediaDecoder.facts(
            .png, width: structure.width, height: structure.height, metadata: structure.metadata,
            samples: structure.samples)
        var picture = try PNGReader.raster(bytes, hasAlpha: structure.hasAlpha)
        picture.convert(by: ColourConversion(of: structure.metadata, structure.samples, facts))
        return (picture, facts)
    }

    func check(width: Int, height: Int, side: Int, pixels: Int) throws(DecodingFailure) {
        switch limits.problem(width: width, height: height, side: side, pixels: pixels) {
        case nil: return
        case .tooLarge: throw DecodingFailure(.tooLarge, .picture, detail: "\(width) × \(height) pixels")
        case .tooSmall: throw DecodingFailure(.tooSmall, .picture, detail: "\(width) × \(height) pixels")
        }
    }

    static func facts(
        _ format: MediaFacts.Format, width: Int, height: Int, metadata: MetadataBlocks,
        samples: ColourConversion.Samples = .colours
    ) -> MediaFacts {
        let (capture, orientation) = CaptureFactsReader.read(metadata)
        return MediaFacts(
            format: format, storedWidth: width, storedHeight: height, orientation: orientation,
            colourProfile: metadata.profile.map { ColourConversion($0, of: samples).facts },
            capture: capture)
    }
}
