/// A sidecar that cannot be read as a transcript.
public struct TranscriptError: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        case empty
        case notText
        case tooLarge
        case malformed
    }

    public var code: Code
    public var detail: String

    public init(_ code: Code, detail: String) {
        self.code = code
        self.detail = detail
    }

    public var chinese: String {
        switch code {
        case .empty: "转写文件是空的"
        case .notText: "转写文件不是文本，请上传 .txt、.srt、.vtt 或 .json"
        case .tooLarge: "转写文件太大，请确认是这段录音的转写"
        case .malformed: "转写文件格式有误：\(detail)"
        }
    }

    public var english: String {
        switch code {
        case .empty: "the transcript is empty"
        case .notText: "the transcript is not text: send .txt, .srt, .vtt or .json"
        case .tooLarge: "the transcript is too large for a recording"
        case .malformed: "the transcript is malformed: \(detail)"
        }
    }
}
