import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Order

struct `What is odd about an order` {
    private let store = Store(id: StoreID("HZ-001"), name: "西湖店", region: ["全国"])

    private func signals(
        quantity: Int = 2, price: String = "¥18.80", subtotal: String? = nil, reduction: String? = nil,
        paid: String = "¥37.60", time: String = "2026-11-12 14:13",
        day: String? = "2026-11-12",
        earlier: [EarlierOrder]? = nil
    ) -> [String] {
        var sketch = Sketch()
        sketch.put("订单编号：1234567890123456", x: 60, y: 60)
        sketch.put("苹果 5斤", x: 60, y: 200)
        sketch.put(price, x: 800, y: 200, right: true)
        sketch.put("×\(quantity)", x: 1000, y: 200, right: true)
        for (label, value, y) in [("商品金额", subtotal, 250), ("满减", reduction, 300)] {
            guard let value else { continue }
            sketch.put(label, x: 60, y: y)
            sketch.put(value, x: 1000, y: y, right: true)
        }
        sketch.put("实付款", x: 60, y: 350)
        sketch.put(paid, x: 1000, y: 350, right: true)
        sketch.put("下单时间：\(time)", x: 60, y: 430)
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(
                width: 1080, height: 900, lines: sketch.lines, store: store,
                day: day.flatMap { BusinessDay($0) }, earlier: earlier))
        return found.orders.flatMap { $0.signals ?? [] }.map { "\($0.code) \($0.severity.rawValue)" }
    }

    @Test func `is nothing on an everyday order`() { #expect(signals() == []) }

    @Test func `is a day that is not the screenshot's`() {
        #expect(signals(time: "2026-11-11 14:13") == ["order.outsideBusinessDay suspect"])
        #expect(signals(time: "2026-11-13 03:59") == [])
        #expect(signals(time: "2026-11-13 04:00") == ["order.outsideBusinessDay suspect"])
        #expect(signals(time: "2026-11-13") == [])
        #expect(signals(time: "2026-11-11 14:13", day: nil) == [])
    }

    @Test func `is a number that no order has`() {
        #expect(signals(paid: "¥376000.60") == ["order.impossibleNumber suspect"])
        #expect(signals(quantity: 999) == [])
        #expect(signals(price: "¥100000.01") == ["order.impossibleNumber suspect"])
        #expect(signals(subtotal: "¥37.60", reduction: "-¥37.61") == ["order.impossibleNumber suspect"])
        #expect(signals(subtotal: "¥37.60", reduction: "-¥37.60") == [])
    }

    @Test func `is a number that another day or store reported`() {
        func earlier(_ number: String, sameBatch: Bool) -> [EarlierOrder] {
            [
                EarlierOrder(
                    name: "e-1", orderNumber: number, customer: nil, placedOn: nil, schemeId: nil,
                    sameBatch: sameBatch)
            ]
        }
        #expect(
            signals(earlier: earlier("1234567890123456", sameBatch: false))
                == ["order.repeatedNumber suspect"])
        #expect(signals(earlier: earlier("1234567890123456", sameBatch: true)) == [])
        #expect(signals(earlier: earlier("1234567890123457", sameBatch: false)) == [])
    }
}

struct `Edited digits` {
    /// Eight digits as dark bars of one height on white; one of them may be changed.
    private func picture(height: Int = 30, drop: Int = 0, ground: UInt8 = 255) -> Raster {
        var raster = Raster(width: 320, height: 80, red: 255, green: 255, blue: 255)
        for digit in 0..<8 {
            let isChanged = digit == 5
            let bottom = 55 + (isChanged ? drop : 0)
            let top = bottom - (isChanged ? height : 30)
            if isChanged, ground != 255 {
                for y in 0..<80 {
                    for x in (36 + digit * 30)..<(60 + digit * 30) { raster[x, y] = (ground, ground, ground) }
                }
            }
            for y in top..<bottom {
                for x in (40 + digit * 30)..<(52 + digit * 30) { raster[x, y] = (20, 20, 20) }
            }
        }
        return raster
    }

    private func isSuspicious(_ raster: Raster, text: String = "12345678") throws -> Bool {
        let line = TextLine(text: text, box: Box(x0: 30, y0: 10, x1: 300, y1: 72), confidence: 0.99)
        return EditedDigits(raster).isSuspicious(try #require(Piece(line)))
    }

    @Test func `differ in height, in baseline or in ground`() throws {
        #expect(try !isSuspicious(picture()))
        #expect(try isSuspicious(picture(height: 24)))
        #expect(try isSuspicious(picture(drop: 6)))
        #expect(try isSuspicious(picture(ground: 225)))
        #expect(try !isSuspicious(picture(drop: 1)))
    }

    @Test func `are not looked for where strokes and characters do not match`() throws {
        #expect(try !isSuspicious(picture(height: 24), text: "123456789"))
        #expect(try !isSuspicious(picture(height: 24), text: "满减 12"))
    }

    @Test func `may be smaller behind the decimal sign`() throws {
        // The sixth character stands alone between two signs.
        #expect(try !isSuspicious(picture(height: 16), text: "1234-5-8".replacing("5", with: "5")))
    }
}

struct `The vocabulary` {
    @Test func `is the one of the fixture file, list by list`() throws {
        let text = try String(decoding: Fixture.data("orders/vocabulary.yaml"), as: UTF8.self)
        for (name, words) in OrderVocabulary.standard.words {
            #expect(text.contains("\n\(name): ["))
            for word in words { #expect(text.contains(word), "\(name): \(word)") }
        }
        #expect(OrderVocabulary.standard.replacing(OrderVocabulary.standard.words) == .standard)
    }

    @Test func `takes a new word for an old field`() throws {
        let vocabulary = OrderVocabulary.standard.replacing(["paid": ["结算额"], "nonsense": ["x"]])
        #expect(vocabulary.paid == ["结算额"])
        #expect(vocabulary.freight == OrderVocabulary.standard.freight)
        var sketch = Sketch()
        sketch.put("订单编号：1234567890123456", x: 60, y: 60)
        sketch.put("苹果 5斤", x: 60, y: 200)
        sketch.put("¥18.80", x: 800, y: 200, right: true)
        sketch.put("×2", x: 1000, y: 200, right: true)
        sketch.put("结算额", x: 60, y: 300)
        sketch.put("¥37.60", x: 1000, y: 300, right: true)
        let input = OrderInput(width: 1080, height: 900, lines: sketch.lines)
        let known = OrderAnalyzer(schemes: [], products: [], vocabulary: vocabulary).findings(for: input)
        #expect(known.orders.first?.paid == Money(fen: 3760))
    }
}
