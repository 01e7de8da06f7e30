/// Why bytes did not become a picture or a recording. The file's own fault, told to the sender and not tried again;
/// only `decoderUnavailable` is the service's.
public struct DecodingFailure: Error, Sendable, Equatable, Codable, CustomStringConvertible {
    /// Spelled as in the reasons that findings and receipts carry.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// No bytes, or a recording without a single sample.
        case empty
        /// The beginning is there, the end is not.
        case truncated
        case corrupt
        /// More pixels, samples or channels than the limits allow; told from the header, before anything is allocated.
        case tooLarge
        case tooSmall
        case tooShort
        /// A known format that is not read here.
        case unsupported
        /// Neither picture nor sound.
        case notMedia
        /// Sound where a picture is due, or the reverse.
        case wrongKind
        /// A container without a sound track.
        case noAudio
        /// An archive that unpacks to far more than it takes, lies too deep, holds too many entries or unsafe names.
        case archiveRatio, archiveDepth, archiveEntries, archiveNames
        /// The process that decoded it ended in the middle.
        case decoderCrashed
        /// It did not finish in the time that any honest file needs.
        case decoderTimedOut
        /// It wanted more memory than any honest file needs.
        case decoderOutOfMemory
        /// There is no process to decode with; nothing is known about the file.
        case decoderUnavailable
    }

    /// What the sender was asked for.
    public enum Subject: String, Sendable, Codable {
        case picture, recording, archive
    }

    public var code: Code
    public var subject: Subject
    /// For the log: sizes, the library's own words.
    public var detail: String
    /// How much of a file arrived that breaks off, percent, 0 to 99; nil where that cannot be known.
    public var arrivedPercent: Int?

    public init(_ code: Code, _ subject: Subject, detail: String, arrivedPercent: Int? = nil) {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.arrivedPercent = arrivedPercent
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}

extension DecodingFailure {
    /// A sentence for the sender: what is wrong, what to do.
    public var chinese: String {
        switch (subject, code) {
        case (.archive, _), (_, .archiveRatio), (_, .archiveDepth), (_, .archiveEntries), (_, .archiveNames):
            archiveSentences.chinese
        case (.picture, .empty): "照片无法打开：文件是空的，请重新拍摄"
        case (.picture, .truncated):
            switch arrivedPercent {
            case nil: "照片无法打开：文件不完整，请重新上传"
            case 0: "照片不完整：收到的不到 1%，请重新上传"
            case let percent?: "照片不完整：只收到约 \(percent)%，请重新上传"
            }
        case (.picture, .corrupt): "照片无法打开：文件已损坏，请重新拍摄"
        case (.picture, .tooLarge): "照片太大，请用 12MP 模式重新拍摄；长截图请分段截取"
        case (.picture, .tooSmall), (.picture, .tooShort): "照片太小，看不清内容，请上传原图"
        case (.picture, .unsupported): "不支持这种图片格式，请改用 JPEG 或 PNG"
        case (.picture, .notMedia): "这不是照片，请选择照片后重新上传"
        case (.picture, .wrongKind), (.picture, .noAudio): "这里需要照片，收到的是录音，请重新选择"
        case (.recording, .empty): "录音是空的，请重新录制"
        case (.recording, .truncated):
            switch arrivedPercent {
            case nil: "录音无法打开：文件不完整，请重新上传"
            case 0: "录音不完整：收到的不到 1%，请重新上传"
            case let percent?: "录音不完整：只收到约 \(percent)%，请重新上传"
            }
        case (.recording, .corrupt): "录音无法打开：文件已损坏，请重新录制"
        case (.recording, .tooLarge): "录音太长或声道太多，请分段录制，每段不超过两小时"
        case (.recording, .tooShort), (.recording, .tooSmall): "录音太短，请重新录制"
        case (.recording, .unsupported): "不支持这种录音格式（例如聊天里的语音），请用手机录音机录成 M4A、MP3 或 WAV"
        case (.recording, .notMedia): "这不是录音，请选择录音后重新上传"
        case (.recording, .wrongKind): "这里需要录音，收到的是图片，请重新选择"
        case (.recording, .noAudio): "文件里没有声音，请重新录制"
        case (.picture, .decoderCrashed): "照片无法打开：读取时中断，文件可能已损坏，请重新拍摄"
        case (.picture, .decoderTimedOut): "照片无法打开：读取时间太长，请用 12MP 模式重新拍摄"
        case (.picture, .decoderOutOfMemory): "照片太大，请用 12MP 模式重新拍摄"
        case (.recording, .decoderCrashed): "录音无法打开：读取时中断，文件可能已损坏，请重新录制"
        case (.recording, .decoderTimedOut): "录音无法打开：读取时间太长，请分段录制"
        case (.recording, .decoderOutOfMemory): "录音太大，请分段录制"
        case (_, .decoderUnavailable): "系统暂时无法读取文件，请稍后再试"
        }
    }

