/// HMAC-SHA-256 (RFC 2104): shows that a message comes from someone who knows the key, and is whole.
public enum MessageAuthentication {
    /// 32 bytes.
    public static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Sodium.authenticationCode(message, key)
    }
}
