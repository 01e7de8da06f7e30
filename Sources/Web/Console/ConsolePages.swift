public import API
import Evidence
import Foundation
public import Hummingbird
import Records

/// The pages for store managers and headquarters, on top of the API's service.
public struct ConsolePages: ProblemPage {
    let service: WebService
    let templates: Templates
    let assets: Assets

    /// Reads templates and assets from the module's resources.
    /// - Throws: `TemplateError`, or the file system's error where resources are missing.
    public init(service: WebService) throws {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Resources")
        self.service = service
        templates = try Templates(folder: folder.appendingPathComponent("templates"))
        assets = try Assets(folder: folder.appendingPathComponent("assets"))
    }

    /// The whole web: API, pages, and problems as pages for people who browse.
    public func router() -> Router<WebContext> {
        let router = service.router(problemPage: self)
        add(to: router)
        return router
    }

    /// Adds the pages to a router that the service made.
    public func add(to router: Router<WebContext>) {
        let book = RouteBook(router)
        assets.add(to: book)
        SignInPages(pages: self).add(to: book)
        ManagerPages(pages: self).add(to: book)
        OverviewPages(pages: self).add(to: book)
        ItemPages(pages: self).add(to: book)
        FlagPages(pages: self).add(to: book)
        AppealPages(pages: self).add(to: book)
        QuestionPages(pages: self).add(to: book)
        TaskPages(pages: self).add(to: book)
        ReportPages(pages: self).add(to: book)
        book.get("/") { _, context in
            .seeOther(context.principal.map { Self.home(of: $0) } ?? "/login")
        }
        book.close()
    }

    public func html(for problem: Problem) -> String {
        let model = ProblemModel(
            shell: shell(problem.title, nil), title: problem.title, text: problem.chinese,
            detail: problem.detail, code: problem.code, incident: problem.incident)
        do {
            return try templates.render("problem", model)
        } catch {
            // The template was parsed at the start; this can only be a fault of the installation.
            return "<!doctype html><meta charset=utf-8><title>系统故障</title><p>系统故障，请稍后再试。</p>"
        }
    }

    struct ProblemModel {
        let shell: Shell
        let title: String
        let text: String
        let detail: String
        let code: String
        let incident: String?
    }

    // MARK: For the pages

    func shell(_ title: String, _ principal: Principal?, section: String = "") -> Shell {
        Shell(title: title, principal: principal, section: section, assetVersion: assets.version)
    }

    func page(_ template: String, _ model: Any, status: HTTPResponse.Status = .ok) throws -> Response {
        .page(try templates.render(template, model), status: status)
    }

    /// The first page after signing in.
    static func home(of principal: Principal) -> String {
        principal.account.role == .manager ? "/m" : "/console"
    }

    /// Decoded findings of many items.
    func findings(of items: [EvidenceItem]) async throws -> [EvidenceID: ItemFindings] {
        var found: [EvidenceID: ItemFindings] = [:]
        for item in items {
            found[item.id] = try ItemFindings(
                try await service.records.findings.current(item.id),
                rendition: try await service.records.renditions.find(item.id),
                standing: try await service.records.reviews.standing(of: item.id))
        }
        return found
    }
}
