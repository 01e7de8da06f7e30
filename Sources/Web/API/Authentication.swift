import Evidence
import Foundation
import HTTPTypes
import Hashing
package import Hummingbird
import Records

/// Finds out who asks: `Authorization: Bearer …` of a program, or the cookie of a signed-in page.
struct Authentication: RouterMiddleware {
    let records: EvidenceRecords
    let clock: @Sendable () -> Date

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let header = request.headers[.authorization] {
            context.principal = try await principal(authorization: header)
        } else if let token = request.cookies[SessionCookie.name]?.value {
            let account = try await records.accounts.session(digest: RandomToken.digest(token), at: clock())
            context.principal = account.map {
                Principal(account: $0, proof: .session(formToken: SessionCookie.formToken(for: token)))
            }
        }
        return try await next(request, context)
    }

    private func principal(authorization header: String) async throws -> Principal {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw Problem.wrongToken }
        let digest = RandomToken.digest(String(parts[1]))
        guard let account = try await records.accounts.account(tokenDigest: digest) else {
            throw Problem.wrongToken
        }
        return Principal(account: account, proof: .bearer)
    }
}

/// The cookie of a signed-in page. The server keeps only a digest of it.
package enum SessionCookie {
    package static let name = "storeproof_session"

    /// What forms repeat to show that they come from our own page: whoever cannot read the cookie cannot know it.
    static func formToken(for sessionToken: String) -> String {
        RandomToken.digest("form " + sessionToken)
    }

    package static func issue(_ token: String, settings: WebSettings) -> Cookie {
        Cookie(
            name: name, value: token, maxAge: Int(settings.sessionSeconds), path: "/",
            secure: settings.secureCookies, httpOnly: true, sameSite: .lax)
    }

    package static func clear(settings: WebSettings) -> Cookie {
        Cookie(
            name: name, value: "", maxAge: 0, path: "/", secure: settings.secureCookies, httpOnly: true,
            sameSite: .lax)
    }
}

/// Guards against requests that another site makes a signed-in browser send.
package enum FormGuard {
    /// A page's request that changes something must repeat the form token. Programs with a bearer token need none.
    package static func check(_ principal: Principal, formToken: String?) throws(Problem) {
        guard let expected = principal.formToken else { return }
        guard let formToken, formToken == expected else { throw .formExpired }
    }

    /// Before there is a session: the browser's own statement of where the form came from must be this host.
    package static func checkOrigin(_ request: Request) throws(Problem) {
        guard let origin = request.headers[.origin] else { return }
        let host = origin.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init)
        guard host == request.head.authority else { throw .formExpired }
    }
}
