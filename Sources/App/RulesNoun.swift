import ArgumentParser
import ConfigurationFiles
import Evidence
import Records
import Scoring

enum RulesNoun: PolicyNoun {
    static let name = "rules"
    static let abstract = "标记规则 (flag rules)"
    static let fileHelp = "规则文件 (rules.yaml)"

    /// What a rule may name: every metric of the registry, and the topics of the lexicon in force where there is one.
    static func vocabulary(topics: Set<String>? = nil) -> RuleVocabulary {
        var limits: [String: ClosedRange<Double>] = [:]
        for metric in MetricRegistry.all {
            switch metric.unit {
            case .ratio: limits[metric.code] = 0...1
            case .score: limits[metric.code] = 0...100
            case .count, .minutes, .fen: limits[metric.code] = 0...1e9
            }
        }
        return RuleVocabulary(
            metrics: Dictionary(
                MetricRegistry.all.map { ($0.code, $0.formula.key?.rawValue) },
                uniquingKeysWith: { first, _ in first }), limits: limits, topics: topics)
    }

    static func read(_ path: String, in folder: DataFolder?) async throws -> [FlagRule] {
        var topics: Set<String>?
        if let folder {
            let documents = try await folder.records.reference.current(.topics)
            if !documents.isEmpty {
                topics = Set(
                    try documents.flatMap {
                        try CanonicalJSON.decode(TopicLexicon.self, from: $0.json).topics.map(\.id)
                    })
            }
        }
        return try RulesFile.read(
            try InputFile.text(path), file: path, vocabulary: vocabulary(topics: topics))
    }

    static func summary(of rules: [FlagRule]) -> String { "\(rules.count) 条标记规则" }

    static func store(_ rules: [FlagRule], from path: String, in folder: DataFolder) async throws {
        try await ReferenceWriter.put(rules, .rules, name: name, in: folder)
    }
}

struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: RulesNoun.name, abstract: RulesNoun.abstract,
        subcommands: [
            ImportCommand<RulesNoun>.self, CheckCommand<RulesNoun>.self, RulesDryRun.self, RulesExplain.self,
            RulesRun.self, RulesWorth.self,
        ])
}
