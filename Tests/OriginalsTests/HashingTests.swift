import Evidence
import Foundation
import Hashing
import TestSupport
import Testing

struct HashingTests {
    // FIPS 180-4 examples and the empty text.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 of the standard's examples`(text: String, expected: String) {
        #expect(SHA256Hasher.hash(Array(text.utf8)).rawValue == expected)
    }

    @Test func `SHA-256 of a million letters`() {
        let hash = SHA256Hasher.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        #expect(hash.rawValue == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `pieces of any size hash like the whole`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var hasher = SHA256Hasher()
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...150, using: &random))
                hasher.update(piece)
                rest = rest.dropFirst(piece.count)
            }
            #expect(hasher.finalize() == SHA256Hasher.hash(bytes))
        }
    }

    @Test func `a hash goes on after it was read`() {
        var hasher = SHA256Hasher()
        hasher.update(Array("ab".utf8))
        _ = hasher.finalize()
        hasher.update(Array("c".utf8))
        #expect(hasher.finalize() == SHA256Hasher.hash(Array("abc".utf8)))
    }

    @Test(arguments: ["", "ABC", String(repeating: "g", count: 64), "../../etc/passwd"])
    func `what is no hash is not well formed`(text: String) {
        #expect(!ContentHash(text).isWellFormed)
    }

    @Test func `a password verifies against its own hash only`() throws {
        let stored = try PasswordHash.make("店长 2026")
        #expect(stored.hasPrefix("$argon2id$"))
        #expect(PasswordHash.verify("店长 2026", against: stored))
        #expect(!PasswordHash.verify("店长 2027", against: stored))
        #expect(!PasswordHash.verify("", against: stored))
    }

    @Test func `the same password is stored differently each time`() throws {
        #expect(try PasswordHash.make("demo-hq") != PasswordHash.make("demo-hq"))
    }

    @Test(arguments: ["", "demo", "$argon2id$v=19$", String(repeating: "x", count: 5000)])
    func `a stored text that is no hash matches nothing`(stored: String) {
        #expect(!PasswordHash.verify("demo", against: stored))
    }

    @Test func `an empty password is refused`() throws {
        let error = #expect(throws: HashingError.self) { try PasswordHash.make("") }
        #expect(error?.code == .emptyPassword)
    }

    @Test func `tokens are long, different and fit for an address`() {
        let tokens = Set((0..<100).map { _ in RandomToken.make() })
        #expect(tokens.count == 100)
        for token in tokens {
            #expect(token.utf8.count == 43)
            #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        }
    }

    @Test func `the digest of a token is its SHA-256`() {
        #expect(RandomToken.digest("abc") == SHA256Hasher.hash(Array("abc".utf8)).rawValue)
    }
}
