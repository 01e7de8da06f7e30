internal import CZip

/// ZIP through libzip. Everything is unpacked to be counted, nothing is kept.
struct ArchiveReader: ~Copyable {
    private let archive: OpaquePointer
    private let limits: ArchiveLimits

    /// - Parameter bytes: kept alive and in place by the caller as long as the reader lives.
    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: ArchiveLimits) throws(DecodingFailure) {
        self.limits = limits
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
    }

    deinit { zip_discard(archive) }

    func listing() throws(DecodingFailure) -> ArchiveListing {
        let count = Int(zip_get_num_entries(archive, 0))
        guard count > 0 else { throw DecodingFailure(.empty, .archive, detail: "no entries") }
        guard count <= limits.entries else {
            throw DecodingFailure(.archiveEntries, .archive, detail: "\(count) entries")
        }
        var found = ArchiveListing(files: 0, unpackedBytes: 0, hasManifest: false)
        var keys: Set<String> = []
        for index in 0..<count {
            let (name, packedBytes) = try entry(UInt64(index))
            guard keys.insert(name.key).inserted else {
                throw DecodingFailure(.archiveNames, .archive, detail: "two entries of one name")
            }
            if name.isFolder { continue }
            found.files += 1
            found.hasManifest = found.hasManifest || name.isManifest
            found.unpackedBytes += try unpack(
                UInt64(index), packedBytes: packedBytes, left: limits.unpackedBytes - found.unpackedBytes)
        }
        guard found.files > 0 else { throw DecodingFailure(.empty, .archive, detail: "folders only") }
        return found
    }

    /// - Returns: the entry's name and how many bytes it takes in the archive.
    private func entry(_ index: UInt64) throws(DecodingFailure) -> (ArchiveName, Int) {
        var status = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &status) == 0, let text = status.name else {
            throw ArchiveReader.failure(zip_get_error(archive))
        }
        guard let name = ArchiveName(String(cString: text), limits: limits), !isLink(index) else {
            throw DecodingFailure(.archiveNames, .archive, detail: "entry \(index)")
        }
        guard name.parts.count - 1 <= limits.depth else {
            throw DecodingFailure(
                .archiveDepth, .archive, detail: "entry \(index), \(name.parts.count - 1) folders")
        }
        guard status.encryption_method == UInt16(ZIP_EM_NONE) else {
            throw DecodingFailure(.unsupported, .archive, detail: "encrypted")
        }
        return (name, Int(clamping: status.comp_size))
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

    /// Headers lie: what counts is what comes out.
    private func unpack(_ index: UInt64, packedBytes: Int, left: Int) throws(DecodingFailure) -> Int {
        guard let file = zip_fopen_index(archive, index, 0) else {
            throw ArchiveReader.failure(zip_get_error(archive))
        }
        defer { zip_fclose(file) }
        var block = [UInt8](repeating: 0, count: ArchiveReader.blockBytes)
        var total = 0
        while true {
            let read = Int(block.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, UInt64($0.count)) })
            guard read >= 0 else { throw ArchiveReader.failure(zip_file_get_error(file)) }
            if read == 0 { return total }
            if total == 0, block.starts(with: ArchiveReader.signature) {
                throw DecodingFailure(.archiveDepth, .archive, detail: "entry \(index) is an archive")
            }
            total += read
            guard total <= limits.alwaysUnpackedBytes || total / max(1, packedBytes) <= limits.ratio else {
                throw DecodingFailure(
                    .archiveRatio, .archive, detail: "entry \(index): \(packedBytes) → \(total) bytes")
            }
            guard total <= left else { throw DecodingFailure(.tooLarge, .archive, detail: "\(total) bytes") }
        }
    }

    static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

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
    /// A ZIP of evidence: every entry is unpacked and counted.
    public func archive(_ bytes: [UInt8]) throws(DecodingFailure) -> ArchiveListing {
        if bytes.isEmpty { throw DecodingFailure(.empty, .archive, detail: "0 bytes") }
        guard bytes.starts(with: ArchiveReader.signature) else {
            let isMedia = MediaSignature(of: bytes) != .other
            throw DecodingFailure(isMedia ? .wrongKind : .notMedia, .archive, detail: "no ZIP signature")
        }
        return try bytes.withUnsafeBufferPointer { buffer throws(DecodingFailure) in
            try ArchiveReader(buffer, limits: limits.archive).listing()
        }
    }
}
