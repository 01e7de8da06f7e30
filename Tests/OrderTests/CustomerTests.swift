import AnalyzerKit
import Evidence
import Foundation
import TestSupport
import Testing

@testable import Order

struct `A customer` {
    private let analyzer = OrderAnalyzer(schemes: [], products: [], digest: { "<\($0)>" })

    private func sketch(_ person: String, _ value: String? = nil) -> Sketch {
        var sketch = Sketch()
        sketch.put("待自提", x: 60, y: 60)
        sketch.put(person, x: 60, y: 130)
        if let value { sketch.put(value, x: 1000, y: 130, right: true) }
        sketch.put("卫龙魔芋爽 20包", x: 60, y: 200)
        sketch.put("¥18.80", x: 800, y: 200, right: true)
        sketch.put("×2", x: 1000, y: 200, right: true)
        sketch.put("实付款", x: 60, y: 300)
        sketch.put("¥37.60", x: 1000, y: 300, right: true)
        sketch.put("下单时间 2026-11-12 14:13", x: 60, y: 380)
        return sketch
    }

    private func findings(_ sketch: Sketch) -> OrderFindings {
        analyzer.findings(for: OrderInput(width: 1080, height: 900, lines: sketch.lines))
    }

    @Test func `is told by name and visible digits, and never named`() throws {
        for found in [
            findings(sketch("联系人：王女士 138****5685")), findings(sketch("收货人", "王女士 13812345685")),
        ] {
            let order = try #require(found.orders.first)
            #expect(order.customer == "<138…5685/王女士>")
            #expect(order.lines.map(\.name) == ["卫龙魔芋爽 20包"])
            #expect(found.privateAreas?.isEmpty == false)
            let text = try CanonicalJSON.string(order)
            #expect(!text.replacing("<138…5685/王女士>", with: "").contains("王女士"))
        }
    }

    @Test func `who is not shown has no hash, nor has an address`() throws {
        #expect(findings(sketch("已选：标准装")).orders.first?.customer == nil)
        let found = findings(sketch("收货地址：翠苑一区3幢201室"))
        #expect(found.orders.first?.customer == nil)
        #expect(found.orders.first?.pickup == nil)
        #expect(found.privateAreas?.count == 1)
    }

    @Test func `who is nowhere on the picture is covered nowhere, and that is said`() {
        #expect(findings(sketch("已选：标准装")).privateAreas == [])
    }

    private func covered(_ texts: [String], in sketch: Sketch, height: Int = 900) -> Bool {
        let found = analyzer.findings(for: OrderInput(width: 1080, height: height, lines: sketch.lines))
        let areas = found.privateAreas ?? []
        return texts.allSatisfy { text in
            sketch.lines.filter { $0.text == text }.allSatisfy { line in areas.contains(line.box) }
        }
    }

    @Test func `is covered beside a number, without a label`() {
        var sketch = sketch("已选：标准装")
        sketch.put("张小明", x: 60, y: 460)
        sketch.put("13812345678", x: 400, y: 460)
        #expect(covered(["张小明", "13812345678"], in: sketch))
    }

    @Test(arguments: [
        ["团长：李秀英"], ["团长", "李秀英"], ["团长：李秀英 13812345678"], ["团长", "李秀英", "13812345678"], ["配送员 张强"],
    ])
    func `is nobody who leads the group or brings the goods, and these are covered too`(row: [String]) throws
    {
        var sketch = sketch("已选：标准装")
        for (number, text) in row.enumerated() { sketch.put(text, x: 60 + 300 * number, y: 460) }
        let found = findings(sketch)
        #expect(found.orders.first?.customer == nil)
        #expect(found.orders.first?.lines.map(\.name) == ["卫龙魔芋爽 20包"])
        #expect(covered(row.filter { $0 != "团长" }, in: sketch))
    }

    @Test func `a leader named in the row below is covered`() {
        var sketch = sketch("已选：标准装")
        sketch.put("团长", x: 60, y: 460)
        sketch.put("李秀英", x: 60, y: 500)
        #expect(covered(["李秀英"], in: sketch))
    }

    @Test func `what a leader recommends is no name`() throws {
        var sketch = sketch("已选：标准装")
        sketch.put("团长推荐苹果 5斤", x: 60, y: 460)
        #expect(findings(sketch).privateAreas == [])
    }

    @Test func `is covered at the head of an entry in a chain list`() {
        var sketch = Sketch()
        sketch.put("12. 晓燕", x: 60, y: 100)
        sketch.put("卫龙魔芋爽 20包 ×2", x: 60, y: 170)
        sketch.put("¥37.60", x: 1000, y: 170, right: true)
        #expect(covered(["12. 晓燕"], in: sketch))
    }

