/// What a sender says a file is: the media type beside it, which decides nothing. As the types are registered with IANA, and as
/// phones and browsers name them.
struct StatedType: Equatable {
    /// In small letters, without parameters.
    let name: String
    private let types: Set<SniffedType>

    /// nil where the media type names none of the types that are told apart.
    init?(_ mediaType: String) {
        let name = mediaType.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
        guard let types = Self.types[name] else { return nil }
        self.name = name
        self.types = types
    }

    func contradicts(_ type: SniffedType) -> Bool { !types.contains(type) }

    private static let types: [String: Set<SniffedType>] = [
        "image/jpeg": [.jpeg], "image/jpg": [.jpeg], "image/pjpeg": [.jpeg],
        "image/png": [.png], "image/x-png": [.png], "image/apng": [.png], "image/webp": [.webp],
        "image/heic": [.heic], "image/heif": [.heic], "image/heic-sequence": [.heic],
        "image/heif-sequence": [.heic], "image/avif": [.heic],
        "image/gif": [.gif], "image/bmp": [.bmp], "image/x-ms-bmp": [.bmp], "image/tiff": [.tiff],
        "audio/wav": [.wav], "audio/x-wav": [.wav], "audio/wave": [.wav], "audio/vnd.wave": [.wav],
        "audio/flac": [.flac], "audio/x-flac": [.flac],
        "audio/mpeg": [.mp3], "audio/mp3": [.mp3], "audio/x-mp3": [.mp3],
        "audio/ogg": [.ogg], "audio/opus": [.ogg], "audio/vorbis": [.ogg], "application/ogg": [.ogg],
        "audio/mp4": [.m4a], "audio/m4a": [.m4a], "audio/x-m4a": [.m4a], "video/mp4": [.m4a],
        "video/quicktime": [.m4a], "audio/3gpp": [.m4a], "video/3gpp": [.m4a], "audio/3gpp2": [.m4a],
        // Some name the coding, in whatever it is wrapped.
        "audio/aac": [.aac, .m4a], "audio/x-aac": [.aac, .m4a], "audio/aacp": [.aac, .m4a],
        "audio/amr": [.amr], "audio/amr-wb": [.amr], "audio/silk": [.silk],
        "audio/webm": [.webm], "video/webm": [.webm], "audio/x-matroska": [.webm],
        "video/x-matroska": [.webm],
        "application/pdf": [.pdf], "text/html": [.html], "image/svg+xml": [.html],
        "application/zip": [.zip], "text/plain": [.text], "application/json": [.text],
    ]
}
