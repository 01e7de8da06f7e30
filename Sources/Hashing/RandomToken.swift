import Evidence

/// Bearer tokens and session cookies: 256 random bits that only their holder knows. What is stored is their digest.
public enum RandomToken {
    /// 32 random bytes as 43 characters of URL-safe Base64 (RFC 4648, unpadded).
    public static func make() -> String { Base64URL.text(Sodium.randomBytes(32)) }

    /// What is stored and looked up. A fast hash is right here: nobody guesses 256 random bits.
    public static func digest(_ token: String) -> String {
        SHA256Hasher.hash(Array(token.utf8)).rawValue
    }
}

private enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for byte in bytes {
            pending = (pending << 8) | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int((pending >> UInt32(bits)) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int((pending << UInt32(6 - bits)) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
