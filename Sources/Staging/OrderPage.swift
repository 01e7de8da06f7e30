public import Evidence
public import Media
public import Simulation

/// The page of an order as a group-buy app shows it, 720 px wide.
public struct OrderPage {
    private typealias Colour = Raster.Colour

    private static let width = 720
    private static let black: Colour = (25, 25, 25)
    private static let grey: Colour = (120, 120, 120)
    private static let red: Colour = (205, 40, 30)
    private static let white: Colour = (255, 255, 255)

    private let letters: LetterSheet
    private var page: Raster

    private init(_ letters: LetterSheet, height: Int) {
        self.letters = letters
        page = Raster(width: Self.width, height: height, red: 244, green: 244, blue: 244)
    }

    /// - Parameter day: on which the order was placed.
    public static func picture(
        of order: PlannedOrder, day: BusinessDay, store: String, letters: LetterSheet
    ) -> Raster {
        let height = 1020 + order.lines.count * 130
        var drawing = OrderPage(letters, height: height)
        drawing.head(store)
        var y = 390
        drawing.card(top: y, height: order.lines.count * 130 + 20)
        for line in order.lines {
            drawing.product(line, y: y + 20)
            y += 130
        }
        drawing.sums(order, top: y + 40)
        drawing.facts(order, day, top: y + 330)
        return drawing.page
    }

    private mutating func head(_ store: String) {
        left("09:41", 40, 24, 26, Self.black)
        left("订单详情", 290, 80, 34, Self.black)
        page.fill(x0: 16, y0: 150, x1: 704, y1: 250, (255, 209, 0))
        left("待自提", 42, 172, 36, Self.black)
        card(top: 266, height: 108)
        left("自提点", 42, 286, 26, Self.grey)
        left(store, 150, 284, 28, Self.black)
    }

    private mutating func product(_ line: PlannedOrder.Line, y: Int) {
        page.fill(x0: 36, y0: y, x1: 142, y1: y + 106, (214, 226, 214))
        left(line.name, 164, y + 2, 26, Self.black)
        left("规格：默认", 164, y + 42, 22, Self.grey)
        right("¥\(line.price)", 682, y + 2, 28, Self.black)
        right("×\(line.quantity)", 682, y + 62, 26, Self.grey)
    }

    private mutating func sums(_ order: PlannedOrder, top: Int) {
        card(top: top, height: 250)
        let off = order.appliedOff
        var rows = [("商品金额", "¥\(order.subtotal)", Self.black)]
        if off > .zero { rows.append(("满减优惠", "-¥\(off)", Self.red)) }
        rows.append(("配送费", "¥0.00", Self.black))
        for (index, row) in rows.enumerated() {
            left(row.0, 42, top + 20 + index * 52, 26, Self.grey)
            right(row.1, 682, top + 20 + index * 52, 28, row.2)
        }
        let pieces = order.lines.reduce(0) { $0 + $1.quantity }
        left("共\(pieces)件", 42, top + 190, 24, Self.grey)
        let paid = "¥\(order.paid)"
        right(paid, 682, top + 182, 36, Self.red)
        right("实付款", 670 - letters.width(of: paid, size: 36), top + 188, 26, Self.black)
    }

    private mutating func facts(_ order: PlannedOrder, _ day: BusinessDay, top: Int) {
        card(top: top, height: 190)
        for (index, row) in [
            ("订单编号", order.number), ("下单时间", "\(day) \(LocalTime(minutes: order.placedMinutes))"),
            ("支付方式", "微信支付"),
        ].enumerated() {
            left(row.0, 42, top + 20 + index * 54, 26, Self.grey)
            left(row.1, 180, top + 20 + index * 54, 26, Self.black)
        }
    }

    // MARK: Brushes

    private mutating func card(top: Int, height: Int) {
        page.fill(x0: 16, y0: top, x1: 704, y1: top + height, Self.white)
    }

    private mutating func left(_ text: String, _ x: Int, _ y: Int, _ size: Int, _ colour: Colour) {
        letters.write(text, on: &page, x: x, y: y, size: size, colour: colour)
    }

    private mutating func right(_ text: String, _ x: Int, _ y: Int, _ size: Int, _ colour: Colour) {
        left(text, x - letters.width(of: text, size: size), y, size, colour)
    }
}
