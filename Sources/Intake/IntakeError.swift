import Evidence
import Originals
import Records

/// Why a file is not taken, with a sentence for its sender that names the thing.
public struct IntakeError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        case unknownStore, notYourStore, dayInFuture, unknownSlot, consentMissing
        /// A time of receipt is stated by someone who may not, or lies in the future.
        case receivedAtNotAllowed, receivedAtInFuture, receivedAtBeforeDay
        case emptyFile, tooLarge, wrongKind, notMedia, itemNotFound
        /// The bytes are not those that the sender says, or are no longer taken, or the request's name is another's.
        case digestDiffers, erased, purged, keyReused
        /// The store has sent as much for this day as one may.
        case storeDayFull
        case storageFull, storageFailed
    }

    public var code: Code
    /// For the log.
    public var detail: String
    public var chinese: String
    public var english: String

    public init(_ code: Code, detail: String = "", chinese: String, english: String) {
        self.code = code
        self.detail = detail
        self.chinese = chinese
        self.english = english
    }

    public var description: String { "\(code.rawValue): \(detail.isEmpty ? english : detail)" }
}

// MARK: The catalogue

extension IntakeError {
    static func unknownStore(_ store: StoreID) -> IntakeError {
        IntakeError(
            .unknownStore, chinese: "没有门店“\(shown(store.rawValue))”，请检查门店编号",
            english: "there is no store “\(shown(store.rawValue))”: please check its number")
    }

    static func notYourStore(_ store: StoreID, _ account: Account) -> IntakeError {
        IntakeError(
            .notYourStore, detail: "\(account.id) sent for \(store)",
            chinese: "账号 \(account.id) 不能为门店 \(store) 上报，请换用该店账号",
            english:
                "account \(account.id) may not report for store \(store): please use that store's account")
    }

    static func dayInFuture(_ day: BusinessDay, newest: BusinessDay) -> IntakeError {
        IntakeError(
            .dayInFuture, chinese: "营业日 \(day) 还没有到，门店今天是 \(newest)，请检查日期",
            english: "\(day) lies in the future: the store's business day is \(newest), please check the date"
        )
    }

    static func unknownSlot(_ slot: String, kind: EvidenceKind, valid: [String]) -> IntakeError {
        let known = valid.isEmpty ? "—" : valid.joined(separator: "、")
        return IntakeError(
            .unknownSlot, detail: "slot \(shown(slot)) of kind \(kind.rawValue)",
            chinese: "\(kind.chineseName)没有“\(shown(slot))”这一项，请选择：\(known)",
            english:
                "no \(kind.rawValue) is asked for as “\(shown(slot))”: please use one of "
                + (valid.isEmpty ? "none" : valid.joined(separator: ", ")))
    }

    static let consentMissing = IntakeError(
        .consentMissing, chinese: "请先征得顾客同意并勾选“顾客已同意录音”，再上传录音",
        english:
            "please obtain the customer's consent, state it (consent = true) and send the recording again")

    static func receivedAtNotAllowed(_ account: Account) -> IntakeError {
        IntakeError(
            .receivedAtNotAllowed, detail: "\(account.id) is \(account.role.rawValue)",
            chinese: "只有数据对接账号可以填写收到时间（receivedAt），请去掉后重试",
            english: "only an integrator may state receivedAt: please leave it out")
    }

    static func receivedAtInFuture(_ text: String) -> IntakeError {
        IntakeError(
            .receivedAtInFuture, chinese: "收到时间 \(text) 在未来，请检查时间和时区",
            english: "receivedAt \(text) lies in the future: please check clock and time zone")
    }

    static func receivedAtBeforeDay(_ text: String, _ day: BusinessDay) -> IntakeError {
        IntakeError(
            .receivedAtBeforeDay, chinese: "收到时间 \(text) 早于营业日 \(day) 的开始，请检查日期",
            english: "receivedAt \(text) lies before the business day \(day) begins: please check the dates")
    }

    static func emptyFile(_ name: String?) -> IntakeError {
        IntakeError(
            .emptyFile, chinese: "文件\(quoted(name))是空的，请重新拍摄或录制后上传",
            english: "the file \(quoted(name)) is empty: please capture it again")
    }

    static func tooLarge(_ byteCount: Int, limit: Int) -> IntakeError {
        IntakeError(
            .tooLarge, detail: "\(byteCount) bytes, limit \(limit)",
            chinese: "文件太大（\(megabytes(byteCount)) MB），最多 \(megabytes(limit)) MB，请用手机默认画质重新拍摄或缩短录音",
            english:
                "the file is too large (\(megabytes(byteCount)) MB): please send at most \(megabytes(limit)) MB"
        )
    }

    static func wrongKind(_ type: SniffedType, kind: EvidenceKind) -> IntakeError {
        let wanted = kind == .consultationAudio ? "录音" : "图片"
        let found = type.medium == .picture ? "图片" : "录音"
        return IntakeError(
            .wrongKind, detail: "\(type.rawValue) as \(kind.rawValue)",
            chinese: "“\(kind.chineseName)”需要\(wanted)，收到的是\(found)（\(type.rawValue)），请重新选择文件",
            english: "a \(kind.rawValue) cannot be \(type.rawValue): please choose another file")
    }

