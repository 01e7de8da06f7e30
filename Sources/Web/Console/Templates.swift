import Foundation
import Mustache

/// The page templates, read once at the start. Whatever a template inserts is escaped.
struct Templates: Sendable {
    private let library: MustacheLibrary

    /// - Throws: `TemplateError` naming the template that does not parse.
    init(folder: URL) throws {
        var library = MustacheLibrary()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "mustache" {
            let name = file.deletingPathExtension().lastPathComponent
            do {
                try library.register(String(contentsOf: file, encoding: .utf8), named: name)
            } catch {
                throw TemplateError(template: name, detail: "\(error)")
            }
        }
        self.library = library
    }

    func render(_ template: String, _ model: Any) throws -> String {
        guard let text = library.render(TemplateValue.of(model) ?? model, withTemplate: template) else {
            throw TemplateError(template: template, detail: "there is no such template")
        }
        return text
    }
}

/// A template that is missing or not well formed: a fault of the installation.
public struct TemplateError: Error {
    public let template: String
    public let detail: String
}
