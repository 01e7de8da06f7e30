public import Evidence
import FoundationEssentials

/// SHA-256 (FIPS 180-4) over bytes as they come.
public struct SHA256Hasher: Sendable {
    private var state = Sodium.SHA256State()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) { update(bytes[...]) }

    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { state.update($0) }
    }

    /// Bytes in memory that someone else owns; they are only read during the call.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { state.update(bytes) }

    /// The hash of all bytes so far. More may follow.
    public func finalize() -> ContentHash { ContentHash(Hexadecimal.text(state.digest())) }

    public static func hash(_ bytes: [UInt8]) -> ContentHash {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finalize()
    }
}

extension ContentHash {
    /// - Parameter bytes: the digest's 32 bytes.
    public init(bytes: [UInt8]) { self.init(Hexadecimal.text(bytes)) }

    /// The digest's bytes in base 64, as header fields carry them; empty where the hash is not well formed.
    public var base64: String { Data(Hexadecimal.bytes(rawValue) ?? []).base64EncodedString() }

    /// 64 lower-case hexadecimal digits, and so fit for a file name.
    public var isWellFormed: Bool {
        let digits = rawValue.utf8
        return digits.count == 64
            && digits.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil where the text is no pairs of hexadecimal digits.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(of: digits[start]), let low = value(of: digits[start + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
