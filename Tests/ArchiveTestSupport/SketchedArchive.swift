/// A ZIP whose entries are stored as they are (PKWARE's APPNOTE 6.3, 4.3), also in ways that no packer would.
public struct SketchedArchive {
    public struct Entry {
        public var name: [UInt8]
        public var content: [UInt8]
        /// 0x800: the name is UTF-8. 1: encrypted.
        public var flags: UInt32 = 0x800
        /// 0: stored.
        public var method: UInt32 = 0
        public var unixMode: UInt32 = 0o100_644
        /// It has no place of its own: the content of the entry before it ends with its `record`.
        public var liesWithinAnother = false

        public init(_ name: String, _ content: [UInt8] = [UInt8]("evidence".utf8)) {
            self.name = [UInt8](name.utf8)
            self.content = content
        }
    }

    public private(set) var bytes: [UInt8] = []

    public init(_ entries: [Entry]) {
        var directory: [UInt8] = []
        for entry in entries {
            let record = entry.record
            let place = entry.liesWithinAnother ? bytes.count - record.count : bytes.count
            if !entry.liesWithinAnother { bytes += record }
            directory += number(0x0201_4b50, 4) + number(0x031E, 2) + entry.header
            directory += number(0, 2) + number(0, 4) + number(entry.unixMode << 16, 4)
            directory += number(UInt32(place), 4) + entry.name
        }
        let start = bytes.count
        bytes += directory + number(0x0605_4b50, 4) + number(0, 4)
        bytes += number(UInt32(entries.count), 2) + number(UInt32(entries.count), 2)
        bytes += number(UInt32(directory.count), 4) + number(UInt32(start), 4) + number(0, 2)
    }
}

extension SketchedArchive.Entry {
    /// As it lies in the archive, before its directory.
    public var record: [UInt8] { number(0x0403_4b50, 4) + header + name + content }

    /// What record and directory have in common.
    fileprivate var header: [UInt8] {
        number(20, 2) + number(flags, 2) + number(method, 2) + number(0, 4) + number(checksum, 4)
            + number(UInt32(content.count), 4) + number(UInt32(content.count), 4)
            + number(UInt32(name.count), 2) + number(0, 2)
    }

    /// CRC-32 (ISO 3309).
    private var checksum: UInt32 {
        ~content.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}

private func number(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
}
