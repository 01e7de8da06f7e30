import HTTPTypes
package import Hummingbird
import Multipart

/// Adds routes and remembers their methods, so that a wrong method answers 405 with `Allow` instead of 404.
package final class RouteBook {
    package typealias Handler = @Sendable (Request, WebContext) async throws -> Response

    private let router: Router<WebContext>
    private var methods: [String: [HTTPRequest.Method]] = [:]
    private static let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete]

    package init(_ router: Router<WebContext>) { self.router = router }

    package func get(_ path: String, _ handler: @escaping Handler) {
        add(path, .get, handler)
        add(path, .head) { request, context in try await handler(request, context).createHeadResponse() }
    }

    package func post(_ path: String, _ handler: @escaping Handler) { add(path, .post, handler) }

    private func add(_ path: String, _ method: HTTPRequest.Method, _ handler: @escaping Handler) {
        methods[path, default: []].append(method)
        router.on(RouterPath(path), method: method, use: handler)
    }

    /// To call once all routes are added.
    package func close() {
        for (path, allowed) in methods.sorted(by: { $0.key < $1.key }) {
            for method in Self.known where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Problem.methodNotAllowed(allowed)
                }
            }
        }
    }
}

extension WebContext {
    /// A part of the path, decoded; a path that is not UTF-8 leads nowhere.
    package func path(_ name: String) throws(Problem) -> String {
        guard let raw = parameters.get(name), let text = raw.percentDecoded, !text.isEmpty else {
            throw .notFound()
        }
        return text
    }
}

extension Request {
    /// A query parameter, decoded; nil where it is absent or empty.
    package func query(_ name: String) -> String? {
        guard let raw = uri.queryParameters[Substring(name)] else { return nil }
        let text = raw.replacing("+", with: " ").percentDecoded
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
