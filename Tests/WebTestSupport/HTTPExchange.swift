import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// One request over a plain socket, written as it is given: nothing is followed, repaired or hidden.
public struct HTTPExchange: Sendable {
    public struct Failure: Error {
        public let step: String
    }
    let port: Int

    /// Sends bytes and reads until the server closes.
    public func send(_ bytes: [UInt8]) async throws -> TestAnswer {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: a waiting socket must not take one that the server's database needs.
            Thread.detachNewThread {
                continuation.resume(with: Result { try TestAnswer(Self.exchange(bytes, port: port)) })
            }
        }
    }

    /// A connection to this machine's loopback, for the caller to close.
    public static func open(port: Int) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Failure(step: "socket") }
        // Only for a server that never answers: beside a whole run of tests an honest answer may take long.
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(socket)
            throw Failure(step: "connect")
        }
        return socket
    }

    private static func exchange(_ bytes: [UInt8], port: Int) throws -> [UInt8] {
        let socket = try open(port: port)
        defer { close(socket) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // The server may answer and close before it has read everything: what it said still counts.
            guard count > 0 else { break }
            sent += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return answer
    }
}

/// What came back.
public struct TestAnswer: Sendable {
    public let status: Int
    /// By lower-case name; several of one name are joined with line breaks.
    public let headers: [String: String]
    public let body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of a cookie that the answer sets.
    public func cookie(_ name: String) -> String? {
        (headers["set-cookie"] ?? "").split(separator: "\n").compactMap { line -> String? in
            let pair = line.split(separator: ";").first?.split(separator: "=", maxSplits: 1)
            guard let pair, pair.count == 2, pair[0] == name else { return nil }
            return String(pair[1])
        }.first
    }

    public func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
    }

    init(_ bytes: [UInt8]) throws {
        guard let end = bytes.firstRange(of: [13, 10, 13, 10]) else {
            throw HTTPExchange.Failure(step: "no answer (\(bytes.count) bytes)")
        }
        var lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let first = lines.removeFirst().split(separator: " ")
        status = first.count > 1 ? Int(first[1]) ?? 0 : 0
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[name] = headers[name].map { $0 + "\n" + value } ?? value
        }
        self.headers = headers
        let rest = Array(bytes[end.upperBound...])
        body = headers["transfer-encoding"] == "chunked" ? Self.unchunked(rest) : rest
    }

    private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let line = rest.firstRange(of: [13, 10]) {
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) ?? 0
            guard size > 0, line.upperBound + size <= rest.endIndex else { break }
            body += rest[line.upperBound..<line.upperBound + size]
            rest = rest[min(rest.endIndex, line.upperBound + size + 2)...]
        }
        return body
    }
}
