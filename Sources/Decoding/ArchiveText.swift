import Foundation

/// Text of an archive, whose encoding nothing states reliably: what is no UTF-8 was written by Chinese Windows.
enum ArchiveText {
    /// A name as it stands in the directory; nil where it is in no encoding that is read here.
    static func name(_ bytes: some Collection<UInt8>) -> String? {
        String(validating: bytes, as: UTF8.self) ?? String(data: Data(bytes), encoding: gb18030)
    }

    /// A whole file, without its mark.
    static func content(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return String(validating: bytes.dropFirst(3), as: UTF8.self)
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return String(data: Data(bytes), encoding: .utf16)
        }
        return name(bytes)
    }

    /// CoreFoundation's number for GB 18030 (kCFStringEncodingGB_18030_2000) with Foundation's mark for such numbers.
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
}
