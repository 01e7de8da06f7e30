import Foundation
import Media

/// libc2pa's JSON report (c2pa-rs, `Reader::json`), as far as it is needed.
struct ManifestReport {
    private struct Document: Decodable {
        struct Manifest: Decodable {
            struct Signature: Decodable { var issuer: String? }
            var signature: Signature?

            enum CodingKeys: String, CodingKey { case signature = "signature_info" }
        }
        struct Status: Decodable { var code: String }
        var activeManifest: String?
        var manifests: [String: Manifest]?
        var validationState: String?
        var validationStatus: [Status]?

        enum CodingKeys: String, CodingKey {
            case activeManifest = "active_manifest"
            case manifests
            case validationState = "validation_state"
            case validationStatus = "validation_status"
        }
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
        let codes = Set(document.validationStatus?.map(\.code) ?? [])
        let active = document.activeManifest.flatMap { document.manifests?[$0] }
        let state: ContentCredential.State =
            switch document.validationState {
            case "Valid", "Trusted": .valid
            case "Invalid": .invalid
            default: .unreadable
            }
        credential = ContentCredential(
            state, signer: active?.signature?.issuer,
            isTrustedSigner: document.validationState == "Trusted",
            problems: codes.subtracting([Self.untrusted]).sorted())
    }
}
