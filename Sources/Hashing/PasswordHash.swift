/// Passwords as they are stored: argon2id strings with their own salt and cost (RFC 9106).
public enum PasswordHash {
    /// A new string each time, for the same password too.
    public static func make(_ password: String) throws(HashingError) -> String {
        try Sodium.passwordString(Array(password.utf8))
    }

    /// - Returns: false also where the stored text is no argon2id string.
    public static func verify(_ password: String, against stored: String) -> Bool {
        Sodium.passwordMatches(Array(password.utf8), stored)
    }
}
