import Evidence
import Media

/// What the content credential (C2PA manifest) of the file says. Almost no photo carries one: its absence is nothing.
struct CredentialCheck {
    let policy: ProvenancePolicy

    func check(_ credential: ContentCredential) -> [ProvenanceFindings.Observation] {
        let signer = credential.signer ?? "?"
        switch credential.state {
        case .none: return []
        case .valid where credential.isTrustedSigner: return []
        case .valid:
            return [
                policy.observation(
                    .credentialSignerUnknown, chinese: "内容凭证（C2PA）完整，签名者\(signer)不在信任名单中",
                    english: "The content credential holds; its signer \(signer) is on no trust list")
            ]
        case .invalid:
            let problems = credential.problems.prefix(3).joined(separator: ", ")
            return [
                policy.observation(
                    .credentialInvalid, chinese: "照片与其内容凭证（C2PA）不符（\(problems)）",
                    english: "The picture does not match its content credential (\(problems))")
            ]
        case .unreadable:
            return [
                policy.observation(
                    .credentialUnreadable, chinese: "内容凭证（C2PA）无法读取",
                    english: "The content credential cannot be read")
            ]
        case .notAssessed, .remote:
            return [
                policy.observation(
                    .credentialNotAssessed, chinese: "照片带有内容凭证（C2PA），未核对",
                    english: "The picture refers to a content credential that was not checked")
            ]
        }
    }
}
