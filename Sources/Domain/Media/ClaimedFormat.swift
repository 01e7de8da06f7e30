/// What a file's name says it is. Only ever compared with what the bytes are: the bytes decide.
public struct ClaimedFormat: Sendable, Equatable {
    /// The name's extension, in small letters.
    public let name: String
    private let formats: Set<String>

    /// nil where the name has no extension that stands for a picture or sound.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        let name = fileName[fileName.index(after: dot)...].lowercased()
        guard let formats = Self.formats[name] else { return nil }
        self.name = name
        self.formats = formats
    }

    /// - Parameter format: of the bytes, as `MediaFacts.Format` or the signature spells it; nil for none that is known.
    public func contradicts(_ format: String?) -> Bool { format.map { !formats.contains($0) } ?? true }

    private static let formats: [String: Set<String>] = [
        "jpg": ["jpeg"], "jpeg": ["jpeg"], "jpe": ["jpeg"], "jfif": ["jpeg"], "png": ["png"],
        "webp": ["webp"], "heic": ["heif"], "heif": ["heif"], "hif": ["heif"], "avif": ["heif"],
        "gif": ["gif"], "bmp": ["bmp"], "tif": ["tiff"], "tiff": ["tiff"],
        "wav": ["wav"], "flac": ["flac"], "mp3": ["mp3"], "ogg": ["ogg", "opus"], "oga": ["ogg", "opus"],
        "opus": ["opus", "ogg"], "aif": ["aiff"], "aiff": ["aiff"], "m4a": ["m4a", "mpeg4"],
        "mp4": ["m4a", "mpeg4"], "3gp": ["m4a", "mpeg4"], "mov": ["m4a", "mpeg4"],
        "webm": ["webm", "matroska"], "mka": ["webm", "matroska"], "mkv": ["webm", "matroska"],
        "aac": ["aac"], "amr": ["amr"], "silk": ["silk"],
    ]
}
