import Decoding
import Foundation
import Media
import TestSupport
import Testing

@testable import Credentials

/// Where `tools/setup` lays libc2pa.
private enum InstalledLibrary {
    static let path = Fixture.projectRoot.appendingPathComponent(".deps/c2pa/lib/libc2pa_c.so").path
    static let isThere = FileManager.default.fileExists(atPath: path)
}

/// Real manifests, signed by two made-up authorities (`tools/make-fixtures credentials`).
@Suite(
    .enabled(if: InstalledLibrary.isThere, "the library for content credentials is not installed"))
struct CredentialReaderTests {
    private func reader(knowsSigner: Bool) throws -> CredentialReader {
        try CredentialReader(
            library: InstalledLibrary.path, signers: knowsSigner ? SignerListTests.list() : nil)
    }

    /// As the decoder hands it on.
    private func credential(_ file: String, knowsSigner: Bool = true) throws -> ContentCredential {
        let reader = try reader(knowsSigner: knowsSigner)
        let decoder = MediaDecoder(credentialJudge: { reader.credential(in: $1, format: $0.format) })
        let bytes = [UInt8](try Fixture.data(file))
        return try #require(decoder.facts(of: bytes)).capture.credential
    }

    @Test func `a whole manifest of a known signer is trusted`() throws {
        let found = try credential("credentials/signed.jpg")
        #expect(found.state == .valid)
        #expect(found.isTrustedSigner)
        #expect(found.signer == "Lamp Street Cameras")
        #expect(found.problems.isEmpty)
    }

    @Test func `without a list every signer is unknown`() throws {
        let found = try credential("credentials/signed.jpg", knowsSigner: false)
        #expect(found.state == .valid)
        #expect(!found.isTrustedSigner)
        #expect(found.problems.isEmpty)
    }

    @Test func `a signer who is on no list is named and unknown`() throws {
        let found = try credential("credentials/signed-by-another.jpg")
        #expect(found.state == .valid)
        #expect(!found.isTrustedSigner)
        #expect(found.signer == "Nowhere Pictures")
    }

    @Test func `a picture that was changed after it was signed does not match`() throws {
        let found = try credential("credentials/changed-after-signing.jpg")
        #expect(found.state == .invalid)
        #expect(!found.isTrustedSigner)
        #expect(found.problems.contains("assertion.dataHash.mismatch"))
        #expect(found.signer == "Lamp Street Cameras")
    }

    @Test func `a photo without a manifest has none`() throws {
        #expect(try credential("watermark/dev_03_consistent.jpg").state == .none)
    }

    @Test func `a cut manifest cannot be read`() throws {
        let reader = try reader(knowsSigner: true)
        let bytes = [UInt8](try Fixture.data("credentials/signed.jpg"))
        for length in [0, 1, 200, 4000] {
            let found = reader.credential(in: Array(bytes.prefix(length)), format: .jpeg)
            #expect(found.state == .unreadable || found.state == .invalid)
            #expect(!found.isTrustedSigner)
        }
    }

    @Test func `whatever byte of the picture is changed, the signature does not hold`() throws {
        let reader = try reader(knowsSigner: true)
        let bytes = [UInt8](try Fixture.data("credentials/signed.jpg"))
        // Behind the manifest, whose padding may be anything: the picture's tables and data.
        let tables = try #require(
            bytes.indices.last { bytes[$0] == 0xFF && bytes[min($0 + 1, bytes.count - 1)] == 0xC0 })
        var random = SeededGenerator(seed: 8)
        for _ in 0..<60 {
            var changed = bytes
            let place = Int.random(in: tables..<(bytes.count - 2), using: &random)
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            let found = reader.credential(in: changed, format: .jpeg)
            #expect(found.state == .invalid || found.state == .unreadable, "byte \(place)")
        }
    }

    @Test func `sound is not assessed`() throws {
        #expect(try reader(knowsSigner: true).credential(in: [1, 2, 3], format: .wav).state == .notAssessed)
    }
}

struct SignerListTests {
    static func list() throws -> SignerList {
        try SignerList(pem: String(decoding: Fixture.data("credentials/signers.pem"), as: UTF8.self))
    }

    @Test func `certificates are counted`() throws {
        let one = try Self.list()
        #expect(one.count == 1)
        #expect(try SignerList(pem: "Roots of 2026\n" + one.pem + "\n" + one.pem).count == 2)
    }

    @Test func `a list without certificates, or with a damaged one, is refused`() throws {
        let one = try Self.list().pem
        let broken = [
            "", "no certificate", "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----",
            one.replacing("-----END CERTIFICATE-----", with: ""),
            one + "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----",
            one.replacing("MI", with: "MJ", maxReplacements: 1),
        ]
        for text in broken { #expect(throws: SignerList.Unusable.self) { _ = try SignerList(pem: text) } }
    }
}

struct ManifestReportTests {
    @Test(arguments: [
        (
            #"{"active_manifest":"a","manifests":{"a":{"signature_info":{"issuer":"X"}}},"validation_state":"Trusted"}"#,
            ContentCredential.State.valid, true
        ),
        (#"{"active_manifest":"a","manifests":{"a":{}},"validation_state":"Valid"}"#, .valid, false),
        (
            #"{"validation_state":"Invalid","validation_status":[{"code":"claimSignature.mismatch"}]}"#,
            .invalid, false
        ),
        ("{}", .unreadable, false), ("[]", .unreadable, false), ("", .unreadable, false),
    ])
    func `a report is read`(json: String, state: ContentCredential.State, isTrusted: Bool) {
        let credential = ManifestReport(json: json).credential
        #expect(credential.state == state)
        #expect(credential.isTrustedSigner == isTrusted)
    }
}
