import Foundation
import Hashing

/// How Standard Webhooks 1.0 signs a call: HMAC-SHA-256 over `id.timestamp.body`.
struct WebhookSignature {
    /// What stands between `whsec_` and the end of the secret, decoded from base 64, as the libraries of receivers do.
    let key: [UInt8]

    private static let prefix = "whsec_"

    /// - Returns: nil where the secret is not `whsec_` and base 64.
    init?(secret: String) {
        guard secret.hasPrefix(Self.prefix),
            let key = Data(base64Encoded: String(secret.dropFirst(Self.prefix.count))), !key.isEmpty
        else { return nil }
        self.key = Array(key)
    }

    /// - Parameter seconds: since 1970, as the header `webhook-timestamp` says them.
    /// - Returns: the header `webhook-signature`.
    func header(id: String, seconds: Int, body: String) -> String {
        let code = MessageAuthentication.code(Array("\(id).\(seconds).\(body)".utf8), key: key)
        return "v1," + Data(code).base64EncodedString()
    }
}
