import Foundation
import Media

/// libc2pa's JSON report (c2pa-rs, `Reader::json`), as far as it is needed.
struct ManifestReport {
    private struct Document: Decodable {
        struct Manifest: Decodable {
            struct Signature: Decodable { var issuer: String? }
            var signature_info: Signature?
        }
        struct Status: Decodable { var code: String }
        var active_manifest: String?
        var manifests: [String: Manifest]?
        var validation_state: String?
        var validation_status: [Status]?
    }

    /// The signer stands on no list of trusted certificates.
    private static let untrusted = "signingCredential.untrusted"

    let credential: ContentCredential

    init(json: String) {
        let document: Document
        do { document = try JSONDecoder().decode(Document.self, from: Data(json.utf8)) } catch {
            // A report in another shape tells nothing that could be relied on.
            credential = ContentCredential(.unreadable, problems: ["report not understood: \(error)"])
            return
        }
        let codes = Set(document.validation_status?.map(\.code) ?? [])
        let active = document.active_manifest.flatMap { document.manifests?[$0] }
        let state: ContentCredential.State =
            switch document.validation_state {
            case "Valid", "Trusted": .valid
            case "Invalid": .invalid
            default: .unreadable
            }
        credential = ContentCredential(
            state, signer: active?.signature_info?.issuer,
            isTrustedSigner: document.validation_state == "Trusted",
            problems: codes.subtracting([Self.untrusted]).sorted())
    }
}
