import Credentials
import Decoding
import Foundation
import Media

/// The optional library that validates content credentials.
enum ContentCredentials {
    /// Names another library than the installed one.
    static let pathVariable = "STOREPROOF_C2PA"

    /// Names a file of certificates (PEM) whose signers are known; `signers.pem` of the data folder otherwise.
    static let signersVariable = "STOREPROOF_C2PA_SIGNERS"

    static var namedSigners: String? { ProcessInfo.processInfo.environment[signersVariable] }

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
            var signers: SignerList?
            if let path = namedSigners {
                do { signers = try list(in: path) } catch {
                    throw CredentialReader.Unavailable("\(path): \(error)")
                }
            }
            return .success(try CredentialReader(library: libraryPath(), signers: signers))
        } catch {
            return .failure(error)
        }
    }

    /// The file of known signers that a service with this data folder uses; nil where there is none.
    static func signers(in folder: URL) -> String? {
        if let path = namedSigners { return path }
        let own = folder.appendingPathComponent("signers.pem").path
        return FileManager.default.fileExists(atPath: own) ? own : nil
    }

    /// Before anything is judged: with a list that cannot be used every signer would be unknown.
    /// - Returns: how many certificates it holds; nil without a list.
    @discardableResult
    static func checkSigners(_ path: String? = namedSigners) throws(Failure) -> Int? {
        guard let path else { return nil }
        do { return try list(in: path).count } catch {
            throw .badInput("签名者名单不能使用 (the list of signers cannot be used) \(path)：\(error)")
        }
    }

    private static func list(in path: String) throws -> SignerList {
        try SignerList(pem: String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8))
    }

    /// `$STOREPROOF_C2PA`, else where `tools/setup` lays it, above the executable or the working directory.
    private static func libraryPath() -> String {
        if let path = ProcessInfo.processInfo.environment[pathVariable] { return path }
        let place = ".deps/c2pa/lib/libc2pa_c.so"
        return InstalledFile.find(place)?.path ?? place
    }
}
