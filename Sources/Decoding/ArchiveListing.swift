/// What a batch archive holds, once every entry of it was unpacked and found harmless.
public struct ArchiveListing: Sendable, Equatable, Codable {
    /// Entries that are no folders.
    public var files: Int
    public var unpackedBytes: Int
    /// `manifest.csv` lies at the top, or in the one folder that everything lies in.
    public var hasManifest: Bool
}

/// What an archive may be: one folder of evidence as a phone or a computer packs it.
public struct ArchiveLimits: Sendable, Equatable {
    public var entries = 2_000
    /// Folders above a file.
    public var depth = 3
    public var nameBytes = 240
    public var unpackedBytes = 2 << 30
    /// Unpacked ÷ packed, of any entry beyond `alwaysUnpackedBytes`. Media hardly shrink, tables twenty times.
    public var ratio = 100
    public var alwaysUnpackedBytes = 1 << 20

    public init() {}
}

/// One entry's name as it stands in the archive.
struct ArchiveName {
    /// Folders and file name.
    let parts: [Substring]
    let isFolder: Bool

    /// - Returns: nil for a name that some system would read as another place or another file.
    init?(_ text: String, limits: ArchiveLimits) {
        guard !text.isEmpty, text.utf8.count <= limits.nameBytes, !text.contains("\u{FFFD}"),
            !text.unicodeScalars.contains(where: ArchiveName.isUnsafe)
        else { return nil }
        isFolder = text.hasSuffix("/")
        parts = (isFolder ? text.dropLast() : text[...]).split(
            separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." || $0.hasSuffix(" ") }) else {
            return nil
        }
    }

    /// Two entries of one key would overwrite each other where letters' case does not count.
    var key: String { parts.joined(separator: "/").lowercased() }

    var isManifest: Bool { !isFolder && parts.count <= 2 && parts.last?.lowercased() == "manifest.csv" }

    /// Controls, drive letters, other systems' separators, and marks that turn the direction of reading.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\\" || scalar == ":"
            || 0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value
    }
}
