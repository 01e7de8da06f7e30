/// One entry of an archive, as its directory has it. Nothing of it was unpacked yet.
public struct ArchiveEntry: Sendable, Equatable, Codable {
    public enum Content: String, Sendable, Codable {
        case file, folder
        /// What computers lay beside the files of their owners.
        case systemFile
    }

    /// By which the archive is asked for it.
    public var index: Int
    /// With its folders, to be shown: what cannot be shown is U+FFFD.
    public var name: String
    public var content: Content
    /// As the directory says; what counts is what comes out.
    public var statedBytes: Int
    /// Why it cannot be unpacked; nil where that may be tried.
    public var failure: DecodingFailure?

    public init(
        index: Int, name: String, content: Content = .file, statedBytes: Int,
        failure: DecodingFailure? = nil
    ) {
        self.index = index
        self.name = name
        self.content = content
        self.statedBytes = statedBytes
        self.failure = failure
    }
}

extension ArchiveEntry {
    /// `manifest.csv` at the top, or in a folder that lies there.
    public var isManifest: Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return content == .file && parts.count <= 2 && parts.last?.lowercased() == "manifest.csv"
    }
}

/// Whoever unpacks archives for others. Calls return when all is done; a caller that must not wait has them run
/// elsewhere.
public protocol ArchiveOpening: Sendable {
    /// - Parameter path: of a ZIP that nobody changes any more.
    func openArchive(at path: String) throws(DecodingFailure) -> any OpenArchive
}

/// An archive whose entries can be had one by one. One caller at a time.
public protocol OpenArchive: Sendable {
    var entries: [ArchiveEntry] { get }
    /// An entry's content.
    /// - Throws: `tooLarge` where it is longer than `most`.
    func bytes(of index: Int, atMost most: Int) throws(DecodingFailure) -> [UInt8]
    /// A short entry's text: UTF-8 and UTF-16 with or without a mark, else GB 18030.
    func text(of index: Int) throws(DecodingFailure) -> String
}
