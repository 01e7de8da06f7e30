import Credentials
import Decoding
import Foundation
import Media

/// The optional library that validates content credentials.
enum ContentCredentials {
    /// Names another library than the installed one.
    static let pathVariable = "STOREPROOF_C2PA"

    /// Opened once; why there is none otherwise.
    static let reader: Result<CredentialReader, CredentialReader.Unavailable> = open()

    /// A decoder that validates content credentials where the library is installed. Only files that carry a manifest
    /// are given to it.
    static var decoder: MediaDecoder {
        // Opened now: a confined process could not open it later.
        let reader = reader
        return MediaDecoder(credentialJudge: { facts, bytes in
            guard case .success(let reader) = reader else { return facts.capture.credential }
            return reader.credential(in: bytes, format: facts.format)
        })
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
        if let path = ProcessInfo.processInfo.environment[pathVariable] { return path }
        let place = ".deps/c2pa/lib/libc2pa_c.so"
        return InstalledFile.find(place)?.path ?? place
    }
}
