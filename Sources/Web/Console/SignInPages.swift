import API
import Evidence
import HTTPTypes
import Hummingbird
import Multipart

/// `/login` and `/logout`.
struct SignInPages {
    let pages: ConsolePages

    struct Model {
        let shell: Shell
        let account: String
        let next: String
        let problem: String?
    }

    func add(to book: RouteBook) {
        book.get("/login") { request, context in
            if let principal = context.principal { return .seeOther(ConsolePages.home(of: principal)) }
            return try page(account: "", next: request.query("next"), problem: nil, status: .ok)
        }
        book.post("/login") { request, context in try await signIn(request, context) }
        book.post("/logout") { request, context in
            let principal = try context.signedIn()
            try FormGuard.check(principal, formToken: try await PageForm(request)["formToken"])
            if let token = request.cookies[SessionCookie.name]?.value {
                try await pages.service.signIn.close(token: token)
            }
            var response = Response.seeOther("/login")
            response.setCookie(SessionCookie.clear(settings: pages.service.settings))
            return response
        }
    }

    private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        try FormGuard.checkOrigin(request)
        let form = try await PageForm(request)
        guard let account = form["account"]?.trimmed, let password = form["password"] else {
            return try page(
                account: form["account"] ?? "", next: form["next"], problem: "请填写账号和密码。",
                status: .unprocessableContent)
        }
        do {
            let token = try await pages.service.signIn.open(
                account: account, password: password, from: context.remoteAddress)
            var response = Response.seeOther(Self.localAddress(form["next"]) ?? "/")
            response.setCookie(SessionCookie.issue(token, settings: pages.service.settings))
            return response
        } catch let problem as Problem {
            var response = try page(
                account: account, next: form["next"], problem: problem.chinese, status: problem.status)
            response.headers.append(contentsOf: problem.headers)
            return response
        }
    }

    private func page(account: String, next: String?, problem: String?, status: HTTPResponse.Status) throws
        -> Response
    {
        try pages.page(
            "login",
            Model(
                shell: pages.shell("登录", nil), account: account, next: Self.localAddress(next) ?? "",
                problem: problem),
            status: status)
    }

    /// Only addresses of this server: a link must not lead a person elsewhere after signing in.
    static func localAddress(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return nil }
        return text
    }
}
