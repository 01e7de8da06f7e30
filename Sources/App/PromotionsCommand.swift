import ArgumentParser
import ConfigurationFiles
import Evidence
import Foundation
import Order

/// `promotions import|check FILE`
struct Promotions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: PromotionsNoun.name, abstract: PromotionsNoun.abstract,
        subcommands: [ImportCommand<PromotionsNoun>.self, CheckPromotions.self])
}

/// `promotions check FILE`: every problem by line; with a cart also what the schemes do to it.
struct CheckPromotions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "检查方案，并可试算一张订单 (check the schemes, and try them on a cart)",
        discussion: """
            试算 (trying a cart):
              storeproof promotions check promotions.json --at 2026-11-18T10:00 --region 杭州市 \\
                  --line 水果=62.30 --line 烟酒=39 --off 满减优惠=10
            """)

    @Argument(help: ArgumentHelp(stringLiteral: PromotionsNoun.fileHelp)) var file: String
    @OptionGroup var cart: CartOptions
    @Flag(name: .long, help: "试算结果输出 JSON (print the result as JSON)") var json = false

    func run() async throws {
        let schemes = try await PolicyCheck.read(file, as: PromotionsNoun.self)
        if !json { Terminal.line("✓ \(file)：\(PromotionsNoun.summary(of: schemes))") }
        guard let cart = try cart.cart() else { return }
        let result = PromotionEngine(schemes: schemes).evaluate(cart)
        if json {
            Terminal.line(try CanonicalJSON.string(result, pretty: true))
        } else {
            Terminal.line("\(result.status.rawValue)：\(result.explanation?.chinese ?? "")")
            if let english = result.explanation?.english { Terminal.line(english) }
        }
    }
}

/// A cart as options, or in a file of the same form as the cases in `fixtures/orders/promotion_vectors.json`.
struct CartOptions: ParsableArguments {
    @Option(name: .long, help: "下单时间 2026-11-18T10:00 (when it was placed)") var at: String?
    @Option(name: .long, help: "类别=金额，可重复 (a line: CATEGORY=AMOUNT)") var line: [String] = []
    @Option(name: .long, help: "优惠名称=金额，可重复 (a reduction: LABEL=AMOUNT)") var off: [String] = []
    @Option(name: .long, help: "门店所在区域，可重复 (regions of the store)") var region: [String] = []
    @Flag(name: .long, inversion: .prefixedNo, help: "是否会员 (whether the customer is a member)")
    var member: Bool?
    @Option(name: .long, help: "下单渠道 (the channel)") var channel: String = PromotionScheme.groupBuy
    @Option(name: .long, help: "订单文件 (the cart in a JSON file)") var cartFile: String?

    private struct Document: Decodable {
        struct Line: Decodable {
            var category: String?
            var sku: String?
            var amount: Money
        }
        struct Discount: Decodable {
            var label: String
            var amount: Money
        }
        struct Use: Decodable {
            var schemeId: String
            var day: String
        }
        var placedAt: String
        var region: [String]?
        var lines: [Line]
        var discounts: [Discount]?
        var member: Bool?
        var channel: String?
        var earlierUses: [Use]?
    }

    /// nil where none was given.
    func cart() throws -> PromotionCart? {
        if let cartFile { return try read(cartFile) }
        guard at != nil || !line.isEmpty else { return nil }
        guard let at, !line.isEmpty else {
            throw Failure.usage("试算需要 --at 和 --line (a cart needs --at and --line)")
        }
        return PromotionCart(
            placedAt: at,
            lines: try line.map { text in
                let (category, amount) = try part(text)
                return .init(category: category, sku: nil, amount: amount)
            },
            reductions: try off.map { text in
                let (label, amount) = try part(text)
                return .init(kind: OrderVocabulary.standard.kind(ofDiscount: label), amount: amount)
            }, regions: region.isEmpty ? nil : ["全国"] + region, isMember: member, channel: channel)
    }

    private func part(_ text: String) throws -> (name: String, amount: Money) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let amount = Money(parts[1]), amount > .zero else {
            throw Failure.usage("应写成 名称=12.50：\(text) (must read NAME=12.50)")
        }
        return (String(parts[0]), amount)
    }

    private func read(_ path: String) throws -> PromotionCart {
        let document: Document
        do { document = try CanonicalJSON.decode(Document.self, from: try InputFile.text(path)) } catch let
            error
            as DecodingError
        {
            throw Failure.badInput("\(path) 不是订单文件 (is no cart): \(error)")
        }
        return PromotionCart(
            placedAt: document.placedAt,
            lines: document.lines.map { .init(category: $0.category, sku: $0.sku, amount: $0.amount) },
            reductions: (document.discounts ?? []).map {
                .init(kind: OrderVocabulary.standard.kind(ofDiscount: $0.label), amount: $0.amount)
            }, regions: document.region, isMember: document.member,
            channel: document.channel ?? PromotionScheme.groupBuy,
            earlierUses: document.earlierUses?.map { .init(schemeId: $0.schemeId, day: $0.day) })
    }
}
