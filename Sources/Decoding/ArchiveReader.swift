internal import CZip
import Foundation

/// ZIP through libzip, entry by entry. Headers lie: what counts is what comes out.
public struct ArchiveReader: ~Copyable {
    private let archive: OpaquePointer
    private let limits: ArchiveLimits
    private let byteCount: Int
    private let entryCount: Int
    /// Of all entries so far.
    private var unpackedBytes = 0

    /// - Parameter bytes: kept alive and in place by the caller as long as the reader lives.
    public init(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: ArchiveLimits = DecodingLimits.standard.archive
    ) throws(DecodingFailure) {
        self.limits = limits
        byteCount = bytes.count
        try ArchiveReader.sniff(bytes)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error) else {
            throw DecodingFailure(.tooLarge, .archive, detail: "libzip: no memory")
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
            zip_source_free(source)
            throw ArchiveReader.failure(&error)
        }
        self.archive = archive
        entryCount = Int(zip_get_num_entries(archive, 0))
    }

    deinit { zip_discard(archive) }

    private static func sniff(_ bytes: UnsafeBufferPointer<UInt8>) throws(DecodingFailure) {
        if bytes.isEmpty { throw DecodingFailure(.empty, .archive, detail: "0 bytes") }
        guard bytes.starts(with: signature) else {
            let isMedia = MediaSignature(of: Array(bytes.prefix(512))) != .other
            throw DecodingFailure(isMedia ? .wrongKind : .notMedia, .archive, detail: "no ZIP signature")
        }
    }

    /// What the directory says, in its order; an entry that cannot be unpacked says why.
    /// - Throws: where the archive as a whole is refused.
    public func entries() throws(DecodingFailure) -> [ArchiveEntry] {
        guard entryCount > 0 else { throw DecodingFailure(.empty, .archive, detail: "no entries") }
        guard entryCount <= limits.entries else {
            throw DecodingFailure(.archiveEntries, .archive, detail: "\(entryCount) entries")
        }
        var entries: [ArchiveEntry] = []
        var namesakes: [String: [Int]] = [:]
        for index in 0..<entryCount {
            let (entry, name) = entry(UInt64(index))
            if let name { namesakes[name.key, default: []].append(index) }
            entries.append(entry)
        }
        // Nobody can tell which of them is meant.
        for index in namesakes.values.filter({ $0.count > 1 }).joined() {
            entries[index].failure = DecodingFailure(
                .archiveNames, .archive, detail: "entry \(index): two entries of one name")
        }
        return entries
    }

    /// Unpacks an entry to the beginning of some memory.
    /// - Returns: how many bytes it has.
    /// - Throws: `tooLarge` where the memory is too short for it.
    public mutating func unpack(
        _ index: Int, into memory: UnsafeMutableRawBufferPointer
    ) throws(DecodingFailure) -> Int {
        var place = 0
        return try unpack(index, atMost: memory.count) { block in
            UnsafeMutableRawBufferPointer(rebasing: memory.dropFirst(place)).copyMemory(from: block)
            place += block.count
        }
    }

    /// An entry's text, whatever its encoding.
    public mutating func text(_ index: Int) throws(DecodingFailure) -> String {
        var bytes: [UInt8] = []
        _ = try unpack(index, atMost: limits.textBytes) { bytes.append(contentsOf: $0) }
        guard let text = ArchiveText.content(bytes) else {
            throw DecodingFailure(.corrupt, .archive, detail: "entry \(index) is no text")
        }
        return text
    }

    // MARK: One entry

    /// - Returns: no name where that is what is wrong with it.
    private func entry(_ index: UInt64) -> (ArchiveEntry, ArchiveName?) {
        var status = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &status) == 0,
            let raw = zip_get_name(archive, index, zip_flags_t(ZIP_FL_ENC_RAW))
        else {
            let failure = ArchiveReader.failure(zip_get_error(archive))
            return (ArchiveEntry(index: Int(index), name: "", statedBytes: 0, failure: failure), nil)
        }
        let bytes = UnsafeRawBufferPointer(start: raw, count: strlen(raw))
        let text = ArchiveText.name(bytes) ?? String(decoding: bytes, as: UTF8.self)
        var entry = ArchiveEntry(
            index: Int(index), name: ArchiveName.shown(text, limits: limits),
            statedBytes: Int(clamping: status.size))
        guard let name = ArchiveName(text, limits: limits), !isLink(index) else {
            entry.failure = DecodingFailure(.archiveNames, .archive, detail: "entry \(index)")
            return (entry, nil)
        }
        entry.content = name.isFolder ? .folder : name.isSystemFile ? .systemFile : .file
        entry.failure = problem(name, status)
        return (entry, name)
    }

    private func problem(_ name: ArchiveName, _ status: zip_stat_t) -> DecodingFailure? {
        if name.parts.count - 1 > limits.depth {
            return DecodingFailure(
                .archiveDepth, .archive, detail: "entry \(status.index), \(name.parts.count - 1) folders")
        }
        if status.encryption_method != UInt16(ZIP_EM_NONE) {
            return DecodingFailure(.unsupported, .archive, detail: "entry \(status.index) is encrypted")
        }
        if zip_compression_method_supported(Int32(status.comp_method), 0) == 0 {
            return DecodingFailure(
                .unsupported, .archive,
                detail: "entry \(status.index): compression method \(status.comp_method)")
        }
        return nil
    }

    /// An entry that Unix would lay down as something else than a file or a folder (the mode's upper four bits).
    private func isLink(_ index: UInt64) -> Bool {
        var (system, attributes): (UInt8, UInt32) = (0, 0)
        guard zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0,
            system == UInt8(ZIP_OPSYS_UNIX)
        else { return false }
        let type = attributes >> 28
        return type != 0 && type != 0b1000 && type != 0b0100
    }

    private static let blockBytes = 1 << 16

    fileprivate mutating func unpack(
        _ index: Int, atMost most: Int, _ take: (UnsafeRawBufferPointer) -> Void
    ) throws(DecodingFailure) -> Int {
        var status = zip_stat_t()
        guard index >= 0, zip_stat_index(archive, UInt64(index), 0, &status) == 0,
            let file = zip_fopen_index(archive, UInt64(index), 0)
        else { throw ArchiveReader.failure(zip_get_error(archive)) }
        defer { zip_fclose(file) }
        let packedBytes = Int(clamping: status.comp_size)
        var block = [UInt8](repeating: 0, count: ArchiveReader.blockBytes)
        var total = 0
        while true {
            let read = Int(block.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, UInt64($0.count)) })
            guard read >= 0 else { throw ArchiveReader.failure(zip_file_get_error(file)) }
            if read == 0 { return total }
            if total == 0, ArchiveReader.isArchive(block.prefix(read)) {
                throw DecodingFailure(.archiveDepth, .archive, detail: "entry \(index) is an archive")
            }
            total += read
            unpackedBytes += read
            guard isWithinRatio(total, of: packedBytes), isWithinRatio(unpackedBytes, of: byteCount) else {
                throw DecodingFailure(
                    .archiveRatio, .archive, detail: "entry \(index): \(packedBytes) → \(total) bytes")
            }
            guard total <= most, unpackedBytes <= limits.unpackedBytes else {
                throw DecodingFailure(.tooLarge, .archive, detail: "entry \(index): \(total) bytes")
            }
            block.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0.prefix(read))) }
        }
    }

    private func isWithinRatio(_ unpacked: Int, of packed: Int) -> Bool {
        unpacked <= limits.alwaysUnpackedBytes || unpacked / max(1, packed) <= limits.ratio
    }

    static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    /// ZIP, an empty ZIP, 7z, RAR, gzip.
    private static let archiveSignatures: [[UInt8]] = [
        signature, [0x50, 0x4B, 0x05, 0x06], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
        Array("Rar!\u{1A}\u{7}".utf8),
        [0x1F, 0x8B, 0x08],
    ]

    private static func isArchive(_ head: ArraySlice<UInt8>) -> Bool {
        archiveSignatures.contains { head.starts(with: $0) }
    }

    private static func failure(_ error: UnsafeMutablePointer<zip_error_t>?) -> DecodingFailure {
        guard let error else { return DecodingFailure(.corrupt, .archive, detail: "libzip: no reason") }
        let code: DecodingFailure.Code =
            switch zip_error_code_zip(error) {
            case ZIP_ER_NOZIP, ZIP_ER_EOF: .truncated
            case ZIP_ER_COMPNOTSUPP, ZIP_ER_ENCRNOTSUPP, ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD,
                ZIP_ER_MULTIDISK:
                .unsupported
            case ZIP_ER_MEMORY: .tooLarge
            default: .corrupt
            }
        return DecodingFailure(
            code, .archive, detail: "libzip: \(String(cString: zip_error_strerror(error)))")
    }
}

extension MediaDecoder {
    /// A ZIP of evidence: every entry is unpacked and counted, nothing is kept.
    /// - Throws: also where one entry alone is not taken.
    public func archive(_ bytes: [UInt8]) throws(DecodingFailure) -> ArchiveListing {
        try bytes.withUnsafeBufferPointer { buffer throws(DecodingFailure) in
            var reader = try ArchiveReader(buffer, limits: limits.archive)
            var found = ArchiveListing(files: 0, unpackedBytes: 0, hasManifest: false)
            for entry in try reader.entries() {
                if let failure = entry.failure { throw failure }
                if entry.content == .folder { continue }
                found.files += 1
                found.hasManifest = found.hasManifest || entry.isManifest
                found.unpackedBytes += try reader.unpack(
                    entry.index, atMost: limits.archive.unpackedBytes
                ) { _ in }
            }
            guard found.files > 0 else { throw DecodingFailure(.empty, .archive, detail: "folders only") }
            return found
        }
    }
}
