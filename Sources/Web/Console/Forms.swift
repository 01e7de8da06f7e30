import API
import Hummingbird
import Multipart
import NIOCore

/// A small form of a page: `application/x-www-form-urlencoded`, at most 16 KB.
struct PageForm {
    private var values: [String: String] = [:]

    init(_ request: Request) async throws {
        let type = request.headers[.contentType] ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else { throw Problem.unsupportedBody(type) }
        let buffer = try await request.body.collect(upTo: 16_384)
        for pair in String(buffer: buffer).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first?.replacing("+", with: " ").percentDecoded,
                let value = (parts.count > 1 ? parts[1] : "").replacing("+", with: " ").percentDecoded
            else { throw Problem.malformedBody("the form is not UTF-8") }
            if values[name] == nil { values[name] = value }
        }
    }

    /// Nil where the field is absent or blank.
    subscript(_ name: String) -> String? {
        values[name].flatMap { $0.trimmed.isEmpty ? nil : $0 }
    }
}
