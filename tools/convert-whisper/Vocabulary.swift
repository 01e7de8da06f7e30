import Foundation

/// The byte strings that the model's tokens stand for.
enum Vocabulary {
    private struct Tokenizer: Decodable {
        struct Model: Decodable { var vocab: [String: Int] }
        var model: Model
    }

    /// The tokenizer writes every byte as a printable character: those that print as themselves, the others from
    /// U+0100 on.
    static func words(tokenizer: Data, count: Int) throws -> [[UInt8]] {
        let vocabulary = try JSONDecoder().decode(Tokenizer.self, from: tokenizer).model.vocab
        let printable = Array(33...126) + Array(161...172) + Array(174...255)
        var byteOf: [UInt32: UInt8] = [:]
        for byte in printable { byteOf[UInt32(byte)] = UInt8(byte) }
        for (place, byte) in (0...255).filter({ !printable.contains($0) }).enumerated() {
            byteOf[UInt32(256 + place)] = UInt8(byte)
        }
        var words = [[UInt8]](repeating: [], count: count)
        for (word, token) in vocabulary where token < count {
            words[token] = try word.unicodeScalars.map { scalar in
                guard let byte = byteOf[scalar.value] else {
                    throw ConversionError("token \(token) is no byte string")
                }
                return byte
            }
        }
        return words
    }
}