    static func unsupported(_ type: SniffedType, kind: EvidenceKind) -> IntakeError {
        let formats = kind == .consultationAudio ? "M4A、MP3、AMR、WAV" : "JPEG、PNG"
        return IntakeError(
            .wrongKind, detail: "\(type.rawValue) as \(kind.rawValue)",
            chinese: "暂不支持 \(type.rawValue) 格式，请改用 \(formats)",
            english:
                "\(type.rawValue) is not supported: please send \(formats.replacing("、", with: ", "))")
    }

    static func notMedia(_ type: SniffedType, kind: EvidenceKind, name: String?) -> IntakeError {
        let what = kind == .consultationAudio ? ("录音", "recording") : ("图片", "picture")
        return IntakeError(
            .notMedia, detail: "\(type.rawValue) as \(kind.rawValue)",
            chinese: "文件\(quoted(name))不是\(what.0)，请重新选择",
            english: "the file \(quoted(name)) is no \(what.1): please choose another one")
    }

    static func notTranscript(_ type: SniffedType, name: String?) -> IntakeError {
        IntakeError(
            .wrongKind, detail: "\(type.rawValue) as transcript",
            chinese: "文件\(quoted(name))不是文字稿，请上传 .txt、.srt、.vtt 或 .json 文件",
            english: "the file \(quoted(name)) is no transcript: please send .txt, .srt, .vtt or .json")
    }

    static func itemNotFound(_ id: EvidenceID) -> IntakeError {
        IntakeError(
            .itemNotFound, chinese: "这一天没有录音“\(shown(id.rawValue))”，请检查证据编号",
            english: "this day has no recording “\(shown(id.rawValue))”: please check the item's id")
    }

    static func digestDiffers(stated: ContentHash, found: ContentHash) -> IntakeError {
        IntakeError(
            .digestDiffers, detail: "stated \(stated), received \(found)",
            chinese: "收到的文件和发送方的校验值不一致，文件没有收下，请重新上传",
            english:
                "the bytes that arrived are not those that were sent and were not taken: please send them again"
        )
    }

    static let erased = IntakeError(
        .erased, chinese: "这份文件已应顾客要求删除，不能再次上报，请重新拍摄或录制",
        english: "this file was erased on a person's request and is not taken again: please capture a new one"
    )

    static let purged = IntakeError(
        .purged, chinese: "这项证据的原件已按保存期限删除，不再接收它的文件；如有疑问请联系总部",
        english:
            "this item's original was removed after its retention period and takes no more files: please ask headquarters"
    )

    static func storeDayFull(
        _ submission: Submission, _ chinese: String, _ english: String
    ) -> IntakeError {
        IntakeError(
            .storeDayFull, detail: "\(submission.store) on \(submission.day): \(english)",
            chinese: "门店 \(submission.store) 在 \(submission.day) 已上传到上限（\(chinese)），请联系总部",
            english:
                "store \(submission.store) has sent all that one may for \(submission.day) (\(english)): please ask headquarters"
        )
    }

    static let keyReused = IntakeError(
        .keyReused, chinese: "这个 Idempotency-Key 已用于另一次上传，请换一个新的",
        english: "this Idempotency-Key stands for another upload: please use a new one")
}

// MARK: From below

extension IntakeError {
    init(_ error: RecordError) {
        self =
            switch error.code {
            case .full: .storageFull("\(error)")
            case .erased: .erased
            case .purged: .purged
            case .keyReused: .keyReused
            default: .storageFailed("records: \(error)")
            }
    }

    init(_ error: OriginalError) {
        self = error.code == .full ? .storageFull("\(error)") : .storageFailed("originals: \(error)")
    }

    /// Not the file's fault: the next one would fare no better.
    var isStorages: Bool { code == .storageFull || code == .storageFailed }

    static func storageFull(_ detail: String) -> IntakeError {
        IntakeError(
            .storageFull, detail: detail, chinese: "系统存储空间不足，文件没有收下，请保留原件并通知总部",
            english: "the storage is full and the file was not taken: please keep it and tell headquarters")
    }

    static func storageFailed(_ detail: String) -> IntakeError {
        IntakeError(
            .storageFailed, detail: detail, chinese: "系统暂时无法存证，文件没有收下，请保留原件，稍后重试",
            english: "the file could not be stored and was not taken: please keep it and try again later")
    }

    // MARK: Words

    /// What a sender wrote, short enough to be shown.
    private static func shown(_ text: String) -> String { String(text.prefix(64)) }

    private static func quoted(_ name: String?) -> String { name.map { "“\(shown($0))”" } ?? "" }

    private static func megabytes(_ byteCount: Int) -> Int { (byteCount + (1 << 20) - 1) >> 20 }
}
