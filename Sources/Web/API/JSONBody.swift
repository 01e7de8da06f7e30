import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A body that a page's session may send, too: it then repeats the form's token.
protocol FormBody: Decodable, Sendable {
    /// Only a page's session needs it.
    var formToken: String? { get }
}

enum JSONBody {
    /// Reads a JSON body.
    /// - Throws: `Problem`: another type, longer than `limit` bytes, not the JSON that is asked for, no form token where a
    ///   session asks.
    static func read<Body: FormBody>(
        _ request: Request, _ principal: Principal, as type: Body.Type, upTo limit: Int = 16_384
    ) async throws -> Body {
        let contentType = request.headers[.contentType] ?? ""
        guard contentType.hasPrefix("application/json") else { throw Problem.unsupportedJSON(contentType) }
        let buffer = try await request.body.collect(upTo: limit)
        let body: Body
        do { body = try CanonicalJSON.decode(Body.self, from: String(buffer: buffer)) } catch {
            throw Problem.malformedBody("the body is not the JSON that is asked for here: \(error)")
        }
        try FormGuard.check(principal, formToken: body.formToken ?? request.headers[.formToken])
        return body
    }
}
