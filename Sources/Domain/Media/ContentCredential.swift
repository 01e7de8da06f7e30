/// What is known about the C2PA manifest (content credential) of a file.
public struct ContentCredential: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Equatable, Codable {
        /// The file carries none, as almost every photo.
        case none
        /// One lies in the file and was not validated.
        case notAssessed
        /// Only its address stands in XMP. It is never fetched.
        case remote
        /// One lies in the file and cannot be understood.
        case unreadable
        /// Signature and picture belong together.
        case valid
        /// The picture, the claim or a part of it is not what was signed.
        case invalid
    }

    public var state: State
    /// The organisation in the signer's certificate.
    public var signer: String?
    /// Whether the certificate stands on a list of trusted ones.
    public var isTrustedSigner: Bool
    /// C2PA's codes of what does not hold, or the reader's complaint.
    public var problems: [String]

    public init(
        _ state: State, signer: String? = nil, isTrustedSigner: Bool = false, problems: [String] = []
    ) {
        self.state = state
        self.signer = signer
        self.isTrustedSigner = isTrustedSigner
        self.problems = problems
    }
}
