import Foundation
import TestSupport
import Testing

@testable import Inference

struct ModelFileTests {
    /// FIPS 180-4's examples; the long one crosses many blocks.
    @Test(arguments: [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func `a digest is SHA-256`(text: String, copies: Int, digest: String) {
        #expect(ModelDigest.sha256(Data(String(repeating: text, count: copies).utf8)) == digest)
    }

    @Test func `the recogniser carries its characters`() throws {
        let file = ReaderFixture.models.appendingPathComponent("PP-OCRv6_rec_small.onnx")
        let dictionary = try #require(try ModelMetadata.read(file)["character"])
        #expect(dictionary.contains("¥"))
        #expect(dictionary.utf8.count { $0 == UInt8(ascii: "\n") } > 18_000)
    }

    @Test func `a damaged message ends, whatever its bytes`() {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...60, using: &generator)
            let bytes = Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
            var reader = ProtobufReader(bytes)
            var fields = 0
            while let field = reader.next() {
                fields += 1
                if let body = field.body { #expect(body.upperBound <= bytes.endIndex) }
            }
            #expect(fields <= count)
        }
    }
}
