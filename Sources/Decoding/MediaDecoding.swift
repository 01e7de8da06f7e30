public import Media

/// Whoever turns uploaded bytes into pictures and recordings: `MediaDecoder` in this process, or a process of its own.
/// Calls return when all is decoded; a caller that must not wait has them run elsewhere.
public protocol MediaDecoding: Sendable {
    /// An upright sRGB picture.
    func picture(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts)
    /// Mono at `MediaDecoder.sampleRate`.
    func recording(_ bytes: [UInt8]) throws(DecodingFailure) -> (Waveform, MediaFacts)
    /// What the header says, also of a file that cannot be decoded; nil where there is nothing to read.
    func facts(of bytes: [UInt8]) throws(DecodingFailure) -> MediaFacts?
    /// Decodes the whole file and keeps only what tells whether that went well.
    func examine(_ bytes: [UInt8], as subject: DecodingFailure.Subject) throws(DecodingFailure) -> Examination
    /// Of a ZIP of evidence, whose entries are unpacked to be counted.
    func archive(_ bytes: [UInt8]) throws(DecodingFailure) -> ArchiveListing
}

/// What is left of a decoded file whose pixels or samples nobody asked for.
public struct Examination: Sendable, Equatable, Codable {
    public var facts: MediaFacts
    /// Of the upright picture.
    public var corners: CornerColours?

    public init(facts: MediaFacts, corners: CornerColours? = nil) {
        self.facts = facts
        self.corners = corners
    }
}

extension MediaDecoder: MediaDecoding {
    public func examine(
        _ bytes: [UInt8], as subject: DecodingFailure.Subject
    ) throws(DecodingFailure) -> Examination {
        switch subject {
        case .picture:
            let (picture, facts) = try picture(bytes)
            return Examination(facts: facts, corners: CornerColours(of: picture))
        case .recording: return Examination(facts: try recording(bytes).1)
        case .archive: throw DecodingFailure(.wrongKind, .archive, detail: "an archive has no media facts")
        }
    }
}
