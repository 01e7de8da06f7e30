import ConfigurationFiles
import Evidence
import Foundation
import TestSupport
import Testing

struct RulesFileTests {
    private let vocabulary = RuleVocabulary(
        metrics: ["promoExecutionRate": nil, "topicCount": "topic", "shelfCompliance": nil],
        limits: ["promoExecutionRate": 0...1], topics: ["缺货"])

    private func read(_ when: String, extra: String = "") throws -> [FlagRule] {
        try RulesFile.read(
            """
            version: t
            rules:
              - id: r
            \(extra)    when:
            \(when.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
            """, file: "rules.yaml", vocabulary: vocabulary)
    }

    private func problems(_ when: String, extra: String = "") -> [ConfigurationProblem] {
        do {
            _ = try read(when, extra: extra)
            return []
        } catch let error as ConfigurationError { return error.problems } catch { return [] }
    }

    @Test func `the demo chain's rule reads as it always did`() throws {
        let text = String(decoding: try Fixture.data("chain/rules.yaml"), as: UTF8.self)
        let rule = try #require(try RulesFile.read(text, file: "rules.yaml").first)
        #expect(
            rule.when
                == .sign(
                    RuleSign(
                        metric: "topicCount", key: "预制菜加热不便",
                        window: .consecutive(days: 3, Comparison(.atLeast, 1)), missing: .bridges,
                        bridgeDays: 1)))
    }

    @Test(arguments: [
        ("metric: nonsense\nconsecutiveDays: 3\nbelow: 1\nmissing: breaks", "there is no metric nonsense", 5),
        ("metric: promoExecutionRate\nconsecutiveDays: 0\nbelow: 0.5\nmissing: breaks", "1…60", 6),
        (
            "metric: promoExecutionRate\nconsecutiveDays: 3\nbelow: 0.5",
            "say what a day without evidence means", 5
        ),
        (
            "metric: promoExecutionRate\nconsecutiveDays: 3\nbelow: 0.5\nmissing: maybe", "missing is breaks",
            8
        ),
        ("metric: promoExecutionRate\nconsecutiveDays: 3\nabove: 1.2\nmissing: breaks", "never holds", 7),
        (
            "metric: promoExecutionRate\nconsecutiveDays: three\nabove: 0.2\nmissing: breaks",
            "must be a number", 6
        ),
        ("metric: promoExecutionRate\nconsecutiveDays: 3\nmissing: breaks", "give one limit", 5),
        (
            "metric: promoExecutionRate\nconsecutiveDays: 3\ntotalDays: 3\nbelow: 1\nmissing: breaks",
            "name one window", 5
        ),
        (
            "metric: promoExecutionRate\ndaysOf: {atLeast: 5, of: 3}\nbelow: 1\nmissing: breaks",
            "can never be", 6
        ),
        ("topic: 不存在\nconsecutiveDays: 3\nmissing: breaks", "the lexicon has no topic", 5),
        ("topic: any\nconsecutiveDays: 3\nmissing: breaks", "any is for a surge only", 5),
        ("topic: 缺货\nconsecutiveDays: 3\nmising: breaks", "there is no mising here", 7),
        (
            "topic: 缺货\nconsecutiveDays: 3\nmissing: waits\nbridgeDays: 2", "goes with missing: bridges only",
            8
        ),
        ("metric: topicCount\nconsecutiveDays: 3\nmissing: waits", "needs a topic", 5),
    ])
    func `what is wrong is named with its line`(when: String, words: String, line: Int) {
        let found = problems(when)
        #expect(found.contains { $0.english.contains(words) && $0.line == line }, "\(found)")
    }

    @Test func `one check tells every problem of a rule, each with its line`() {
        let found = problems(
            "metric: nonsense\ntotalDays: 0\nbelow: 0.5",
            extra:
                "    recommendation: {zh: '{shop}'}\n    severity: loud\n    actions: [{kind: fax, target: hq}]\n"
        )
        let texts = found.map(\.english)
        for words in [
            "no metric nonsense", "1…366", "without evidence means", "no placeholder {shop}", "severity is",
            "kind is task",
        ] {
            #expect(texts.contains { $0.contains(words) }, "\(words): \(texts)")
        }
        #expect(found.count == 6 && found.allSatisfy { $0.line != nil })
    }

    @Test func `conditions that can never hold together are contradictions`() {
        let below = "{metric: promoExecutionRate, consecutiveDays: 3, below: 0.3, missing: breaks}"
        let above = "{metric: promoExecutionRate, consecutiveDays: 2, above: 0.6, missing: breaks}"
        #expect(problems("all:\n  - \(below)\n  - \(above)").contains { $0.english.contains("contradicts") })
        #expect(problems("any:\n  - \(below)\n  - \(above)").isEmpty)
        #expect(
            problems("all:\n  - \(below)\n  - not: \(below)").contains { $0.english.contains("contradicts") })
        let small = "{attribute: size, is: small}"
        let large = "{attribute: size, anyOf: [large]}"
        #expect(problems("all:\n  - \(small)\n  - \(large)").contains { $0.english.contains("contradicts") })
        let surge =
            "{topic: any, missing: waits, surge: {days: 5, baselineDays: 21, falseDiscoveryRate: 0.01, level: district}}"
        #expect(problems("all:\n  - \(surge)\n  - \(above)").contains { $0.english.contains("stands alone") })
        #expect(
            problems(
                String(surge.dropFirst().dropLast()).replacing(", surge", with: "\nsurge").replacing(
                    ", missing", with: "\nmissing")
            ).isEmpty)
    }

    @Test func `placeholders, severities and actions are checked`() {
        let when = "topic: 缺货\nconsecutiveDays: 3\nmissing: waits"
        #expect(problems(when, extra: "    recommendation: {zh: '{storeName} {shop}'}\n").count == 1)
        #expect(problems(when, extra: "    severity: loud\n").count == 1)
        #expect(problems(when, extra: "    actions: [{kind: fax, target: hq}]\n").count == 1)
        #expect(problems(when, extra: "    actions: [{kind: email, target: a@b.cn}]\n").isEmpty)
    }

    @Test func `whatever a file holds, reading it ends in rules or in problems`() {
        var random = SeededGenerator(seed: 11)
        let words = [
            "all", "any", "not", "score", "surge", "topic", "metric", "missing", ":", "-", "[", "{", "}", "]",
            "3", "\n", "  ", "缺货",
        ]
        for _ in 0..<400 {
            let text = (0..<24).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined(
                separator: " ")
            _ = problems(text)
        }
    }
}
