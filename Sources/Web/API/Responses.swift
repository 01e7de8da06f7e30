import Evidence
import Foundation
package import HTTPTypes
import Hashing
package import Hummingbird
import NIOCore

extension Response {
    /// A JSON document with sorted keys.
    package static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        json(text: try CanonicalJSON.string(value), status: status, headers: headers)
    }

    /// JSON that is already text.
    static func json(text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A JSON document that says what it hashes to, for those who keep it.
    static func digested(
        _ value: some Encodable, status: HTTPResponse.Status, headers: HTTPFields
    ) throws -> Response {
        let text = try CanonicalJSON.string(value)
        let digest = DigestFields.text(of: SHA256Hasher.hash(Array(text.utf8)))
        var headers = headers
        headers[.contentDigest] = digest
        headers[.reprDigest] = digest
        return json(text: text, status: status, headers: headers)
    }

    package static func page(
        _ html: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// After a form: the browser asks for the next page with GET.
    package static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }

    static func problem(_ problem: Problem, instance: String) -> Response {
        var headers = problem.headers
        headers[.contentType] = "application/problem+json; charset=utf-8"
        let text: String
        do {
            text = try CanonicalJSON.string(problem.document(instance: instance))
        } catch {
            // Only strings and numbers are encoded, so this is the answer of a bug, not of any input.
            text = #"{"code":"internalError","status":500,"type":"urn:storeproof:problem:internalError"}"#
        }
        return Response(
            status: problem.status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
