/// A ZIP archive without compression (APPNOTE 6.3.10): everyone can open it, and the files in it keep their bytes. The
/// same entries give the same archive: no clock is asked.
public struct StoredArchive: Sendable {
    public struct Entry: Sendable, Equatable {
        /// Relative, with `/`; ASCII or UTF-8.
        public var name: String
        public var bytes: [UInt8]
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The archive would need the 64-bit form, which is not written here.
    public struct TooLarge: Error, Sendable {}

    private static let version = 20
    /// Names are UTF-8 (general purpose bit 11).
    private static let flags = 0x0800
    /// 1980-01-01, the first day that the format knows.
    private static let date = 0x0021
    private static let limit = 0xFFFF_FFFF

    /// The archive's bytes.
    public static func bytes(of entries: [Entry]) throws(TooLarge) -> [UInt8] {
        guard entries.count < 0xFFFF else { throw TooLarge() }
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            guard archive.count + entry.bytes.count + name.count + 1024 < limit, name.count < 0xFFFF else {
                throw TooLarge()
            }
            let common =
                number(version, 2) + number(flags, 2) + number(0, 2) + number(0, 2) + number(date, 2)
                + number(Int(CyclicCheck.sum(entry.bytes)), 4) + number(entry.bytes.count, 4)
                + number(entry.bytes.count, 4) + number(name.count, 2) + number(0, 2)
            directory +=
                [0x50, 0x4B, 0x01, 0x02] + number(version, 2) + common + number(0, 2) + number(0, 2)
                + number(0, 2) + number(0, 4) + number(archive.count, 4) + name
            archive += [0x50, 0x4B, 0x03, 0x04] + common + name + entry.bytes
        }
        let start = archive.count
        archive += directory
        archive +=
            [0x50, 0x4B, 0x05, 0x06] + number(0, 2) + number(0, 2) + number(entries.count, 2)
            + number(entries.count, 2) + number(directory.count, 4) + number(start, 4) + number(0, 2)
        return archive
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
    }
}

/// CRC-32 as ZIP and PNG use it (ISO 3309, polynomial EDB88320 reflected).
enum CyclicCheck {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    static func sum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBufferPointer { bytes in
                for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
            }
        }
        return ~value
    }
}
