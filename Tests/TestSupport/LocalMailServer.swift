import Foundation
import Glibc
import Synchronization

/// A real mail server on this machine's loopback: speaks as much SMTP (RFC 5321) as one letter needs.
public final class LocalMailServer: Sendable {
    /// A letter as it arrived.
    public struct Letter: Sendable, Equatable {
        public var from = ""
        public var to: [String] = []
        public var text = ""
    }

    private let socket: LocalSocket
    /// What the recipient of each conversation is answered with.
    private let recipientAnswers: [String]
    private let received = Mutex<[Letter]>([])

    public var port: UInt16 { socket.port }
    public var letters: [Letter] { received.withLock { $0 } }

    /// - Parameter recipientAnswers: one for each conversation: `250 OK`, `550 no such user`, `451 try later`.
    public init(_ recipientAnswers: [String] = ["250 OK"]) throws {
        socket = try LocalSocket()
        self.recipientAnswers = recipientAnswers
        Thread { [self] in serve() }.start()
    }

    public func stop() { socket.stop() }

    private func serve() {
        for answer in recipientAnswers {
            guard let connection = socket.connection() else { break }
            converse(connection, answer)
            close(connection)
        }
    }

    private func converse(_ connection: Int32, _ recipientAnswer: String) {
        var letter = Letter()
        var unread: [UInt8] = []
        LocalSocket.send("220 local ESMTP\r\n", to: connection)
        while let line = Self.line(connection, &unread) {
            let word = line.prefix(4).uppercased()
            switch word {
            case "MAIL": letter.from = Self.address(line)
            case "RCPT": letter.to.append(Self.address(line))
            case "DATA":
                LocalSocket.send("354 go on\r\n", to: connection)
                while let text = Self.line(connection, &unread), text != "." { letter.text += text + "\n" }
                let whole = letter
                received.withLock { $0.append(whole) }
            case "QUIT":
                LocalSocket.send("221 bye\r\n", to: connection)
                return
            default: break
            }
            LocalSocket.send((word == "RCPT" ? recipientAnswer : "250 OK") + "\r\n", to: connection)
        }
    }

    private static func address(_ line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }

    /// The next line without its end; nil once the client has gone.
    private static func line(_ connection: Int32, _ unread: inout [UInt8]) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = unread.firstIndex(of: 10) {
                let line = unread[..<end].filter { $0 != 13 }
                unread.removeSubrange(...end)
                return String(decoding: line, as: UTF8.self)
            }
            let got = recv(connection, &buffer, buffer.count, 0)
            guard got > 0 else { return nil }
            unread += buffer.prefix(got)
        }
    }
}
