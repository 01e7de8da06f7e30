import Foundation

/// The words that an erasure takes out of a JSON document: texts that stood in it before and do not after.
enum TakenWords {
    static func of(_ before: String, _ after: String) throws(RecordError) -> Set<String> {
        try texts(in: before).subtracting(texts(in: after))
    }

    private static func texts(in json: String) throws(RecordError) -> Set<String> {
        do {
            return texts(of: try JSONSerialization.jsonObject(with: Data(json.utf8)))
        } catch {
            throw RecordError(.corruptRow, "a finding cannot be read: \(error)")
        }
    }

    /// Every text of a document, wherever it stands.
    private static func texts(of value: Any) -> Set<String> {
        switch value {
        case let text as String: [text]
        case let values as [String: Any]: values.values.reduce(into: []) { $0.formUnion(texts(of: $1)) }
        case let values as [Any]: values.reduce(into: []) { $0.formUnion(texts(of: $1)) }
        default: []
        }
    }
}
