/// How much of a multipart body the parser is willing to hold or count.
public struct MultipartLimits: Sendable, Equatable {
    /// Bytes of the header block of one part.
    public var headerBytes: Int
    /// Bytes before the first boundary and after the last one.
    public var surroundingBytes: Int
    /// Parts of one body.
    public var parts: Int

    public init(headerBytes: Int = 8_192, surroundingBytes: Int = 8_192, parts: Int = 32) {
        self.headerBytes = headerBytes
        self.surroundingBytes = surroundingBytes
        self.parts = parts
    }
}

/// Why a body is not the `multipart/form-data` that it claims to be.
public struct MultipartError: Error, Equatable {
    public enum Code: String, Sendable {
        case boundaryMissing, malformed, headerTooLong, tooManyParts, truncated
    }
    public let code: Code
    /// What was seen, in English.
    public let detail: String

    package init(code: Code, detail: String) {
        self.code = code
        self.detail = detail
    }
}

/// The head of one part of a form.
public struct MultipartPart: Sendable, Equatable {
    /// The field's name.
    public let name: String
    /// Present on files, as the sender wrote it.
    public let fileName: String?
    public let contentType: String?

    package init(name: String, fileName: String?, contentType: String?) {
        self.name = name
        self.fileName = fileName
        self.contentType = contentType
    }
}

/// What a chunk of the body turned out to hold, in order.
public enum MultipartEvent: Sendable, Equatable {
    case begin(MultipartPart)
    case bytes(ArraySlice<UInt8>)
    case end
}

/// Reads `multipart/form-data` (RFC 7578, delimiters as in RFC 2046 § 5.1) chunk by chunk. However the body is cut into
/// chunks, the parts and the concatenation of their bytes are the same. It keeps no more than one chunk plus one
/// header block.
public struct MultipartParser: Sendable {
    private enum State { case preamble, afterDelimiter, headers, body, epilogue }

    private let delimiter: [UInt8]
    private let limits: MultipartLimits
    private var state = State.preamble
    /// Bytes not yet understood. It starts with the line break that a delimiter on the first line lacks.
    private var pending: [UInt8] = [13, 10]
    private var parts = 0
    private var surrounding = 0

    /// - Parameter boundary: as given by the content type, 1…70 characters (RFC 2046).
    public init(boundary: String, limits: MultipartLimits = MultipartLimits()) throws(MultipartError) {
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (32...126).contains($0) })
        else {
            throw MultipartError(code: .boundaryMissing, detail: "a boundary has 1 to 70 ASCII characters")
        }
        delimiter = [13, 10, 45, 45] + Array(boundary.utf8)
        self.limits = limits
    }

    /// Takes the next chunk and returns what is certain by now.
    public mutating func feed(_ chunk: some Sequence<UInt8>) throws(MultipartError) -> [MultipartEvent] {
        pending.append(contentsOf: chunk)
        var events: [MultipartEvent] = []
        var start = 0
        reading: while true {
            switch state {
            case .preamble, .body:
                let inBody = state == .body
                let (length, found) = Self.scan(pending, from: start, for: delimiter)
                if length > 0 {
                    if inBody { events.append(.bytes(pending[start..<start + length])) }
                    if !inBody { try count(length) }
                    start += length
                }
                guard found else { break reading }
                if inBody { events.append(.end) }
                start += delimiter.count
                state = .afterDelimiter
            case .afterDelimiter:
                guard let next = try passDelimiterEnd(from: start) else { break reading }
                start = next
            case .headers:
                guard let (part, next) = try readHeaders(from: start) else { break reading }
                events.append(.begin(part))
                start = next
                state = .body
            case .epilogue:
                try count(pending.count - start)
                start = pending.count
                break reading
            }
        }
        pending = start == pending.count ? [] : Array(pending[start...])
        return events
    }

    /// Says whether the body came to its end.
    public func finish() throws(MultipartError) {
        guard state == .epilogue else {
            throw MultipartError(
                code: .truncated, detail: "the body ends before the closing boundary; it was cut off")
        }
    }

    // MARK: Steps

    private mutating func count(_ bytes: Int) throws(MultipartError) {
        surrounding += bytes
        guard surrounding <= limits.surroundingBytes else {
            throw MultipartError(
                code: .malformed, detail: "more than \(limits.surroundingBytes) bytes outside the parts")
        }
    }

    /// What follows a delimiter: `--` ends the body, a line break begins a part; blanks may stand before the break.
    private mutating func passDelimiterEnd(from start: Int) throws(MultipartError) -> Int? {
        var index = start
        if index + 1 < pending.count, pending[index] == 45, pending[index + 1] == 45 {
            state = .epilogue
            return index + 2
        }
        while index < pending.count, pending[index] == 32 || pending[index] == 9 {
            index += 1
            guard index - start <= 256 else {
                throw MultipartError(code: .malformed, detail: "blanks without end after a boundary")
            }
        }
        guard index + 1 < pending.count else {
            guard index == pending.count || pending[index] == 13 || (index == start && pending[index] == 45)
            else { throw Self.strayAfterBoundary }
            return nil
        }
        guard pending[index] == 13, pending[index + 1] == 10 else { throw Self.strayAfterBoundary }
        parts += 1
        guard parts <= limits.parts else {
            throw MultipartError(code: .tooManyParts, detail: "more than \(limits.parts) parts")
        }
        state = .headers
        // The break stays: a part without headers begins with the empty line right here.
        return index
    }

    private static let strayAfterBoundary = MultipartError(
        code: .malformed, detail: "a boundary is followed by something else than a line break or --")

    private func readHeaders(from start: Int) throws(MultipartError) -> (MultipartPart, Int)? {
        let (length, found) = Self.scan(pending, from: start, for: [13, 10, 13, 10])
        guard length <= limits.headerBytes else {
            throw MultipartError(
                code: .headerTooLong, detail: "the headers of a part exceed \(limits.headerBytes) bytes")
        }
        guard found else { return nil }
        let part = try PartHeaders.read(pending[start..<start + length])
        return (part, start + length + 4)
    }

    /// How many bytes from `start` on certainly lie before the pattern, and whether the pattern follows them.
    private static func scan(_ bytes: [UInt8], from start: Int, for pattern: [UInt8]) -> (Int, Bool) {
        bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                guard let first = pattern.first else { return (0, false) }
                var index = start
                while index < bytes.count {
                    if bytes[index] == first {
                        var matched = 1
                        while matched < pattern.count, index + matched < bytes.count,
                            bytes[index + matched] == pattern[matched]
                        { matched += 1 }
                        if matched == pattern.count { return (index - start, true) }
                        // The chunk ends inside what may become the pattern.
                        if index + matched == bytes.count { return (index - start, false) }
                    }
                    index += 1
                }
                return (bytes.count - start, false)
            }
        }
    }
}
