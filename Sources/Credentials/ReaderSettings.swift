import Foundation

/// The library's settings, as far as they differ from its own.
struct ReaderSettings {
    private struct Document: Encodable {
        struct Verification: Encodable {
            var remoteManifestFetch = false
            var ocspFetch = false
            var verifyAfterReading = true
            var verifyTrust = true
        }
        struct Trust: Encodable { var trustAnchors: String }
        /// Nothing that a file names is fetched: no manifest, no revocation list.
        var verify = Verification()
        var trust: Trust?
    }

    let signers: String?

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        let document = Document(trust: signers.map(Document.Trust.init))
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