    public var english: String {
        switch (subject, code) {
        case (.archive, _), (_, .archiveRatio), (_, .archiveDepth), (_, .archiveEntries), (_, .archiveNames):
            archiveSentences.english
        case (.picture, .empty): "The photo cannot be opened: the file is empty. Please take it again."
        case (.picture, .truncated):
            switch arrivedPercent {
            case nil: "The photo cannot be opened: the file is incomplete. Please send it again."
            case 0: "The photo is incomplete: less than 1 % of it arrived. Please send it again."
            case let percent?:
                "The photo is incomplete: about \(percent) % of it arrived. Please send it again."
            }
        case (.picture, .corrupt): "The photo cannot be opened: the file is damaged. Please take it again."
        case (.picture, .tooLarge):
            "The photo is too large. Please take it again in 12 MP mode; send a long screenshot in parts."
        case (.picture, .tooSmall), (.picture, .tooShort):
            "The photo is too small to show anything. Please send the original."
        case (.picture, .unsupported): "This picture format is not supported. Please use JPEG or PNG."
        case (.picture, .notMedia): "This is not a photo. Please choose a photo and send it again."
        case (.picture, .wrongKind), (.picture, .noAudio):
            "A photo is needed here, a recording arrived. Please choose again."
        case (.recording, .empty): "The recording is empty. Please record again."
        case (.recording, .truncated):
            switch arrivedPercent {
            case nil: "The recording cannot be opened: the file is incomplete. Please send it again."
            case 0: "The recording is incomplete: less than 1 % of it arrived. Please send it again."
            case let percent?:
                "The recording is incomplete: about \(percent) % of it arrived. Please send it again."
            }
        case (.recording, .corrupt):
            "The recording cannot be opened: the file is damaged. Please record again."
        case (.recording, .tooLarge):
            "The recording is too long or has too many channels. Please record in parts of at most two hours."
        case (.recording, .tooShort), (.recording, .tooSmall):
            "The recording is too short. Please record again."
        case (.recording, .unsupported):
            "This sound format is not supported (a voice message of a chat, for example). Please use M4A, MP3 or WAV."
        case (.recording, .notMedia): "This is not a recording. Please choose a recording and send it again."
        case (.recording, .wrongKind): "A recording is needed here, a picture arrived. Please choose again."
        case (.recording, .noAudio): "The file holds no sound. Please record again."
        case (.picture, .decoderCrashed):
            "The photo cannot be opened: reading it broke off, the file may be damaged. Please take it again."
        case (.picture, .decoderTimedOut):
            "The photo cannot be opened: reading it took too long. Please take it again in 12 MP mode."
        case (.picture, .decoderOutOfMemory): "The photo is too large. Please take it again in 12 MP mode."
        case (.recording, .decoderCrashed):
            "The recording cannot be opened: reading it broke off, the file may be damaged. Please record again."
        case (.recording, .decoderTimedOut):
            "The recording cannot be opened: reading it took too long. Please record in parts."
        case (.recording, .decoderOutOfMemory): "The recording is too large. Please record in parts."
        case (_, .decoderUnavailable): "Files cannot be read at the moment. Please try again later."
        }
    }
}
