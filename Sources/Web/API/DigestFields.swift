import Evidence
import Foundation
import HTTPTypes
import Hashing
import Multipart

/// The integrity fields of RFC 9530: `Content-Digest` and `Repr-Digest`, dictionaries of an algorithm and the digest in
/// base 64 between colons (RFC 8941 § 3.3.5). SHA-256 is the algorithm here; others beside it are passed over.
enum DigestFields {
    static let algorithm = "sha-256"

    /// `sha-256=:…:`
    static func text(of hash: ContentHash) -> String { "\(algorithm)=:\(hash.base64):" }

    /// What a sender says that the content of its request hashes to; nil where it says nothing. Requests carry whole
    /// representations without a content coding, so both fields speak of the same bytes.
    static func stated(in headers: HTTPFields) throws(Problem) -> [ContentHash] {
        var stated: [ContentHash] = []
        for field in [HTTPField.Name.contentDigest, .reprDigest] {
            guard let text = headers[field] else { continue }
            stated.append(try hash(in: text, of: field))
        }
        return stated
    }

    private static func hash(in text: String, of field: HTTPField.Name) throws(Problem) -> ContentHash {
        var found: ContentHash?
        for member in text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed) {
            guard let equals = member.firstIndex(of: "=") else {
                throw .digestUnreadable(field, "“\(member.prefix(80))” is not like sha-256=:…:")
            }
            guard member[..<equals] == algorithm else { continue }
            // Parameters may follow the value; none is defined.
            let value = member[member.index(after: equals)...].prefix { $0 != ";" }
            guard value.count >= 2, value.hasPrefix(":"), value.hasSuffix(":"),
                let bytes = Data(base64Encoded: String(value.dropFirst().dropLast())), bytes.count == 32
            else { throw .digestUnreadable(field, "“\(value.prefix(80))” is no SHA-256 in base 64") }
            // Of a member that stands twice the last one counts.
            found = ContentHash(bytes: [UInt8](bytes))
        }
        guard let found else { throw .digestUnreadable(field, "there is no sha-256 in it") }
        return found
    }
}

extension Problem {
    static func digestUnreadable(_ field: HTTPField.Name, _ detail: String) -> Problem {
        Problem(
            .badRequest, code: "digestUnreadable", title: badRequestTitle,
            chinese: "\(field.rawName) 无法核对，请按 RFC 9530 提供 sha-256，或去掉后重新上传。",
            english: "\(field.rawName) cannot be verified; give a sha-256 as in RFC 9530, or leave it out.",
            detail: detail, headers: [.wantContentDigest: "\(DigestFields.algorithm)=10"])
    }

    static func digestDiffers(stated: ContentHash, found: ContentHash) -> Problem {
        Problem(
            .badRequest, code: "digestDiffers", title: "数据在途中损坏",
            chinese: "收到的数据和 Content-Digest 不一致，文件没有收下，请重新上传。",
            english: "What arrived is not what Content-Digest says, so nothing was taken; send it again.",
            detail: "stated \(DigestFields.text(of: stated)), received \(DigestFields.text(of: found))")
    }

    static let requestKeyUnreadable = Problem(
        .badRequest, code: "idempotencyKeyUnreadable", title: badRequestTitle,
        chinese: "Idempotency-Key 应为 1 至 128 个 ASCII 字符，请更换后再试。",
        english: "Idempotency-Key is 1 to 128 visible ASCII characters, best in double quotes.")
}

/// The name that a client gives a request (draft-ietf-httpapi-idempotency-key-header), a quoted string; clients that
/// send it without quotes are understood.
enum RequestKeyField {
    static let longest = 128

    static func value(in headers: HTTPFields) throws(Problem) -> String? {
        guard let text = headers[.idempotencyKey]?.trimmed else { return nil }
        let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        let key = isQuoted ? String(text.dropFirst().dropLast()) : text
        guard (1...longest).contains(key.utf8.count),
            key.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: "\"") })
        else { throw .requestKeyUnreadable }
        return key
    }
}
