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
    /// Unpacked ÷ packed, of any entry, and of the whole archive, beyond `alwaysUnpackedBytes`. Media hardly shrink,
    /// tables twenty times.
    public var ratio = 100
    public var alwaysUnpackedBytes = 1 << 20
    /// Of an entry that is read as text.
    public var textBytes = 1 << 20

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

    /// What macOS and Windows lay beside files.
    var isSystemFile: Bool {
        guard let last = parts.last?.lowercased() else { return false }
        return parts.first == "__MACOSX" || last.hasPrefix("._")
            || [".ds_store", "thumbs.db", "desktop.ini"].contains(last)
    }

    /// A name that may be none, with what would not be seen, or would deceive, replaced.
    static func shown(_ text: String, limits: ArchiveLimits) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limits.nameBytes) {
            shown.unicodeScalars.append(scalar.isUnseen ? "\u{FFFD}" : scalar)
        }
        return shown
    }

    /// Drive letters, other systems' separators, and what is not seen.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\\" || scalar == ":" || scalar.isUnseen
    }
}

extension Unicode.Scalar {
    /// Controls, ends of lines, and marks that turn the direction of reading.
    public var isUnseen: Bool {
        value < 0x20 || 0x7F...0x9F ~= value || 0x2028...0x202E ~= value || 0x2066...0x2069 ~= value
    }
}
