import Foundation
import Glibc
import Synchronization

/// A real HTTP server on this machine's loopback: answers each request with the next of its answers.
public final class LocalServer: Sendable {
    public struct Answer: Sendable {
        public var status: Int
        public var headers: [String]
        public var body: String
        /// Nothing is sent; the connection stays open until the client gives up.
        public var isSilent: Bool

        public init(status: Int = 200, headers: [String] = [], body: String = "", isSilent: Bool = false) {
            self.status = status
            self.headers = headers
            self.body = body
            self.isSilent = isSilent
        }
    }

    private let socket: LocalSocket
    private let received = Mutex<[String]>([])

    public var port: UInt16 { socket.port }
    public var requests: [String] { received.withLock { $0 } }

    public init(_ answers: [Answer]) throws {
        socket = try LocalSocket()
        Thread { [self] in serve(answers) }.start()
    }

    public func stop() { socket.stop() }

    private func serve(_ answers: [Answer]) {
        for answer in answers {
            guard let connection = socket.connection() else { break }
            let request = Self.read(connection)
            received.withLock { $0.append(request) }
            if answer.isSilent {
                var byte: UInt8 = 0
                while recv(connection, &byte, 1, 0) > 0 {}
                close(connection)
                continue
            }
            let lines =
                [
                    "HTTP/1.1 \(answer.status) X", "Content-Length: \(answer.body.utf8.count)",
                    "Connection: close",
                ]
                + answer.headers
            let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + answer.body
            LocalSocket.send(text, to: connection)
            close(connection)
        }
    }

    /// Header and as much body as it promises, as Latin letters: the sound in it is not looked at.
    private static func read(_ connection: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes.prefix(4_096).map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n"),
                let length = text.lowercased().range(of: "content-length: ").map({
                    text[$0.upperBound...].prefix { $0.isNumber }
                }),
                let count = Int(length),
                bytes.count >= text.distance(from: text.startIndex, to: end.upperBound) + count
            {
                break
            }
            let got = recv(connection, &buffer, buffer.count, 0)
            if got <= 0 { break }
            bytes += buffer.prefix(got)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
