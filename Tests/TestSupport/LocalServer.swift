import Foundation
import Glibc
import Synchronization

/// A real HTTP server on this machine's loopback: answers each request with the next of its answers.
final class LocalServer: Sendable {
    struct Answer: Sendable {
        var status = 200
        var headers: [String] = []
        var body = ""
        /// Nothing is sent; the connection stays open until the client gives up.
        var isSilent = false
    }

    let port: UInt16
    private let socketNumber: Int32
    private let received = Mutex<[String]>([])

    var requests: [String] { received.withLock { $0 } }

    init(_ answers: [Answer]) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw POSIXError(.EIO) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, generic, &size) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        socketNumber = listener
        Thread { [self] in serve(answers) }.start()
    }

    // Closed once nobody can name it any more: a number that was closed belongs to whoever opens the next file.
    deinit { close(socketNumber) }

    func stop() { shutdown(socketNumber, Int32(SHUT_RDWR)) }

    private func serve(_ answers: [Answer]) {
        for answer in answers {
            let connection = accept(socketNumber, nil, nil)
            guard connection >= 0 else { break }
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
            _ = text.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
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
