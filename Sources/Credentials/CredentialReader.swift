internal import CC2PA
public import Media

/// Validates content credentials (C2PA manifests) through libc2pa: is the signature whole, does the picture still match
/// what was signed, who signed it. Nothing is fetched from anywhere.
public struct CredentialReader: Sendable {
    /// A library that cannot be opened; its own words.
    public struct Unavailable: Error, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ description: String) { self.description = description }
    }

    /// The library's version line, for `doctor`.
    public let version: String
    private let settings: String

    /// - Parameters:
    ///   - library: path of `libc2pa_c.so`.
    ///   - signers: who is known; nil where nobody is.
    public init(library path: String, signers: SignerList? = nil) throws(Unavailable) {
        if let complaint = cc2pa_open_library(path) {
            throw Unavailable(String(cString: complaint))
        }
        version = String(cString: cc2pa_version())
        do { settings = try ReaderSettings(signers: signers?.pem).json() } catch {
            throw Unavailable("\(error)")
        }
        if let complaint = cc2pa_check_settings(settings) {
            defer { cc2pa_free(complaint) }
            throw Unavailable(String(cString: complaint))
        }
    }

    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - format: of the file; sound is not assessed.
    public func credential(in bytes: [UInt8], format: MediaFacts.Format) -> ContentCredential {
        guard let type = Self.mimeType(of: format) else { return ContentCredential(.notAssessed) }
        var complaint: UnsafeMutablePointer<CChar>?
        let report = bytes.withUnsafeBufferPointer {
            cc2pa_read($0.baseAddress, $0.count, type, settings, &complaint)
        }
        defer {
            cc2pa_free(report)
            cc2pa_free(complaint)
        }
        guard let report else {
            let words = complaint.map { String(cString: $0) } ?? "no answer"
            return ContentCredential(.unreadable, problems: [String(words.prefix(200))])
        }
        return ManifestReport(json: String(cString: report)).credential
    }

    private static func mimeType(of format: MediaFacts.Format) -> String? {
        switch format {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .webp: "image/webp"
        case .heif: "image/heif"
        default: nil
        }
    }
}
