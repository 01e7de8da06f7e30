import Foundation
import Glibc

/// A socket that listens on a free port of this machine's loopback.
final class LocalSocket: Sendable {
    let port: UInt16
    private let number: Int32

    init() throws {
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
        number = listener
    }

    // Closed once nobody can name it any more: a number that was closed belongs to whoever opens the next file.
    deinit { close(number) }

    func stop() { shutdown(number, Int32(SHUT_RDWR)) }

    /// The next connection; nil once the socket was stopped.
    func connection() -> Int32? {
        let connection = accept(number, nil, nil)
        return connection >= 0 ? connection : nil
    }

    static func send(_ text: String, to connection: Int32) {
        _ = text.withCString { Glibc.send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }
}
