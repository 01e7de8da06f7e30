public import Foundation
import Glibc

/// A request whose end never comes: what was sent is there, and the connection stays open as long as this.
public final class UnfinishedUpload {
    private let number: Int32

    /// - Parameter head: the request's lines, without the empty one.
    public init(port: Int, head: [String], body: Data) throws {
        number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard number >= 0 else { throw POSIXError(.EIO) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else { throw POSIXError(.ECONNREFUSED) }
        let bytes = Data((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
        let sent = bytes.withUnsafeBytes { send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard sent == bytes.count else { throw POSIXError(.EPIPE) }
    }

    deinit { close(number) }
}
