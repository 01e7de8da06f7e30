import API
import Evidence
import Foundation
import Hashing
import Originals
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import Console

@Suite(.serialized) struct PagesTests {
    private let html = "Accept: text/html"

    private func withPages(_ test: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run(router: { try ConsolePages(service: $0).router() }, test)
    }

    private var photo: [UInt8] {
        get throws { Array(try Fixture.data("chain/media/shelf/HZ-001_2026-11-20_shelf-1.jpg")) }
    }

    // MARK: Signing in

    @Test func `a page without a session leads to the door and back`() async throws {
        try await withPages { server in
            let door = try await server.get("/console?day=2026-11-22", html)
            #expect(door.status == 303)
            #expect(door.headers["location"] == "/login?next=%2Fconsole%3Fday%3D2026-11-22")
            let form = try await server.get("/login?next=%2Fconsole", html)
            #expect(form.text.contains(#"name="next" value="/console""#))
            let cookie = try await server.signIn("hq")
            #expect(try await server.get("/", cookie, html).headers["location"] == "/console")
            #expect(try await server.get("/console", cookie, html).status == 200)
        }
    }

    @Test func `the cookie cannot be read by scripts or sent by other sites`() async throws {
        try await withPages { server in
            let answer = try await server.request(
                "POST", "/login", ["Content-Type: application/x-www-form-urlencoded"],
                body: Array("account=hq&password=\(TestChain.password)".utf8))
            let cookie = try #require(answer.headers["set-cookie"])
            #expect(cookie.contains("HttpOnly"))
            #expect(cookie.contains("SameSite=Lax"))
            #expect(cookie.contains("Max-Age=2592000"))
        }
    }

    @Test func `a wrong password says so, and many of them must wait`() async throws {
        try await withPages { server in
            func attempt() async throws -> TestAnswer {
                try await server.request(
                    "POST", "/login", ["Content-Type: application/x-www-form-urlencoded", html],
                    body: Array("account=hq&password=wrong".utf8))
            }
            for _ in 0..<5 {
                let answer = try await attempt()
                #expect(answer.status == 401)
                #expect(answer.text.contains("账号或密码不正确"))
            }
            let answer = try await attempt()
            #expect(answer.status == 429)
            #expect(answer.headers["retry-after"] == "900")
        }
    }

    @Test func `another site cannot sign anybody in, and signing out ends the session`() async throws {
        try await withPages { server in
            let foreign = try await server.request(
                "POST", "/login",
                ["Content-Type: application/x-www-form-urlencoded", "Origin: https://evil.example"],
                body: Array("account=hq&password=\(TestChain.password)".utf8))
            #expect(foreign.status == 403)
            let cookie = try await server.signIn("hq")
            let page = try await server.get("/console", cookie, html)
            let without = try await server.request(
                "POST", "/logout", [cookie, "Content-Type: application/x-www-form-urlencoded"])
            #expect(without.status == 403)
            let out = try await server.request(
                "POST", "/logout", [cookie, "Content-Type: application/x-www-form-urlencoded"],
                body: Array("formToken=\(try formToken(page))".utf8))
            #expect(out.status == 303)
            #expect(try await server.get("/console", cookie, html).status == 303)
        }
    }

    // MARK: The manager's day

    @Test func `a manager photographs, gets a receipt and sees what is still missing`() async throws {
        let photo = try photo
        try await withPages { server in
            let cookie = try await server.signIn("hz001")
            let empty = try await server.get("/m", cookie, html)
            #expect(empty.status == 200)
            #expect(empty.text.contains("已收 <b>0</b> / 3"))
            #expect(empty.text.contains(#"capture="environment""#))
            let answer = try await server.upload(
                "/m/2026-11-22/items?kind=shelfPhoto&slot=shelf-1",
                fields: [("formToken", try formToken(empty))], file: photo, headers: [cookie, html])
            #expect(answer.status == 303)
            let location = try #require(answer.headers["location"]?.split(separator: "#").first)
            let page = try await server.get(String(location), cookie, html)
            #expect(page.text.contains("已收 <b>1</b> / 3"))
            #expect(page.text.contains("凭证号 <code>\(SHA256Hasher.hash(photo).short)</code>"))
            #expect(page.text.contains("还差 1 段咨询录音、1 张接龙订单截图"))
            let again = try await server.upload(
                "/v1/batches/HZ-001/2026-11-22/items?kind=shelfPhoto&slot=shelf-1",
                fields: [("formToken", try formToken(page))], file: photo, headers: [cookie])
            #expect(again.status == 200)
        }
    }

