import Foundation

/// The certificates (PEM) of signers that are known: theirs, or those of who certified them.
public struct SignerList: Sendable, Equatable {
    /// Why a list cannot be used.
    public struct Unusable: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Number of certificates.
    public let count: Int
    let pem: String

    /// Every block must hold one DER structure of its own length; the library itself would pass over the rest in silence.
    public init(pem text: String) throws(Unusable) {
        var count = 0
        var rest = Substring(text)
        while let start = rest.range(of: "-----BEGIN CERTIFICATE-----") {
            count += 1
            guard
                let end = rest.range(of: "-----END CERTIFICATE-----", range: start.upperBound..<rest.endIndex)
            else { throw Unusable(description: "第 \(count) 个证书没有结束 (certificate \(count) has no end)") }
            let body = rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
            guard let bytes = Data(base64Encoded: body), Self.isWhole([UInt8](bytes)) else {
                throw Unusable(description: "第 \(count) 个证书无法读取 (certificate \(count) cannot be read)")
            }
            rest = rest[end.upperBound...]
        }
        guard count > 0 else { throw Unusable(description: "没有 PEM 证书 (no certificate in PEM)") }
        self.count = count
        pem = text
    }

    /// A SEQUENCE whose length is that of the bytes (X.690 8.1).
    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 4, bytes[0] == 0x30 else { return false }
        if bytes[1] < 0x80 { return Int(bytes[1]) == bytes.count - 2 }
        let digits = Int(bytes[1] & 0x7F)
        guard 1...3 ~= digits, bytes.count >= 2 + digits else { return false }
        let length = bytes[2..<(2 + digits)].reduce(0) { $0 << 8 | Int($1) }
        return length == bytes.count - 2 - digits
    }
}
