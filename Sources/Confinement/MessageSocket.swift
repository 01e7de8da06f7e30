import Foundation
import Glibc

/// One end of the connection between a decoding process and its owner: JSON documents, each behind its length.
struct MessageSocket {
    enum Problem: Error {
        /// Nobody is at the other end any more, or what came is no message.
        case closed
        /// The time is over.
        case late
    }

    /// The other side may be under a stranger's control. The names of 2,000 entries of an archive need the most.
    private static let longestMessage = 4 << 20

    let descriptor: Int32

    func send(_ message: some Encodable) throws(Problem) {
        let body: Data
        do { body = try Self.encoder.encode(message) } catch { throw .closed }
        guard body.count <= Self.longestMessage else { throw .closed }
        var bytes = withUnsafeBytes(of: UInt32(body.count).littleEndian) { [UInt8]($0) }
        bytes += body
        var place = 0
        while place < bytes.count {
            let sent = bytes.withUnsafeBytes {
                // A reader that is gone is an answer, not a signal.
                Glibc.send(
                    descriptor, $0.baseAddress?.advanced(by: place), $0.count - place,
                    Int32(MSG_NOSIGNAL))
            }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { throw .closed }
            place += sent
        }
    }

    /// - Parameter deadline: nil waits for ever.
    func receive<Message: Decodable>(
        _ type: Message.Type, by deadline: ContinuousClock.Instant? = nil
    ) throws(Problem) -> Message {
        let head = try read(4, by: deadline)
        let count = (0..<4).reduce(0) { $0 | Int(head[$1]) << (8 * $1) }
        guard count <= Self.longestMessage else { throw .closed }
        let body = try read(count, by: deadline)
        do { return try Self.decoder.decode(type, from: Data(body)) } catch { throw .closed }
    }

    /// Nothing was said and nobody left; what is said unasked is no answer to anything.
    var isQuiet: Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 0
    }

    private func read(_ count: Int, by deadline: ContinuousClock.Instant?) throws(Problem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var place = 0
        while place < count {
            try wait(until: deadline)
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress?.advanced(by: place), count - place, 0)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw .closed }
            place += got
        }
        return bytes
    }

    private func wait(until deadline: ContinuousClock.Instant?) throws(Problem) {
        guard let deadline else { return }
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0 else { throw .late }
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = Glibc.poll(&poll, 1, Int32(min(left.rounded(.up), 60_000)))
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw .closed }
        }
    }

    // A decoder's numbers may be anything, and a message is never lost for one.
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "∞", negativeInfinity: "-∞", nan: "?")
        return encoder
    }()

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "∞", negativeInfinity: "-∞", nan: "?")
        return decoder
    }()
}
