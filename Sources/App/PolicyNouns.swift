import ArgumentParser
import ConfigurationFiles
import Consultation
import Evidence
import Foundation
import Order
import Provenance
import Records

enum StoresNoun: PolicyNoun {
    static let name = "stores"
    static let abstract = "门店 (stores)"
    static let fileHelp = "门店文件 (stores.json)"
    static func read(_ path: String, in folder: DataFolder?) async throws -> [Store] {
        try StoresFile.read(try InputFile.text(path), file: path)
    }
    static func summary(of stores: [Store]) -> String { "\(stores.count) 家门店" }
    static func store(_ stores: [Store], from path: String, in folder: DataFolder) async throws {
        try await folder.records.stores.upsert(stores)
        try await StorePlaces.follow(stores, in: folder)
    }
}

enum PlanogramsNoun: PolicyNoun {
    struct Named: Sendable {
        var name: String
        var planogram: Planogram
    }
    static let name = "planograms"
    static let abstract = "陈列图 (planograms)"
    static let fileHelp = "陈列图文件或文件夹 (a planogram file or a folder of them)"

    static func read(_ path: String, in folder: DataFolder?) async throws -> [Named] {
        var known: Set<SKU>?
        if let folder, let document = try await folder.records.reference.current(.catalogue).first {
            known = Set(try CanonicalJSON.decode(Catalogue.self, from: document.json).skus.map(\.sku))
        }
        return try files(path).map { file in
            let read = try PlanogramFile.read(try InputFile.text(file), file: file, known: known)
            let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
            return Named(name: read.id ?? stem, planogram: read.planogram)
        }
    }

    private static func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }
            .sorted()
        guard !names.isEmpty else { throw Failure.badInput("\(path) 中没有 .json 文件 (no .json file)") }
        return names.map { "\(path)/\($0)" }
    }

    static func summary(of plans: [Named]) -> String { "\(plans.count) 张陈列图" }
    static func store(_ plans: [Named], from path: String, in folder: DataFolder) async throws {
        for plan in plans {
            try await ReferenceWriter.put(plan.planogram, .planogram, name: plan.name, in: folder)
        }
    }
}

enum PromotionsNoun: OneFileNoun {
    static let name = "promotions"
    static let abstract = "满减方案 (promotions)"
    static let fileHelp = "促销方案文件 (promotions.json)"
    static let kind = ReferenceKind.promotions
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> [PromotionScheme] {
        try PromotionsFile.read(text, file: file)
    }
    static func complaints(about schemes: [PromotionScheme]) -> [String] {
        PromotionReview.problems(schemes).map { "\($0.scheme)：\($0.reason.chinese) (\($0.reason.english))" }
    }
    static func summary(of schemes: [PromotionScheme]) -> String { "\(schemes.count) 个满减方案" }
}

enum ProductsNoun: OneFileNoun {
    static let name = "products"
    static let abstract = "接龙商品 (group-buy products)"
    static let fileHelp = "商品文件 (products.json)"
    static let kind = ReferenceKind.products
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> [Product] {
        try ProductsFile.read(text, file: file)
    }
    static func summary(of products: [Product]) -> String { "\(products.count) 个接龙商品" }
}

enum VocabularyNoun: OneFileNoun {
    static let name = "vocabulary"
    static let abstract = "订单截图用语表 (words of order screenshots)"
    static let fileHelp = "用语表文件 (vocabulary.yaml)"
    static let kind = ReferenceKind.vocabulary
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> [String: [String]] {
        try WordListsFile.read(text, file: file, names: OrderVocabulary.fields)
    }
    static func summary(of lists: [String: [String]]) -> String { "\(lists.count) 组用语" }
}

enum TopicsNoun: OneFileNoun {
    static let name = "topics"
    static let abstract = "咨询主题词库 (topics)"
    static let fileHelp = "词库文件 (topics.yaml)"
    static let kind = ReferenceKind.topics
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> TopicLexicon {
        try TopicsFile.read(text, file: file)
    }
    static func complaints(about lexicon: TopicLexicon) -> [String] {
        TopicReview.failures(lexicon).map(\.description)
    }
    static func summary(of lexicon: TopicLexicon) -> String { "\(lexicon.topics.count) 个咨询主题" }
}

enum PolicyFileNoun: OneFileNoun {
    static let name = "policy"
    static let abstract = "评分方案 (scoring policy)"
    static let fileHelp = "评分方案文件 (policy.yaml)"
    static let kind = ReferenceKind.policy
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> ScoringPolicy {
        try PolicyFile.read(text, file: file, provenanceCodes: ProvenancePolicy.codes)
    }
    static func summary(of policy: ScoringPolicy) -> String { "评分方案 \(policy.version)" }
}

enum RetentionNoun: OneFileNoun {
    static let name = "retention"
    static let abstract = "原件保存期限、到期删除和保留 (how long originals are kept)"
    static let fileHelp = "保存期限文件 (retention.yaml)"
    static let kind = ReferenceKind.retention
    /// Shorter than the days over which photos are compared, people have hardly looked.
    private static let fewDays = 30
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> RetentionPolicy {
        try RetentionFile.read(text, file: file)
    }
    static func remarks(about policy: RetentionPolicy) -> [String] {
        EvidenceKind.allCases.compactMap { kind in
            guard let days = policy[kind], days < fewDays else { return nil }
            return "\(kind.chineseName)只保存 \(days) 天，可能来不及复核 (\(kind.rawValue) is kept for \(days) days only)"
        }
    }
    static func summary(of policy: RetentionPolicy) -> String {
        let days = EvidenceKind.allCases.map { kind in
            "\(kind.chineseName) \(policy[kind].map { "\($0) 天" } ?? "不删除")"
        }
        return "保存期限 \(policy.version)：\(days.joined(separator: "，"))"
    }
}

enum RequirementsNoun: PolicyNoun {
    static let name = "requirements"
    static let abstract = "每日上报要求 (what stores must report)"
    static let fileHelp = "上报要求文件 (requirements.yaml)"
    static func read(_ path: String, in folder: DataFolder?) async throws -> [Requirement] {
        var planograms: Set<String>?
        if let folder { planograms = Set(try await folder.records.reference.current(.planogram).map(\.name)) }
        return try RequirementsFile.read(try InputFile.text(path), file: path, planograms: planograms)
    }
    static func summary(of requirements: [Requirement]) -> String { "\(requirements.count) 条上报要求" }
    static func store(_ requirements: [Requirement], from path: String, in folder: DataFolder) async throws {
        try await ReferenceWriter.put(requirements, .requirements, name: "requirements", in: folder)
    }
}
