import Evidence

/// A reduction, a total or the freight as printed.
struct SumFact: Hashable {
    var role: AmountRole
    var label: String
    var amount: ReadAmount
    var struck: Bool
    /// Size of the print of the amount.
    var size: Double
    /// The large figure under 支付成功, away from the other sums.
    var isHeadline = false
}

struct NumberFact: Hashable {
    var text: String
    var confidence: Double
}

struct MomentFact: Hashable {
    var moment: ReadMoment
    /// The lower the surer that it is the time of the order; nil for another time.
    var rank: Int?
    var label: String
}

/// A value of a product line with what its label says about it.
struct GoodsValue: Hashable {
    var token: Token
    var role: AmountRole?

    var amount: ReadAmount? { if case .amount(let amount) = token.kind { amount } else { nil } }
    var quantity: ReadQuantity? { if case .quantity(let quantity) = token.kind { quantity } else { nil } }
    var runTogether: RunTogether? { if case .runTogether(let run) = token.kind { run } else { nil } }
    var integer: ReadNumber? { if case .integer(let number) = token.kind { number } else { nil } }
}

/// A row with all that its own words say.
struct RowReading: Hashable {
    var top: Int
    var bottom: Int
    var height: Double
    var sums: [SumFact] = []
    var number: NumberFact?
    /// A long number without any label: the order's where no number of the picture has one.
    var bareNumber: NumberFact?
    var moment: MomentFact?
    var goodsCount: Int?
    /// Where `goodsCount` is printed.
    var goodsCountToken: Token?
    /// Amounts behind 原价: of a product, or of all goods together.
    var originalAmounts: [ReadAmount] = []
    var pickupPoint: String?
    /// Prices, quantities and amounts that belong to goods.
    var values: [GoodsValue] = []
    /// Amounts with a minus and no label in the row: one above them may say what they are.
    var looseReductions: [Token] = []
    /// Texts that may name or describe a product.
    var names: [Token] = []
    /// 支付成功 and the like: an amount alone below is what was paid.
    var paidState: String?
    /// One state of an order; several side by side are the tabs of a list.
    var statusCount = 0
    var isStatus: Bool { statusCount == 1 }
    var isPerson = false
    var customer: CustomerFact?
    /// Boxes of names, phone numbers and addresses.
    var privateAreas: [Box] = []
    /// A private text that may go on in the rows below.
    var openPrivate: OpenPrivate?
    /// Numbers whose digits do not look alike.
    var editedTexts: [String] = []
    var isRecommendation = false
    var hasForeignAmount = false
    /// The heads of the columns of a table.
    var heads: [TableColumns.Head] = []
    /// Labels whose value is to be looked for in the next row.
    var openLabels: [Token] = []
    /// Words by which rows of the same sort are known in other orders of the picture.
    var signature = ""

    /// Beside a sum stand no goods, unless a quantity or a label says so.
    mutating func dropValuesBesideSums() {
        guard !sums.isEmpty, !values.contains(where: { $0.quantity != nil || $0.role != nil }) else { return }
        values = []
    }

    /// One text that may name a product, and nothing else.
    var isNameAlone: Bool {
        names.count == 1 && values.isEmpty && sums.isEmpty && openLabels.isEmpty && number == nil
            && moment == nil && goodsCount == nil && statusCount == 0 && pickupPoint == nil && !isPerson
    }

    /// One label without a value, and nothing else.
    var isLabelAlone: Bool {
        openLabels.count == 1 && values.isEmpty && names.isEmpty && sums.isEmpty && number == nil
            && moment == nil
    }

    /// One amount without a label, and nothing else.
    var isAmountAlone: Bool {
        values.count == 1 && values[0].amount != nil && values[0].role == nil && names.isEmpty && sums.isEmpty
            && openLabels.isEmpty && number == nil && moment == nil
    }

    var hasGoodsValues: Bool {
        values.contains {
            $0.quantity != nil || $0.runTogether != nil
                || $0.amount != nil && !$0.token.struck && $0.role != .originalPrice
        }
    }
}
