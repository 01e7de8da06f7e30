public import Foundation

/// A ZIP archive without compression (APPNOTE 6.3.10): everyone can open it, and the files in it keep their bytes. The
/// same entries give the same archive: no clock is asked.
///
/// It is given out piece by piece, so that a recording of an hour is never held whole.
public struct StoredArchive: Sendable {
    public struct Entry: Sendable, Equatable {
        public enum Content: Sendable, Equatable {
            case bytes([UInt8])
            /// Read twice, for its check sum and when its turn comes; it must not change in between.
            case file(URL)
        }

        /// Relative, with `/`; ASCII or UTF-8.
        public var name: String
        public var content: Content
        public init(name: String, content: Content) {
            self.name = name
            self.content = content
        }

        public init(name: String, bytes: [UInt8]) { self.init(name: name, content: .bytes(bytes)) }
    }

    public enum Failure: Error, Sendable {
        /// The archive would need the 64-bit form, which is not written here.
        case tooLarge
        /// A file cannot be read, or is another than a moment ago.
        case unreadable(String)
    }

    /// What follows what in the archive.
    fileprivate enum Part: Sendable {
        case bytes([UInt8])
        case file(URL, byteCount: Int)
    }

    private static let version = 20
    /// Names are UTF-8 (general purpose bit 11).
    private static let flags = 0x0800
    /// 1980-01-01, the first day that the format knows.
    private static let date = 0x0021
    private static let limit = 0xFFFF_FFFF
    fileprivate static let pieceBytes = 262_144

    private let parts: [Part]
    /// Of the whole archive.
    public let byteCount: Int

    /// Reads what lies in files once, for sizes and check sums.
    public init(_ entries: [Entry]) throws(Failure) {
        guard entries.count < 0xFFFF else { throw .tooLarge }
        var parts: [Part] = []
        var directory: [UInt8] = []
        var place = 0
        for entry in entries {
            let name = Array(entry.name.utf8)
            let (part, sum, size) = try Self.measured(entry.content)
            guard place + size + name.count + 1024 < Self.limit, name.count < 0xFFFF else { throw .tooLarge }
            let common =
                Self.number(Self.version, 2) + Self.number(Self.flags, 2) + Self.number(0, 2)
                + Self.number(0, 2) + Self.number(Self.date, 2) + Self.number(Int(sum), 4)
                + Self.number(size, 4) + Self.number(size, 4) + Self.number(name.count, 2)
                + Self.number(0, 2)
            directory +=
                [0x50, 0x4B, 0x01, 0x02] + Self.number(Self.version, 2) + common + Self.number(0, 2)
                + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4) + Self.number(place, 4) + name
            let head = [0x50, 0x4B, 0x03, 0x04] + common + name
            parts += [.bytes(head), part]
            place += head.count + size
        }
        let end =
            [0x50, 0x4B, 0x05, 0x06] + Self.number(0, 2) + Self.number(0, 2)
            + Self.number(entries.count, 2) + Self.number(entries.count, 2)
            + Self.number(directory.count, 4) + Self.number(place, 4) + Self.number(0, 2)
        self.parts = parts + [.bytes(directory + end)]
        byteCount = place + directory.count + end.count
    }

    /// The archive from its beginning.
    public func pieces() -> Pieces { Pieces(parts: parts) }

    private static func measured(
        _ content: Entry.Content
    ) throws(Failure) -> (part: Part, sum: UInt32, size: Int) {
        var sum = CyclicCheck()
        switch content {
        case .bytes(let bytes):
            sum.add(bytes)
            return (.bytes(bytes), sum.value, bytes.count)
        case .file(let url):
            let file = try ArchivedFile(url)
            var size = 0
            while let piece = try file.read(upTo: pieceBytes) {
                sum.add(piece)
                size += piece.count
            }
            return (.file(url, byteCount: size), sum.value, size)
        }
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
    }

    /// The archive's bytes in order, at most a quarter of a megabyte at a time where they come from a file.
    public struct Pieces: Sendable {
        private var parts: [Part]
        private var file: (file: ArchivedFile, left: Int)?

        fileprivate init(parts: [Part]) { self.parts = parts.reversed() }

        /// - Returns: nil after the last.
        public mutating func next() throws(Failure) -> [UInt8]? {
            while true {
                if let (open, left) = file, left > 0 {
                    guard let piece = try open.read(upTo: min(left, StoredArchive.pieceBytes)) else {
                        throw .unreadable("a file is shorter than a moment ago")
                    }
                    file = (open, left - piece.count)
                    return piece
                }
                file = nil
                switch parts.popLast() {
                case nil: return nil
                case .bytes(let bytes): if !bytes.isEmpty { return bytes }
                case .file(let url, let byteCount): file = (try ArchivedFile(url), byteCount)
                }
            }
        }
    }
}

/// A file that is read from its beginning on.
private struct ArchivedFile: Sendable {
    private let handle: FileHandle

    init(_ url: URL) throws(StoredArchive.Failure) {
        do { handle = try FileHandle(forReadingFrom: url) } catch { throw .unreadable("\(error)") }
    }

    /// - Returns: nil at the end.
    func read(upTo count: Int) throws(StoredArchive.Failure) -> [UInt8]? {
        do {
            guard let data = try handle.read(upToCount: count), !data.isEmpty else { return nil }
            return Array(data)
        } catch {
            throw .unreadable("\(error)")
        }
    }
}

/// CRC-32 as ZIP and PNG use it (ISO 3309, polynomial EDB88320 reflected).
struct CyclicCheck {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    private var register: UInt32 = 0xFFFF_FFFF

    /// Over everything that was added.
    var value: UInt32 { ~register }

    mutating func add(_ bytes: [UInt8]) {
        var value = register
        Self.table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBufferPointer { bytes in
                for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
            }
        }
        register = value
    }
}
