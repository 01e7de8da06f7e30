internal import CSodium

/// The one door to libsodium. No type of it leaves this file.
enum Sodium {
    /// libsodium picks its implementations once per process; -1 means that it found no source of randomness.
    private static let isReady = sodium_init() >= 0

    private static func prepare() throws(HashingError) {
        guard isReady else { throw HashingError(.unavailable, "libsodium cannot be initialised") }
    }

    /// A running SHA-256.
    struct SHA256State: Sendable {
        private var state = crypto_hash_sha256_state()

        // The hash functions need no initialised library and cannot fail: their return codes are constant 0.
        init() { crypto_hash_sha256_init(&state) }

        mutating func update(_ bytes: UnsafeRawBufferPointer) {
            guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
            crypto_hash_sha256_update(&state, base, UInt64(bytes.count))
        }

        /// The digest of everything so far; the state itself goes on.
        func digest() -> [UInt8] {
            var copy = state
            return [UInt8](unsafeUninitializedCapacity: Int(crypto_hash_sha256_BYTES)) { buffer, count in
                if let base = buffer.baseAddress { crypto_hash_sha256_final(&copy, base) }
                count = Int(crypto_hash_sha256_BYTES)
            }
        }
    }

    /// An argon2id string at libsodium's interactive cost (64 MiB, 2 passes): tens of milliseconds, fit for a login.
    static func passwordString(_ password: [UInt8]) throws(HashingError) -> String {
        try prepare()
        guard !password.isEmpty else {
            throw HashingError(.emptyPassword, "a password needs at least one character")
        }
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let status = password.withUnsafeBytes { bytes in
            guard let start = bytes.bindMemory(to: CChar.self).baseAddress else { return Int32(-1) }
            return crypto_pwhash_str(
                &text, start, UInt64(bytes.count), UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE),
                Int(crypto_pwhash_MEMLIMIT_INTERACTIVE))
        }
        guard status == 0 else {
            throw HashingError(.outOfMemory, "argon2id needs \(crypto_pwhash_MEMLIMIT_INTERACTIVE) bytes")
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func passwordMatches(_ password: [UInt8], _ stored: String) -> Bool {
        guard isReady, !password.isEmpty, stored.utf8.count < Int(crypto_pwhash_STRBYTES) else {
            return false
        }
        return stored.withCString { text in
            password.withUnsafeBytes { bytes in
                guard let start = bytes.bindMemory(to: CChar.self).baseAddress else { return false }
                return crypto_pwhash_str_verify(text, start, UInt64(bytes.count)) == 0
            }
        }
    }

    /// HMAC-SHA-256 with a key of any length. Like the hash it needs no initialised library and cannot fail.
    static func authenticationCode(_ message: [UInt8], _ key: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        return [UInt8](unsafeUninitializedCapacity: Int(crypto_auth_hmacsha256_BYTES)) { buffer, count in
            if let base = buffer.baseAddress { crypto_auth_hmacsha256_final(&state, base) }
            count = Int(crypto_auth_hmacsha256_BYTES)
        }
    }

    static func randomBytes(_ count: Int) -> [UInt8] {
        // libsodium falls back on getrandom itself before it is initialised, so this cannot fail.
        [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            if let base = buffer.baseAddress { randombytes_buf(base, count) }
            written = count
        }
    }
}
