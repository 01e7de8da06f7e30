import AnalyzerKit
import ArgumentParser
import ConfigurationFiles
import Evidence
import Foundation
import Media
import Order
import Text

/// `analyze order IMAGE…`
struct AnalyzeOrder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "读接龙订单截图并核对满减 (read order screenshots and check the promotion)")

    @Argument(help: "订单截图 (screenshots)") var images: [String]
    @Option(name: .long, help: "满减方案 (promotions file)") var promotions: String?
    @Option(name: .long, help: "商品清单 (products file)") var products: String?
    @Option(name: .long, help: "截图用语表 (words of order screenshots, YAML)") var vocabulary: String?
    @Option(name: .long, help: "顾客标识的盐 (salt of the customers' hashes)") var salt = "analyze"
    @Option(name: .long, help: "营业日 (the business day that they were sent for)") var day: BusinessDay?
    @OptionGroup var place: StoreOptions
    @Option(name: .long, help: "收到时间，ISO 8601；截图没有年份时用它 (when it was received)") var received: Instant?
    @Flag(name: .long, help: "合并滚动截图中的同一订单 (join orders that span several screenshots)") var batch = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let analyzer = OrderAnalyzer(
            schemes: try PolicyInput.read(promotions) { try PromotionsFile.read($0, file: $1) } ?? [],
            products: try PolicyInput.read(products) { try ProductsFile.read($0, file: $1) } ?? [],
            vocabulary: try OrderVocabulary.standard.replacing(
                PolicyInput.read(vocabulary) {
                    try WordListsFile.read($0, file: $1, names: OrderVocabulary.fields)
                } ?? [:]), digest: CustomerDigest(salt: salt).callAsFunction)
        let store = try place.find()
        let reader = try TextModels.reader()
        var answers: [Answer<OrderFindings>] = []
        var shots: [OrderJoiner.Shot] = []
        for image in images {
            var watch = Stopwatch()
            let result: Result<OrderFindings, Refusal>
            switch watch.time("decode", { MediaInput.picture(at: image) }) {
            case .failure(let refusal): result = .failure(refusal)
            case .success(let (picture, _)):
                let read = try await watch.time("read") { try await reader.readUpright(picture) }
                let input = OrderInput(
                    width: read.picture.width, height: read.picture.height, lines: read.lines,
                    screenshot: read.picture, receivedAt: received?.date, store: store, day: day,
                    orientation: read.orientation)
                result = .success(try await watch.time("analyze") { try await analyzer.analyze(input) })
                if batch { shots.append(OrderJoiner.Shot(name: image, input: input)) }
            }
            answers.append(
                Answer(
                    key: "image", input: image, result: result, seconds: output.timings ? watch.seconds : nil)
            )
        }
        let joined = batch ? OrderJoiner(analyzer: analyzer).join(shots) : nil
        if output.json {
            let documents = answers.map(OrderDocument.screenshot) + (joined.map { [.batch($0)] } ?? [])
            Terminal.line(try ContractOutput.json(documents, asArray: images.count > 1))
        } else {
            for answer in answers { OrderTable.show(answer) }
            if let joined {
                Terminal.line("■ 合并后的订单 (joined)")
                for entry in joined.orders { OrderTable.show(entry.order) }
            }
        }
        try ContractOutput.finish(answers)
    }
}

/// What `analyze order` prints: a document a screenshot, with `--batch` one more for all together.
enum OrderDocument: Encodable {
    case screenshot(Answer<OrderFindings>)
    case batch(OrderBatch)

    private enum CodingKeys: String, CodingKey { case batch }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .screenshot(let answer): try answer.encode(to: encoder)
        case .batch(let batch):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(batch, forKey: .batch)
        }
    }
}

/// The store on whose behalf files are analysed.
struct StoreOptions: ParsableArguments {
    @Option(name: .long, help: "门店文件 (stores file)") var stores: String?
    @Option(name: .long, help: "门店编号 (store id)") var store: StoreID?

    func all() throws -> [Store] { try PolicyInput.read(stores) { try StoresFile.read($0, file: $1) } ?? [] }

    func find() throws -> Store? {
        guard let id = store else { return nil }
        guard stores != nil else { throw Failure.usage("--store 需要 --stores (--store goes with --stores)") }
        guard let found = try all().first(where: { $0.id == id }) else {
            throw Failure.badInput("门店文件中没有 \(id) (the stores file has no \(id))")
        }
        return found
    }
}

/// Policy files of the command line.
enum PolicyInput {
    static func read<Value>(_ path: String?, _ parse: (String, String) throws -> Value) throws -> Value? {
        guard let path else { return nil }
        let text = try InputFile.text(path)
        do { return try parse(text, path) } catch let error as ConfigurationError {
            throw Failure.badInput(error.description)
        }
    }
}

/// What a screenshot shows, for people.
enum OrderTable {
    static func show(_ answer: Answer<OrderFindings>) {
        Terminal.line("■ \(answer.input)")
        switch answer.result {
        case .failure(let refusal): Terminal.line("  ✗ \(refusal.message)")
        case .success(let found):
            if found.orders.isEmpty { Terminal.line("  \(found.reason?.chinese ?? "没有订单")") }
            for order in found.orders { show(order) }
        }
    }

    static func show(_ order: Order) {
        Terminal.line(
            "  订单 \(order.orderNumber ?? "（编号不可见）") \(order.placedAt ?? "") 算术 \(order.arithmetic.rawValue) 满减 \(order.promotion.status.rawValue)"
        )
        if let sentence = order.promotion.explanation?.chinese { Terminal.line("    \(sentence)") }
        for signal in order.signals ?? [] { Terminal.line("    ! \(signal.detail)") }
        for line in order.lines {
            let quantity = line.quantity.map { "×\($0)" } ?? "×?"
            Terminal.line("    \(line.name)  \(quantity)  \(money(line.unitPrice))  \(money(line.amount))")
        }
        for discount in order.discounts { Terminal.line("    \(discount.label)  -¥\(discount.amount)") }
        Terminal.line("    实付 \(money(order.paid))\(order.complete ? "" : "（截图不完整）")")
    }

    private static func money(_ amount: Money?) -> String { amount.map { "¥\($0)" } ?? "—" }
}
