import Mustache
import Testing

@testable import Console

struct TemplateValueTests {
    private struct Inner {
        let text: String
        let note: String?
        let width: Int
    }
    private struct Outer {
        let title: String
        let note: String?
        let isOpen: Bool
        let score: Double
        let inner: Inner
        let absent: Inner?
        let rows: [Inner]
        let words: [String]
        let none: [Inner]
    }

    private let model = Outer(
        title: "店 <1>", note: "外", isOpen: true, score: 1.5, inner: Inner(text: "内", note: nil, width: 3),
        absent: nil, rows: [Inner(text: "甲", note: "注", width: 1), Inner(text: "乙", note: nil, width: 2)],
        words: ["一", "二"], none: [])

    @Test(arguments: [
        "{{title}}{{^absent}}无{{/absent}}{{#absent}}{{text}}{{/absent}}",
        "{{inner.text}}{{#inner}}{{width}}{{note}}{{/inner}}",
        "{{#rows}}{{text}}{{note}}{{title}};{{/rows}}", "{{#words}}{{.}},{{/words}}{{^none}}空{{/none}}",
        "{{#isOpen}}开{{score}}{{/isOpen}}{{^isOpen}}关{{/isOpen}}{{unknown}}", "{{#note}}{{note}}{{/note}}",
    ])
    func `a model reads the same as by reflection`(text: String) throws {
        let template = try MustacheTemplate(string: text)
        let value = try #require(TemplateValue.of(model))
        #expect(template.render(value) == template.render(model))
    }
}