    @Test func `an upload without the page's token is refused and leaves nothing`() async throws {
        let photo = try photo
        try await withPages { server in
            let cookie = try await server.signIn("hz001")
            for token in [nil, "wrong"] {
                let answer = try await server.upload(
                    "/v1/batches/HZ-001/2026-11-22/items?kind=shelfPhoto&slot=shelf-1",
                    fields: token.map { [("formToken", $0)] } ?? [], file: photo, headers: [cookie])
                #expect(answer.status == 403)
                #expect(try answer.json()["code"] as? String == "formExpired")
            }
            #expect(try server.originals.hashes().isEmpty)
        }
    }

    @Test func `a refused file is explained where it happened`() async throws {
        try await withPages { server in
            let cookie = try await server.signIn("hz001")
            let token = try formToken(try await server.get("/m", cookie, html))
            let answer = try await server.upload(
                "/m/2026-11-22/items?kind=shelfPhoto&slot=shelf-1", fields: [("formToken", token)],
                file: Array("<html>not a photo</html>".utf8), headers: [cookie, html])
            #expect(answer.status == 415)
            #expect(answer.text.contains(#"id="slot-shelf-1""#))
            #expect(answer.text.contains("不是图片"))
            let recording = try await server.upload(
                "/m/2026-11-22/items?kind=consultationAudio&slot=consultation-1",
                fields: [("formToken", token)], file: Array(try Fixture.data("media/s16-16k.wav")),
                headers: [cookie, html])
            #expect(recording.status == 422)
            #expect(recording.text.contains("顾客同意"))
        }
    }

    @Test func `a manager sees the own store and nothing of others`() async throws {
        try await withPages { server in
            let cookie = try await server.signIn("hz001")
            #expect(try await server.get("/console", cookie, html).headers["location"] == "/m")
            #expect(try await server.get("/console/batches/HZ-002/2026-11-22", cookie, html).status == 404)
            #expect(try await server.get("/console/flags", cookie, html).status == 403)
            #expect(try await server.get("/v1/batches/HZ-002/2026-11-22", cookie).status == 404)
            #expect(try await server.get("/v1/batches/HZ-001/2026-11-22", cookie).status == 200)
        }
    }

    // MARK: Escaping and headers

    @Test func `a store's or an account's name never becomes markup`() async throws {
        try await withPages { server in
            let hq = try await server.signIn("hq")
            let manager = try await server.signIn("hz002")
            for (path, cookie) in [
                ("/console", hq), ("/console/batches/HZ-002/2026-11-22", hq), ("/m", manager),
            ] {
                let page = try await server.get(path, cookie, html)
                #expect(page.status == 200)
                #expect(!page.text.contains("<script>alert"))
                #expect(!page.text.contains("<b>店长"))
                #expect(page.text.contains("&lt;"))
            }
            let echoed = try await server.request(
                "POST", "/login", ["Content-Type: application/x-www-form-urlencoded", html],
                body: Array("account=%22%3E%3Cscript%3E&password=x".utf8))
            #expect(!echoed.text.contains("\"><script>"))
        }
    }

    @Test func `pages load nothing from elsewhere and cannot be framed`() async throws {
        try await withPages { server in
            let page = try await server.get("/login", html)
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(page.headers["x-content-type-options"] == "nosniff")
            #expect(!page.text.contains("style="))
            #expect(!page.text.contains("http://") && !page.text.contains("https://"))
            let sheet = try #require(page.text.firstMatch(of: /\/assets\/app\.css\?v=[0-9a-z]+/))
            let css = try await server.get(String(sheet.output))
            #expect(css.status == 200)
            #expect(css.headers["content-type"] == "text/css; charset=utf-8")
            #expect(try await server.get("/assets/..%2Ftemplates%2Flogin.mustache").status == 404)
        }
    }

    @Test func `an error is a page for people and a document for programs`() async throws {
        try await withPages { server in
            let page = try await server.get("/nowhere", html)
            #expect(page.status == 404)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.text.contains("没有找到"))
            let document = try await server.get("/nowhere")
            #expect(document.headers["content-type"] == "application/problem+json; charset=utf-8")
        }
    }

    private func formToken(_ page: TestAnswer) throws -> String {
        let match = try #require(page.text.firstMatch(of: /name="formToken" value="([0-9a-f]+)"/))
        return String(match.output.1)
    }
}
