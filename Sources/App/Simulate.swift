import ArgumentParser
import ConfigurationFiles
import Evidence
import Foundation
import Records
import Scoring
import Simulation

/// `storeproof simulate`: a chain with planted truths, for demonstrations, load tests and the score of the rules.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "模拟一条连锁的识别结果，真值已知 (simulate a chain's findings with planted truths)")

    @Option(name: .long, help: "门店数 (stores)") var stores = 137
    @Option(name: .long, help: "天数 (days)") var days = 37
    @Option(name: .long, help: "种子：同一种子得到同样的结果 (seed)") var seed: UInt64 = 1
    @Option(name: .long, help: "第一天 (first day)") var from: BusinessDay?
    @Option(name: .long, help: "参数文件 (parameter file: name: number)") var parameters: String?
    @Option(name: .long, help: "用哪些规则评分 (rule file to score)；默认随附规则") var rules: String?
    @Flag(name: .long, help: "给规则评分：准确率、召回率、延迟 (score the rules: precision, recall, delay)") var score = false
    @Flag(name: .long, help: "评分输出 JSON (print the score as JSON)") var json = false
    @Option(name: .long, help: "把模拟的识别结果和真值写进这个文件夹 (write facts.jsonl and truth.json here)") var output:
        String?
    @Flag(
        name: .long, help: "还生成照片、录音和截图，可用 ingest 上传 (also make media that can be ingested; needs --output)")
    var media = false
    @Option(name: .long, help: "生成几家门店的媒体 (stores with media)") var mediaStores = 5
    @Option(name: .long, help: "生成最后几天的媒体 (the chain's last days with media)") var mediaDays = 7
    @Option(name: .long, help: "写入一个数据目录，供控制台和压力测试使用 (fill a data folder)") var into: String?

    func validate() throws {
        guard (0...20_000).contains(stores), (0...1500).contains(days), stores * days <= 2_000_000 else {
            throw ValidationError("门店数 0…20000，天数 0…1500，相乘不超过两百万 (too large a chain)")
        }
        guard !media || output != nil else {
            throw ValidationError("--media 需要 --output 文件夹 (--media needs --output)")
        }
        guard (1...1000).contains(mediaStores), (1...366).contains(mediaDays) else {
            throw ValidationError("--media-stores 1…1000，--media-days 1…366 (too many)")
        }
    }

    func run() async throws {
        var simulator = ChainSimulator(
            parameters: try rates(), from: from ?? BusinessDay(ordinal: 20_741), days: days, seed: seed)
        let chain = simulator.chain(stores: stores)
        if let output { try write(chain, to: output) }
        if media, let output {
            try SimulateMedia(chain: chain, seed: seed, stores: mediaStores, days: mediaDays)
                .write(to: URL(fileURLWithPath: output))
        }
        if let into { try await SimulationLoad(chain: chain).fill(into) }
        if score || (output == nil && into == nil) { try show(chain) }
    }

    private func rates() throws -> SimulationParameters {
        guard let parameters else { return SimulationParameters() }
        let read: [String: Double]
        do { read = try NumbersFile.read(try InputFile.text(parameters), file: parameters) } catch let error
            as ConfigurationError
        {
            throw Failure.badInput(error.description)
        }
        let complaints = SimulationParameters.complaints(read)
        guard complaints.isEmpty else { throw Failure.badInput(complaints.joined(separator: "\n")) }
        return SimulationParameters(overrides: read)
    }

    private func write(_ chain: SimulatedChain, to folder: String) throws {
        let url = URL(fileURLWithPath: folder)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let lines = try chain.days.map { try CanonicalJSON.string($0) + "\n" }.joined()
        try Data(lines.utf8).write(to: url.appendingPathComponent("facts.jsonl"))
        try CanonicalJSON.encode(chain.truths, pretty: true).write(
            to: url.appendingPathComponent("truth.json"))
        try CanonicalJSON.encode(chain.stores, pretty: true).write(
            to: url.appendingPathComponent("stores.json"))
        Terminal.line("✓ \(folder)：\(chain.days.count) 个店日，\(chain.truths.count) 个真值 (store-days, truths)")
    }

    private func show(_ chain: SimulatedChain) throws {
        let file = rules ?? Self.shippedRules
        let read: [FlagRule]
        do {
            read = try RulesFile.read(
                try InputFile.text(file), file: file, vocabulary: RulesNoun.vocabulary())
        } catch let error as ConfigurationError { throw Failure.badInput(error.description) }
        let engine = RuleEngine(history: chain.history, policy: ScoringPolicy())
        let score = SimulationScore(chain: chain, rules: read, flags: read.flatMap(engine.flags))
        if json { return Terminal.line(try CanonicalJSON.string(score)) }
        var table = TextTable(header: ["规则", "标记", "准确率", "应有", "召回率", "七天内", "延迟(天)"])
        for rule in score.rules {
            table.rows.append([
                rule.rule, "\(rule.flags)", rule.precision.map(twoDecimals) ?? "—", "\(rule.planted)",
                rule.recall.map(twoDecimals) ?? "—", "\(rule.foundWithinSevenDays)",
                rule.medianDelayDays.map { "\(Int($0))" } ?? "—",
            ])
        }
        for line in table.lines() { Terminal.line(line) }
        Terminal.line(
            "厨房场景：应在第三个证据日升起 \(score.kitchen.due)，当天升起 \(score.kitchen.raisedOnThirdDay)，误升 \(score.kitchen.wrong) (kitchen: due, on the third day, wrong)"
        )
        Terminal.line(
            "误标记每百店每周 \(twoDecimals(score.falseFlagsPerHundredStoreWeeks)) (false flags per 100 stores and week)"
        )
    }

    private func twoDecimals(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    private static let shippedRules = "fixtures/rules/shipped.yaml"
}

/// Writes a simulated chain into a data folder as if its evidence had been analysed.
struct SimulationLoad {
    let chain: SimulatedChain

    func fill(_ path: String) async throws {
        let folder = try await DataFolder(URL(fileURLWithPath: path))
        try await folder.records.stores.upsert(chain.stores)
        let reader = MetricReader(policy: ScoringPolicy())
        let cause = MetricCause(reason: "firstCount", at: Date())
        let plans = Dictionary(grouping: chain.plans, by: \.store)
        let byStore = Dictionary(grouping: chain.days, by: \.store)
        let reading: MetricBook.Reading = { DailyMetrics.metrics(of: $0, store: $1, day: $2, reader: reader) }
        for store in chain.stores {
            try await folder.records.metricBook.plan(
                plans[store.id] ?? [], of: store.id, cause: cause, reading: reading)
            try await folder.records.metricBook.record(
                own(byStore[store.id] ?? []), cause: cause, reading: reading)
        }
        Terminal.line("✓ \(path)：\(chain.stores.count) 家门店，\(chain.days.count) 个店日 (stores, store-days)")
    }

    /// Without the counts that the book adds itself.
    private func own(_ days: [StoreDayFacts]) -> [StoreDayFacts] {
        days.map { day in
            var day = day
            day.counts[.newProductsDue] = 0
            day.counts[.newProductsShown] = 0
            return day
        }
    }
}
