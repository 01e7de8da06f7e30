import Decoding

/// An archive in a process of its own: whatever it does to that process, it does to nothing else.
final class ConfinedArchive: OpenArchive {
    let entries: [ArchiveEntry]
    private let process: DecodeProcess
    private let byteCount: Int
    private let seconds: Double

    /// - Parameter seconds: on the clock, for each question.
    init(_ process: DecodeProcess, path: String, seconds: Double) throws(DecodingFailure) {
        self.process = process
        self.seconds = seconds
        do throws(ConfinementError) { byteCount = try process.load(path) } catch {
            throw DecodingFailure(.decoderUnavailable, .archive, detail: error.description)
        }
        entries = try Self.ask(process, .openArchive, byteCount, seconds) { reply in
            guard case .opened(let entries) = reply, Self.canBe(entries) else { return nil }
            return entries
        }
    }

    func bytes(of index: Int, atMost most: Int) throws(DecodingFailure) -> [UInt8] {
        try Self.ask(process, .entry(index, atMost: most), byteCount, seconds) { reply in
            guard case .unpacked(let count) = reply, count <= most else { return nil }
            return process.unpacked(byteCount: count)
        }
    }

    func text(of index: Int) throws(DecodingFailure) -> String {
        try Self.ask(process, .entryText(index), byteCount, seconds) { reply in
            guard case .unpacked(let count) = reply, count <= Self.longestText else { return nil }
            return process.unpacked(byteCount: count).flatMap { String(validating: $0, as: UTF8.self) }
        }
    }

    /// GB 18030 grows by half in UTF-8.
    private static let longestText = 2 * ArchiveLimits().textBytes

    /// A process that may be under a stranger's control has no way to the eyes and the terminal of its owner.
    private static func canBe(_ entries: [ArchiveEntry]) -> Bool {
        entries.allSatisfy { $0.name.unicodeScalars.allSatisfy { !$0.isUnseen } && $0.statedBytes >= 0 }
    }

    private static func ask<Value>(
        _ process: DecodeProcess, _ wish: DecodeRequest.Wish, _ byteCount: Int, _ seconds: Double,
        _ read: (DecodeReply) -> Value?
    ) throws(DecodingFailure) -> Value {
        switch process.ask(wish, byteCount: byteCount, seconds: seconds) {
        case .reply(.refused(let failure)): throw failure
        case .reply(let reply):
            guard let value = read(reply) else {
                throw DecodingFailure(.decoderCrashed, .archive, detail: "an answer that cannot be true")
            }
            return value
        case .late:
            throw DecodingFailure(.decoderTimedOut, .archive, detail: "no answer within \(seconds) s")
        case .ended(let ending):
            throw DecodingFailure(
                ConfinedDecoder.code(of: ending), .archive, detail: "the process ended: \(ending)")
        }
    }
}
