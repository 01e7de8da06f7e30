import Foundation

/// Bytes of a sidecar → text: UTF-8 and UTF-16 with or without their marks, else GB18030 (GB 18030-2022).
enum TranscriptText {
    /// Text of a day of talking is far below this; more is another kind of file. Bytes.
    static let maximumBytes = 4 << 20

    static func decode(_ bytes: [UInt8]) throws(TranscriptError) -> String {
        guard bytes.count <= maximumBytes else {
            throw TranscriptError(.tooLarge, detail: "\(bytes.count) bytes")
        }
        let text = try characters(bytes)
        let controls = text.unicodeScalars.lazy.filter { scalar in
            scalar.value < 32 && scalar != "\n" && scalar != "\r" && scalar != "\t"
        }
        guard controls.isEmpty else { throw TranscriptError(.notText, detail: "control characters") }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw TranscriptError(.empty, detail: "no text")
        }
        return text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
    }

    private static func characters(_ bytes: [UInt8]) throws(TranscriptError) -> String {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            if let text = String(validating: bytes.dropFirst(3), as: UTF8.self) { return text }
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            if let text = String(data: Data(bytes), encoding: .utf16) { return text }
        } else if let text = String(validating: bytes, as: UTF8.self) {
            return text
        } else if let text = String(data: Data(bytes), encoding: gb18030) {
            return text
        }
        throw TranscriptError(.notText, detail: "neither UTF-8, UTF-16 nor GB18030")
    }

    /// CoreFoundation's number for GB 18030 (kCFStringEncodingGB_18030_2000) with Foundation's mark for such numbers.
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
}
