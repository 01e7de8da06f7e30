/// What the order screenshots show (contract of `analyze order`).
public struct OrderFindings: Codable, Sendable, Equatable {
    public var orders: [Order]
    /// Why there is no order, where there is none.
    public var reason: Reason?
    /// Boxes of names, phone numbers and addresses, to be covered wherever the picture is shown; empty where there
    /// are none, nil where an older analyser did not say.
    public var privateAreas: [Box]?
    public var analyzer: AnalyzerIdentity

    public init(
        orders: [Order], reason: Reason? = nil, privateAreas: [Box]? = nil, analyzer: AnalyzerIdentity
    ) {
        self.orders = orders
        self.privateAreas = privateAreas
        self.reason = reason
        self.analyzer = analyzer
    }
}

/// One group-buy order (接龙订单); what the picture does not show is null.
public struct Order: Codable, Sendable, Equatable {
    public struct Line: Codable, Sendable, Equatable {
        public var name: String
        @ExplicitNull public var quantity: Int?
        @ExplicitNull public var unitPrice: Money?
        @ExplicitNull public var amount: Money?
        public init(name: String, quantity: Int? = nil, unitPrice: Money? = nil, amount: Money? = nil) {
            self.name = name
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.amount = amount
        }
    }

    /// A reduction as printed; `amount` is positive.
    public struct Discount: Codable, Sendable, Equatable {
        public var label: String
        public var amount: Money
        public init(label: String, amount: Money) {
            self.label = label
            self.amount = amount
        }
    }

    public enum Arithmetic: String, Codable, Sendable { case ok, mismatch, unknown }

    /// Status words as in the orders data: `unknown` is never guessed.
    public enum PromotionStatus: String, Codable, Sendable, CaseIterable {
        case correct, missing, wrongTier, wrongAmount, wrongScheme, notEligible, appliedIneligible
        case stackingViolated, unknown
    }

    public struct PromotionResult: Codable, Sendable, Equatable {
        /// The scheme that should have applied.
        @ExplicitNull public var schemeId: String?
        /// Its tier's threshold in whole or decimal yuan: `39`.
        @ExplicitNull public var tier: Double?
        public var status: PromotionStatus
        @ExplicitNull public var expectedOff: Money?
        @ExplicitNull public var appliedOff: Money?
        /// The sentence that says why the status is what it is.
        public var explanation: Reason?
        public init(
            schemeId: String? = nil, tier: Double? = nil, status: PromotionStatus, expectedOff: Money? = nil,
            appliedOff: Money? = nil, explanation: Reason? = nil
        ) {
            self.schemeId = schemeId
            self.tier = tier
            self.status = status
            self.expectedOff = expectedOff
            self.appliedOff = appliedOff
            self.explanation = explanation
        }
    }

    /// A character that the arithmetic corrected.
    public struct Repair: Codable, Sendable, Equatable {
        public var field: String
        public var from: String
        public var to: String
        public init(field: String, from: String, to: String) {
            self.field = field
            self.from = from
            self.to = to
        }
    }

    public struct Pickup: Codable, Sendable, Equatable {
        @ExplicitNull public var point: String?
        @ExplicitNull public var readyAt: String?
        @ExplicitNull public var pickedUpAt: String?
        public init(point: String? = nil, readyAt: String? = nil, pickedUpAt: String? = nil) {
            self.point = point
            self.readyAt = readyAt
            self.pickedUpAt = pickedUpAt
        }
    }

    /// One coded observation about an order, never an accusation.
    public typealias Signal = ProvenanceFindings.Observation

    @ExplicitNull public var orderNumber: String?
    /// Local, as printed: `2026-11-12T14:13`, with `:02` where seconds are printed.
    @ExplicitNull public var placedAt: String?
    public var lines: [Line]
    @ExplicitNull public var subtotal: Money?
    public var discounts: [Discount]
    @ExplicitNull public var freight: Money?
    @ExplicitNull public var paid: Money?
    public var arithmetic: Arithmetic
    public var promotion: PromotionResult
    /// False where part of the order lies outside the picture.
    public var complete: Bool
    public var repairs: [Repair]
    public var hints: [String]
    /// 0…1 by field name.
    public var confidence: [String: Double]
    @ExplicitNull public var pickup: Pickup?
    /// What is out of the ordinary: `order.editedDigits`, `order.outsideBusinessDay`, `order.repeatedNumber`…; nil = nothing.
    public var signals: [Signal]?
    /// A salted hash that tells customers apart without naming them.
    @ExplicitNull public var customer: String?
    /// Where the order stands in the picture.
    public var box: Box?

    public init(
        orderNumber: String? = nil, placedAt: String? = nil, lines: [Line] = [], subtotal: Money? = nil,
        discounts: [Discount] = [], freight: Money? = nil, paid: Money? = nil,
        arithmetic: Arithmetic = .unknown,
        promotion: PromotionResult = .init(status: .unknown), complete: Bool = false, repairs: [Repair] = [],
        hints: [String] = [], confidence: [String: Double] = [:], pickup: Pickup? = nil,
        customer: String? = nil, signals: [Signal]? = nil,
        box: Box? = nil
    ) {
        self.orderNumber = orderNumber
        self.placedAt = placedAt
        self.lines = lines
        self.subtotal = subtotal
        self.discounts = discounts
        self.freight = freight
        self.paid = paid
        self.arithmetic = arithmetic
        self.promotion = promotion
        self.complete = complete
        self.repairs = repairs
        self.hints = hints
        self.confidence = confidence
        self.pickup = pickup
        self.signals = signals
        self.customer = customer
        self.box = box
    }
}
