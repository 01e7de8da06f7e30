import Credentials
import Foundation
import Media

/// The optional library that validates content credentials.
enum ContentCredentials {
    /// Opened once; why there is none otherwise.
    static let reader: Result<CredentialReader, CredentialReader.Unavailable> = open()

    /// Only files that carry a manifest are given to the library; without it they stay `notAssessed`.
    static func assessed(_ facts: MediaFacts, of bytes: [UInt8]) -> MediaFacts {
        guard facts.capture.credential.state == .notAssessed, case .success(let reader) = reader else {
            return facts
        }
        var facts = facts
        facts.capture.credential = reader.credential(in: bytes, format: facts.format)
        return facts
    }

    private static func open() -> Result<CredentialReader, CredentialReader.Unavailable> {
        do throws(CredentialReader.Unavailable) {
            return .success(try CredentialReader(library: libraryPath()))
        } catch {
            return .failure(error)
        }
    }

    /// `$STOREPROOF_C2PA`, else where `tools/setup` lays it, above the executable or the working directory.
    private static func libraryPath() -> String {
        if let path = ProcessInfo.processInfo.environment["STOREPROOF_C2PA"] { return path }
        let place = ".deps/c2pa/lib/libc2pa_c.so"
        return InstalledFile.find(place)?.path ?? place
    }
}
