import Decoding
import Foundation
import Media

/// What a decoding process says first.
struct Greeting: Codable {
    /// Why it is not confined; nil where it is.
    var unconfined: String?
}

/// Asks for the file that lies in the shared memory.
struct DecodeRequest: Codable {
    enum Wish: Codable {
        case picture, recording, facts, archive
        case examination(DecodingFailure.Subject)
        /// The file is an archive that the next wishes are about; it stays until its owner ends the process.
        case openArchive
        case entry(Int, atMost: Int)
        case entryText(Int)
    }

    var wish: Wish
    var byteCount: Int
}

/// Pixels, samples and what was unpacked lie in the shared memory; only what is about them stands here.
enum DecodeReply: Codable {
    case picture(width: Int, height: Int, FactsMessage)
    case recording(sampleCount: Int, FactsMessage)
    case facts(FactsMessage?)
    case examination(FactsMessage, CornerColours?)
    case archive(ArchiveListing)
    case opened([ArchiveEntry])
    case unpacked(byteCount: Int)
    case refused(DecodingFailure)
}

/// Media facts on their way: the thumbnail as `Data`, which JSON carries in base 64.
struct FactsMessage: Codable {
    private var facts: MediaFacts
    private var thumbnail: Data?

    private static let longestName = 128

    init(_ facts: MediaFacts) {
        self.facts = facts
        thumbnail = facts.capture.thumbnail.map { Data($0) }
        self.facts.capture.thumbnail = nil
    }

    /// What a process that may be under a stranger's control says of a file; numbers that no file has are not believed.
    var checked: MediaFacts? {
        let side = 0...Int(UInt32.max)
        guard side ~= facts.storedWidth, side ~= facts.storedHeight, 1...8 ~= facts.orientation,
            side ~= facts.sampleRate, (facts.codec ?? "").utf8.count <= Self.longestName,
            (facts.colourProfile?.name ?? "").utf8.count <= Self.longestName,
            0...65_535 ~= facts.channels, 0...65_535 ~= facts.silentChannels, 0...1e12 ~= facts.seconds
        else { return nil }
        var whole = facts
        whole.capture.thumbnail = thumbnail.map { [UInt8]($0) }
        return whole
    }
}

extension DecodingFailure {
    /// Without a share that no file has; see `FactsMessage.checked`.
    var checked: DecodingFailure {
        var failure = self
        if let percent = arrivedPercent, !(0...99 ~= percent) { failure.arrivedPercent = nil }
        return failure
    }
}
