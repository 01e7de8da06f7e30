public import AnalyzerKit
public import Evidence

/// Orders that one person photographed in several screenshots while scrolling, each once and whole.
public struct OrderBatch: Codable, Sendable, Equatable {
    public var orders: [JoinedOrder]
    public init(orders: [JoinedOrder]) { self.orders = orders }
}

/// An order with the names of the screenshots that show a part of it.
public struct JoinedOrder: Codable, Sendable, Equatable {
    public var order: Order
    /// In the order in which the screenshots were given.
    public var images: [String]

    public init(order: Order, images: [String]) {
        self.order = order
        self.images = images
    }

    private enum CodingKeys: String, CodingKey { case images }

    public init(from decoder: any Decoder) throws {
        order = try Order(from: decoder)
        images = try decoder.container(keyedBy: CodingKeys.self).decode([String].self, forKey: .images)
    }

    /// The fields of the order and `images` in one object.
    public func encode(to encoder: any Encoder) throws {
        try order.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(images, forKey: .images)
    }
}

/// Joins screenshots that overlap into one tall page and reads that page.
///
/// Screenshots belong together where the print of their overlap agrees line by line; what repeats at the same height
/// (the phone's status bar) is not taken for an overlap. Unrelated screenshots stay apart.
public struct OrderJoiner: Sendable {
    /// A screenshot with the name under which it is reported.
    public struct Shot: Sendable {
        public var name: String
        public var input: OrderInput
        public init(name: String, input: OrderInput) {
            self.name = name
            self.input = input
        }
    }

    private let analyzer: OrderAnalyzer

    public init(analyzer: OrderAnalyzer) { self.analyzer = analyzer }

    public func join(_ shots: [Shot]) -> OrderBatch {
        let sheets = shots.map { shot in
            ScrolledSheet(
                pieces: analyzer.pieces(of: shot.input), width: shot.input.width, height: shot.input.height,
                // Rows of pixels of pages that lean are not rows of print.
                profile: PageTilt(shot.input).isLevel ? RowProfile(shot.input.screenshot) : nil)
        }
        var found: [(order: Order, images: [Int])] = []
        for page in ScrollStitching(sheets: sheets).pages() {
            guard let first = page.members.first else { continue }
            let (reading, parting) = analyzer.reading(page.pieces, height: page.height)
            let context = ReadingContext(shots[first.sheet].input)
            for order in analyzer.orders(parting, on: reading, context: context) {
                let images = page.members.filter { member in
                    guard let box = order.box else { return true }
                    return member.offset < box.y1 && box.y0 < member.offset + sheets[member.sheet].height
                }
                found.append((order, images.map(\.sheet).sorted()))
            }
        }
        return OrderBatch(
            orders: withoutRepetition(found).map { entry in
                var order = entry.order
                // A box in a page that exists nowhere helps nobody.
                order.box = nil
                return JoinedOrder(order: order, images: entry.images.map { shots[$0].name })
            })
    }

    /// The same order number in screenshots that do not overlap is one order: the fuller reading stays.
    private func withoutRepetition(
        _ found: [(order: Order, images: [Int])]
    ) -> [(order: Order, images: [Int])] {
        var result: [(order: Order, images: [Int])] = []
        for entry in found {
            guard let number = entry.order.orderNumber,
                let known = result.firstIndex(where: { $0.order.orderNumber == number })
            else {
                result.append(entry)
                continue
            }
            let images = Set(result[known].images + entry.images).sorted()
            if fullness(entry.order) > fullness(result[known].order) { result[known].order = entry.order }
            result[known].images = images
        }
        return result
    }

    private func fullness(_ order: Order) -> Int {
        let fields = [order.placedAt != nil, order.paid != nil, order.subtotal != nil, order.freight != nil]
        return fields.filter(\.self).count + order.lines.count + order.discounts.count
            + (order.arithmetic == .ok ? 2 : 0)
    }
}
