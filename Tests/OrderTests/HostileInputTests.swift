import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Order

struct `Pictures that are no orders` {
    private let analyzer = OrderAnalyzer(schemes: [], products: [])

    private func findings(_ rows: [String], width: Int = 1080, height: Int = 2340) -> OrderFindings {
        var sketch = Sketch()
        for (index, row) in rows.enumerated() { sketch.put(row, x: 60, y: 100 + index * 70) }
        return analyzer.findings(for: OrderInput(width: width, height: height, lines: sketch.lines))
    }

    @Test func `have no orders and a reason`() {
        let cases: [[String]] = [
            [],
            ["一共多少钱？", "39.90元", "好的，明天来拿"],
            ["Order #1234567890", "Total", "$45.10", "2 x Apple $9.99"],
            ["云南红心苹果", "¥29.90", "海天生抽 1.28L", "¥13.80"],
            ["快递单号：73123456789012", "预计11-13 16:00前送达"],
            ["猜你喜欢", "乐事薯片 70g×6袋", "¥24.90 ×2", "满59减10"],
            ["支付成功", "¥45.10", "微信支付"],
        ]
        for rows in cases {
            let found = findings(rows)
            #expect(found.orders.isEmpty, "\(rows)")
            #expect(found.reason != nil, "\(rows)")
        }
        for sign in ["$", "€", "HK$"] {
            let found = findings([
                "订单编号：1234567890123456", "苹果 5斤 \(sign)18.80 ×2", "商品小计 \(sign)37.60",
                "实付款 \(sign)37.60", "下单时间：2026-11-12 14:13",
            ])
            #expect(found.orders.isEmpty)
            #expect(found.reason?.code == "order.foreignCurrency")
        }
        #expect(findings(["实付 $45.10"]).reason?.code == "order.foreignCurrency")
        for amount in ["45.10 USD", "USD 45.10", "HK$45.10", "45.10美元", "45.10 港币"] {
            let found = findings(["订单编号：TG88120399120", "苹果 1kg ×2 \(amount)", "实付 \(amount)"])
            #expect(found.orders.allSatisfy { $0.paid == nil && $0.lines.allSatisfy { $0.amount == nil } })
        }
        #expect(findings([]).reason?.code == "order.none")
        let english = findings(["Built 2026-11-20 14:00", "Rated 4.50 of 5", "39.90 MB x 2 parts"])
        #expect(english.orders.isEmpty && english.reason?.code == "order.notChinese")
    }

    @Test func `may be three pixels high or thirty thousand`() {
        for height in [1, 3, 30_000] {
            #expect(findings(["订单号：12345678901", "实付：¥45.10"], height: height).orders.count <= 1)
        }
    }

    @Test(arguments: 0..<24)
    func `never trap, whatever stands in them`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &+ 900)
        let words = [
            "订单号", "：", "实付", "¥", "￥", "×", "x", "2", "12.30", "元", "满39减5", "-", "共3件", "2026-11-12",
            "14:13", "优惠券", "小计",
            "猜你喜欢", "苹果", "…", "自提点", "9999999999999999999", ".", ",", "*", " ", "下单时间", "原价", "合计", "运费",
            "免", "1、", "👨‍👩‍👧", "\u{0301}", "数量", "$5",
        ]
        for _ in 0..<20 {
            let lines = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                    words.randomElement(using: &generator) ?? ""
                }.joined()
                let x = Int.random(in: -50...1100, using: &generator)
                let y = Int.random(in: -50...900, using: &generator)
                return TextLine(
                    text: text,
                    box: Box(
                        x0: x, y0: y, x1: x + Int.random(in: -5...500, using: &generator),
                        y1: y + Int.random(in: -5...80, using: &generator)),
                    confidence: Double.random(in: 0...1, using: &generator))
            }
            let input = OrderInput(width: 1080, height: 900, lines: lines)
            let found = analyzer.findings(for: input)
            let again = analyzer.findings(
                for: OrderInput(width: 1080, height: 900, lines: lines.shuffled(using: &generator)))
            #expect(found == again)
            let shots = [
                OrderJoiner.Shot(name: "a", input: input), OrderJoiner.Shot(name: "b", input: input),
            ]
            _ = OrderJoiner(analyzer: analyzer).join(shots)
        }
    }

    @Test func `with boxes beyond all measure are ignored`() {
        let huge = [Int.max, Int.min, 1 << 40]
        let lines = huge.flatMap { first in
            huge.map { second in
                TextLine(
                    text: "实付 ¥1.00", box: Box(x0: first, y0: second, x1: second, y1: first), confidence: .nan
                )
            }
        }
        let picture = Raster(width: 10, height: 10, red: 0, green: 0, blue: 0)
        #expect(
            analyzer.findings(for: OrderInput(width: 10, height: 10, lines: lines, screenshot: picture))
                .orders.isEmpty)
    }
}
