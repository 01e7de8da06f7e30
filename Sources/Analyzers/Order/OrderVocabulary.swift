/// The words by which fields of an order are known, as data: an app that nobody has seen before needs at most a new
/// word here. Words are compared folded (half-width, no spaces, lower case).
public struct OrderVocabulary: Hashable, Codable, Sendable {
    /// Before an order number.
    public var orderNumber: [String]
    /// Before numbers that are not the order's.
    public var otherNumber: [String]
    /// Before the time of the order, best first.
    public var placedAt: [String]
    /// Before times that are not the order's.
    public var otherTime: [String]
    /// Sum of the goods.
    public var subtotal: [String]
    /// Sum of the goods, or what is to be paid: the other amounts tell.
    public var total: [String]
    public var freight: [String]
    /// Charges that are neither goods nor freight (打包费).
    public var fee: [String]
    public var paid: [String]
    /// Parts of a word for a reduction.
    public var discount: [String]
    /// The sum of all reductions.
    public var discountTotal: [String]
    /// Parts of a discount's label that say 满减.
    public var fullReduction: [String]
    /// Parts of a discount's label that say coupon.
    public var coupon: [String]
    /// Before a price that is no longer asked.
    public var originalPrice: [String]
    /// Before the price of one piece.
    public var unitPrice: [String]
    /// Before the amount of a line.
    public var lineAmount: [String]
    public var quantity: [String]
    /// Amounts that say nothing about the order (余额, 已退款).
    public var ignoredAmount: [String]
    public var pickupPoint: [String]
    /// Before the name of who ordered.
    public var person: [String]
    /// Before the name of somebody else, such as the leader of a group.
    public var otherPerson: [String]
    /// Before a private address.
    public var address: [String]
    public var pickupReady: [String]
    public var pickedUp: [String]
    /// States of an order, alone in their box.
    public var status: [String]
    /// Headings under which goods follow that do not belong to the order.
    public var recommendation: [String]
    /// Beginnings of lines that describe a product but do not name it.
    public var specification: [String]
    /// Texts that are never a product.
    public var noise: [String]
    /// Words on a coloured ground before the name of a product.
    public var badge: [String]

    public init(
        orderNumber: [String], otherNumber: [String], placedAt: [String], otherTime: [String],
        subtotal: [String], total: [String], freight: [String], fee: [String], paid: [String],
        discount: [String], discountTotal: [String], fullReduction: [String], coupon: [String],
        originalPrice: [String], unitPrice: [String], lineAmount: [String], quantity: [String],
        ignoredAmount: [String], pickupPoint: [String], person: [String], otherPerson: [String],
        address: [String], pickupReady: [String], pickedUp: [String],
        status: [String], recommendation: [String], specification: [String], noise: [String],
        badge: [String]
    ) {
        self.orderNumber = orderNumber
        self.otherNumber = otherNumber
        self.placedAt = placedAt
        self.otherTime = otherTime
        self.subtotal = subtotal
        self.total = total
        self.freight = freight
        self.fee = fee
        self.paid = paid
        self.discount = discount
        self.discountTotal = discountTotal
        self.fullReduction = fullReduction
        self.coupon = coupon
        self.originalPrice = originalPrice
        self.unitPrice = unitPrice
        self.lineAmount = lineAmount
        self.quantity = quantity
        self.ignoredAmount = ignoredAmount
        self.pickupPoint = pickupPoint
        self.person = person
        self.otherPerson = otherPerson
        self.address = address
        self.pickupReady = pickupReady
        self.pickedUp = pickedUp
        self.status = status
        self.recommendation = recommendation
        self.specification = specification
        self.noise = noise
        self.badge = badge
    }
}
