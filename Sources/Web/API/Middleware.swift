import Foundation
import HTTPTypes
package import Hummingbird
import Intake
package import Logging
import Multipart
import Originals
import Records

/// Turns every error into a problem document, or into a page for people.
package struct ProblemResponses: RouterMiddleware {
    let page: (any ProblemPage)?

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let problem = Self.problem(for: error, request: request, logger: context.logger)
            if problem.status == .unauthorized, let redirect = Self.signInRedirect(for: problem, request) {
                return redirect
            }
            return response(to: problem, request: request)
        }
    }

    private func response(to problem: Problem, request: Request) -> Response {
        if let page, request.wantsPage {
            return Response.page(page.html(for: problem), status: problem.status, headers: problem.headers)
        }
        return Response.problem(problem, instance: request.uri.path)
    }

    package static func problem(for error: any Error, request: Request, logger: Logger) -> Problem {
        if let problem = error as? Problem { return problem }
        let incident = String(UUID().uuidString.prefix(8)).lowercased()
        let metadata: Logger.Metadata = [
            "incident": "\(incident)", "path": "\(request.uri.path)", "error": "\(error)",
        ]
        switch error {
        case let error as IntakeError:
            if error.code == .storageFailed {
                logger.error("evidence could not be stored", metadata: metadata)
            }
            return Problem(error)
        case let stop as BatchStop:
            if case .storage(let error) = stop {
                return Self.problem(for: error, request: request, logger: logger)
            }
            logger.error("archives cannot be unpacked", metadata: metadata)
            return .unavailable(incident: incident)
        case let error as BatchRefusal:
            if error.cause == .unavailable {
                logger.error("archives cannot be unpacked", metadata: metadata)
            }
            return Problem(error)
        case let error as MultipartError:
            return Problem(error)
        case let error as OriginalError where error.code == .full:
            logger.error("the evidence store is full", metadata: metadata)
            return .storageFull
        case let error as RecordError where error.code == .full:
            logger.error("the database's disk is full", metadata: metadata)
            return .storageFull
        case let error as RecordError where error.code == .unstorableText:
            return .unreadableText
        case let error as RecordError where error.disposition == .bug:
            logger.error("a record or a statement is wrong", metadata: metadata)
            return .internalError(incident: incident)
        case is RecordError, is OriginalError:
            logger.error("records or originals failed", metadata: metadata)
            return .unavailable(incident: incident)
        case let error as any HTTPResponseError where error.status.code < 500:
            return Problem(error)
        default:
            logger.error("request failed", metadata: metadata)
            return .internalError(incident: incident)
        }
    }

    /// A person who opens a page without a session is shown the door and comes back afterwards.
    private static func signInRedirect(for problem: Problem, _ request: Request) -> Response? {
        guard problem.code == "signInFirst", request.method == .get, request.wantsPage else { return nil }
        return .seeOther("/login?next=\(request.uri.string.urlSegment)")
    }
}

/// Renders a problem for people; the console provides it.
public protocol ProblemPage: Sendable {
    func html(for problem: Problem) -> String
}

/// Headers that keep a page to itself: nothing from elsewhere is loaded, nobody frames it, nothing is guessed.
struct SecurityHeaders: RouterMiddleware {
    static let contentSecurityPolicy = [
        "default-src 'none'", "img-src 'self' blob:", "media-src 'self'", "style-src 'self'",
        "script-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.xFrameOptions] = "DENY"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

extension HTTPField.Name {
    private static func named(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("not a header name: \(name)") }
        return field
    }
    static let referrerPolicy = named("Referrer-Policy")
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    static let xFrameOptions = named("X-Frame-Options")
    /// Carries the form token where a script of the page sends the request.
    static let formToken = named("X-Form-Token")
    static let contentDigest = named("Content-Digest")
    static let reprDigest = named("Repr-Digest")
    static let wantContentDigest = named("Want-Content-Digest")
    static let idempotencyKey = named("Idempotency-Key")
}

extension Request {
    /// Whether a browser navigates: pages answer with pages, the API with documents.
    package var wantsPage: Bool {
        !uri.path.hasPrefix("/v1/") && (headers[.accept] ?? "").contains("text/html")
    }
}
