public import Decoding
public import Evidence

/// What became of one entry of a batch's archive.
public struct EntryVerdict: Hashable, Sendable {
    public enum Outcome: String, Codable, Sendable { case accepted, rejected, skipped }

    /// With its folders, as it may be shown.
    public var name: String
    public var outcome: Outcome
    public var reason: Reason
    public var kind: EvidenceKind?
    public var slot: String?
    /// Of what was accepted.
    public var receipt: Receipt?

    init(_ name: String, _ outcome: Outcome, _ reason: Reason) {
        self.name = name
        self.outcome = outcome
        self.reason = reason
    }
}

/// What became of a batch's archive.
public struct BatchAnswer: Sendable {
    /// In the archive's order.
    public var entries: [EntryVerdict]
    /// What the manifest's author should know, by line; nil where there was none.
    package var manifestProblems: [ManifestProblem]?
    /// What ended the taking after some entries; the rest is told as rejected for it, and the same archive sent again goes on
    /// from there.
    public var stop: BatchStop?

    public func count(_ outcome: EntryVerdict.Outcome) -> Int { entries.count { $0.outcome == outcome } }

    /// Something came in that was not here before.
    public var hasNews: Bool { entries.contains { $0.receipt?.repeated == false } }
}

/// What is not an archive's fault and ends its taking.
public enum BatchStop: Error, Equatable, Sendable {
    case storage(IntakeError)
    /// There is no process any more that unpacks.
    case unpacking(DecodingFailure)

    public var reason: Reason {
        switch self {
        case .storage(let error): Reason(error)
        case .unpacking(let failure): Reason(failure)
        }
    }
}

// MARK: The catalogue

extension Reason {
    static let accepted = Reason(code: "accepted", chinese: "已收下", english: "taken")
    static let repeated = Reason(
        code: "repeated", chinese: "以前已收下，没有重复入库", english: "taken before, not doubled")

    static let folder = Reason(code: "folder", chinese: "文件夹", english: "a folder")
    static let systemFile = Reason(
        code: "systemFile", chinese: "电脑自动生成的文件，不是证据", english: "made by a computer, no evidence")
    static let manifest = Reason(code: "manifest", chinese: "清单，已读取", english: "the manifest, which was read")

    static func faultyRow(_ line: Int) -> Reason {
        Reason(
            code: "manifestRow", chinese: "清单第 \(line) 行有问题，请改正后重新打包（已收下的不会重复）",
            english:
                "line \(line) of the manifest is not clear: please correct it and pack again, nothing is doubled"
        )
    }

    static let kindUnknown = Reason(
        code: "kindUnknown",
        chinese: "不知道这是哪一类：请放进“货架”“咨询”或“订单”文件夹，或用 shelf-1 这样的文件名，或写进 manifest.csv",
        english:
            "its kind is not clear: please put it into a folder shelf, consultation or order, name it like shelf-1, or list it in manifest.csv"
    )

    static let notEvidence = Reason(
        code: "notEvidence", chinese: "既不是图片也不是录音，没有收下；文字稿请单独上传",
        english: "neither a picture nor a recording, and not taken; a transcript is sent alone")

    static func noSlotLeft(_ kind: EvidenceKind) -> Reason {
        Reason(
            code: "noSlotLeft",
            chinese: "\(kind.chineseName)的各项都已有证据；要替换某一项，请用该项作文件名（如 shelf-1）",
            english:
                "every slot of \(kind.rawValue) is filled: to replace one, please name the file by it, like shelf-1"
        )
    }

    static func slotTwice(_ slot: String, by other: String) -> Reason {
        Reason(
            code: "slotTwice", chinese: "“\(slot)”已由 \(ShownText.short(other)) 占用，请改用另一项",
            english: "“\(slot)” is taken by \(ShownText.short(other)): please use another slot")
    }

    /// Of one entry that could not be unpacked.
    init(_ failure: DecodingFailure) {
        let (chinese, english): (String, String) =
            switch failure.code {
            case .archiveDepth:
                (
                    "文件夹层数太多，或又是一个压缩包，请直接放原始文件",
                    "it lies too deep or is an archive itself: please pack the original file"
                )
            case .archiveNames:
                (
                    "文件名不能使用（重名、链接、绝对路径或特殊字符），请改名后重新打包",
                    "its name cannot be used (twice, a link, an absolute path, special characters): please rename it"
                )
            case .archiveRatio: ("解开后异常地大，请直接打包原始文件", "it unpacks to far too much: please pack the original")
            case .tooLarge, .decoderOutOfMemory: ("文件太大，请缩小后单独上传", "it is too large: please make it smaller")
            case .unsupported:
                (
                    "文件加了密码或用了特殊压缩方式，请去掉密码、用普通 ZIP 重新打包",
                    "it is encrypted or packed in an unusual way: please pack a plain ZIP without a password"
                )
            case .decoderUnavailable: (failure.chinese, failure.english)
            default: ("解不开，文件已损坏，请重新打包", "it cannot be unpacked, it is damaged: please pack it again")
            }
        self.init(code: failure.code.rawValue, chinese: chinese, english: english)
    }

    init(_ error: IntakeError) {
        self.init(code: error.code.rawValue, chinese: error.chinese, english: error.english)
    }
}

/// What strangers write, on its way to the eyes of others.
enum ShownText {
    static func short(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.lazy.filter { !$0.isUnseen }.prefix(64)))
    }
}