    @Test func `is covered where an address goes on below, or has no label`() {
        var labelled = sketch("已选：标准装")
        labelled.put("收货地址：浙江省杭州市西湖区", x: 60, y: 460)
        labelled.put("翠苑街道翠苑一区", x: 60, y: 506)
        #expect(covered(["收货地址：浙江省杭州市西湖区", "翠苑街道翠苑一区"], in: labelled))
        var bare = sketch("已选：标准装")
        bare.put("翠苑一区3幢201室", x: 60, y: 460)
        #expect(covered(["翠苑一区3幢201室"], in: bare))
        for goods in ["5号电池 4粒", "3层置物架", "西湖龙井 2号罐"] {
            #expect(!AddressGrammar.matches(Array(goods)))
        }
    }

    @Test func `is covered in a line that the picture's edge cuts`() {
        var sketch = sketch("已选：标准装")
        sketch.put("收货人：王女士", x: 60, y: 870)
        #expect(covered(["收货人：王女士"], in: sketch, height: 872))
    }

    @Test func `has a phone where eleven characters are one`() {
        func find(_ text: String) -> String? {
            PhoneGrammar.find(Array(text)).map { String(Array(text)[$0]) }
        }
        #expect(find("电话 138 1234 5678。") == "138 1234 5678")
        #expect(find("138****1234") == "138****1234")
        #expect(find("TG32901027515021") == nil)
        #expect(find("13812345678901234") == nil)
        #expect(find("12812345678") == nil)
        #expect(find("¥138.12345678") == nil)
        #expect(find("1") == nil)
    }

    @Test func `keeps a phone number to itself wherever it is printed`() {
        #expect(Privacy.masked("留言 13812345678 谢谢") == "留言 138****5678 谢谢")
        #expect(Privacy.masked("138 1234 5678 与 13987654321") == "138 **** 5678 与 139****4321")
        #expect(Privacy.masked("农夫山泉 550ml×24瓶") == "农夫山泉 550ml×24瓶")
    }

    @Test func `masking never fails and never lengthens`() {
        var generator = SeededGenerator(seed: 5)
        let alphabet = Array("1139*x -8满¥.")
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                })
            let masked = Privacy.masked(text)
            #expect(masked.count == text.count)
            #expect(Privacy.masked(masked) == masked)
        }
    }
}

struct `The times of an order` {
    private func order(_ rows: [String]) throws -> Order {
        var sketch = Sketch()
        sketch.put("订单编号：1234567890123456", x: 60, y: 60)
        sketch.put("苹果 5斤", x: 60, y: 200)
        sketch.put("¥18.80", x: 800, y: 200, right: true)
        sketch.put("×2", x: 1000, y: 200, right: true)
        sketch.put("实付款", x: 60, y: 300)
        sketch.put("¥37.60", x: 1000, y: 300, right: true)
        for (index, row) in rows.enumerated() { sketch.put(row, x: 60, y: 380 + 60 * index) }
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 900, lines: sketch.lines))
        return try #require(found.orders.first)
    }

    @Test func `may be a date alone where the label says so`() throws {
        #expect(try order(["下单时间：2026-11-12"]).placedAt == "2026-11-12")
        #expect(try order(["下单日期 2026年11月2日"]).placedAt == "2026-11-02")
        #expect(try order(["生产日期 2026-11-02"]).placedAt == nil)
        #expect(try order(["2026-11-02"]).placedAt == nil)
    }

    @Test func `tell when it was ready and when it was fetched`() throws {
        let order = try order([
            "下单时间：2026-11-12 08:00", "提货时间：2026-11-13 16:00", "核销时间：2026-11-13 18:20:05",
        ])
        #expect(order.placedAt == "2026-11-12T08:00")
        #expect(order.pickup?.readyAt == "2026-11-13T16:00")
        #expect(order.pickup?.pickedUpAt == "2026-11-13T18:20:05")
    }

    @Test func `a date alone is judged where no scheme begins or ends within the day`() {
        let scheme = PromotionScheme(
            id: "A", name: "A", from: "2026-11-10", to: "2026-11-12T12:00:00",
            reduction: .tiers([.init(threshold: Money(fen: 1000), off: Money(fen: 100))]))
        func status(_ placedAt: String) -> Order.PromotionStatus {
            PromotionEngine(schemes: [scheme]).evaluate(
                PromotionCart(
                    placedAt: placedAt, lines: [.init(category: "", amount: Money(fen: 1000))],
                    reductions: [], regions: nil)
            ).status
        }
        #expect(status("2026-11-11") == .missing)
        #expect(status("2026-11-12") == .unknown)
        #expect(status("2026-11-13") == .notEligible)
        #expect(status("2026-11") == .unknown)
    }
}
