import Intake

/// How stored bytes are labelled, judged by their first bytes alone.
struct ContentType: Equatable {
    let name: String
    let fileExtension: String
    /// Shown inside a page; everything else is only saved.
    let isMedia: Bool

    init(head: [UInt8]) {
        (name, fileExtension, isMedia) =
            switch SniffedType(head: head) {
            case .jpeg: ("image/jpeg", "jpg", true)
            case .png: ("image/png", "png", true)
            case .webp: ("image/webp", "webp", true)
            case .heic: ("image/heic", "heic", true)
            case .gif: ("image/gif", "gif", true)
            case .wav: ("audio/wav", "wav", true)
            case .flac: ("audio/flac", "flac", true)
            case .mp3: ("audio/mpeg", "mp3", true)
            case .ogg: ("audio/ogg", "ogg", true)
            case .m4a: ("audio/mp4", "m4a", true)
            case .amr: ("audio/amr", "amr", true)
            case .webm: ("audio/webm", "webm", true)
            case .aac: ("audio/aac", "aac", true)
            default: ("application/octet-stream", "bin", false)
            }
    }
}
