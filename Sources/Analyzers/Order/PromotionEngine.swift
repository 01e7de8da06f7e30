public import Evidence

/// Says what a 满减 should have done to an order, and what was done.
///
/// The base of a scheme is the sum of the line amounts in its scope, before coupons and without freight. The tier is
/// the highest threshold that the base reaches. One 满减 an order: of the schemes in force at the store that are
/// reached, the one that takes most off; between equals the lower id. What else the order uses (a coupon, an
/// instant or member reduction) shuts out the schemes that do not stack with it.
public struct PromotionEngine: Sendable {
    private let schemes: [PromotionScheme]

    public init(schemes: [PromotionScheme]) { self.schemes = schemes }

    /// Whether some scheme needs to know how often the customer used it.
    public var asksForEarlierUses: Bool {
        schemes.contains { $0.limits.perCustomer != nil || $0.limits.perDay != nil }
    }

    /// Never guesses: `unknown` where the time is missing, where no scheme was given, or where the answer depends on
    /// something that is not known (a product's category, the store's region, what a reduction is).
    public func evaluate(_ cart: PromotionCart) -> Order.PromotionResult {
        guard !schemes.isEmpty else { return PromotionSentence.noScheme }
        guard let span = cart.placedAt.flatMap(Self.span), !cart.lines.isEmpty else {
            return PromotionSentence.notVisible
        }
        let day = String(span.first.prefix(10))
        let dated = schemes.filter { Self.isInForce($0, at: span.first) }
        // Only the date is known: no scheme may begin or end within the day.
        guard dated == schemes.filter({ Self.isInForce($0, at: span.last) }),
            span.first == span.last || !schemes.contains(where: { Self.lies($0, within: span) })
        else { return PromotionSentence.unknown([.time]) }
        guard let trials = PromotionTrials(cart, schemes: dated, placedOn: day) else {
            return PromotionSentence.unknown([.product])
        }
        var answer: Order.PromotionResult?
        for active in trials.active {
            for reductions in trials.reductions {
                for bases in trials.bases {
                    let offers = active.map { dated[$0].offer(for: Money(fen: bases[$0])) }
                    let judgement = Judgement(
                        offers: offers.compactMap { $0 }, active: active.map { dated[$0] },
                        reductions: reductions)
                    let result = judgement.result
                    guard let first = answer else {
                        answer = result
                        continue
                    }
                    guard first.agrees(with: result) else {
                        return PromotionSentence.unknown(trials.doubts)
                    }
                }
            }
        }
        return answer ?? PromotionSentence.notVisible
    }

    // MARK: Local times, compared as text

    private static func isInForce(_ scheme: PromotionScheme, at placedAt: String) -> Bool {
        guard let from = start(scheme.from), let to = end(scheme.to), from <= placedAt, placedAt <= to else {
            return false
        }
        guard let days = scheme.daysOfMonth else { return true }
        return Int(placedAt.dropFirst(8).prefix(2)).map(days.contains) ?? false
    }

    /// The first and the last second that a printed time may mean; a minute is taken at its beginning.
    private static func span(_ text: String) -> (first: String, last: String)? {
        switch text.count {
        case 10: (text + "T00:00:00", text + "T23:59:59")
        case 16: (text + ":00", text + ":00")
        case 19: (text, text)
        default: nil
        }
    }

    /// A scheme that begins after and ends before the ends of a span.
    private static func lies(_ scheme: PromotionScheme, within span: (first: String, last: String)) -> Bool {
        guard let from = start(scheme.from), let to = end(scheme.to) else { return false }
        return span.first < from && to < span.last
    }

    static func start(_ text: String) -> String? {
        switch text.count {
        case 10: text + "T00:00:00"
        case 16: text + ":00"
        case 19: text
        default: nil
        }
    }

    static func end(_ text: String) -> String? {
        switch text.count {
        case 10: text + "T23:59:59"
        case 16: text + ":59"
        case 19: text
        default: nil
        }
    }
}

extension Order.PromotionResult {
    /// The same but for the words.
    func agrees(with other: Order.PromotionResult) -> Bool {
        var copy = other
        copy.explanation = explanation
        return copy == self
    }
}

/// An order of which everything is known.
struct Judgement {
    /// What the schemes in force would take off that the order may use; the best first.
    let open: [PromotionOffer]
    /// Those that another reduction of the order excludes.
    let blocked: [PromotionOffer]
    /// The schemes in force, reached or not.
    let active: [PromotionScheme]
    /// The 满减 that the order shows.
    let applied: [Money]
    /// Of the other reductions.
    let kinds: Set<PromotionCart.Reduction.Kind>

    init(offers: [PromotionOffer], active: [PromotionScheme], reductions: [PromotionCart.Reduction]) {
        let kinds = Set(reductions.map(\.kind))
        func stacks(_ offer: PromotionOffer) -> Bool { kinds.allSatisfy(offer.scheme.stacks) }
        open = offers.filter(stacks).sorted { ($1.off, $0.scheme.id) < ($0.off, $1.scheme.id) }
        blocked = offers.filter { !stacks($0) }
        self.active = active
        applied = reductions.filter { $0.kind == .fullReduction }.map(\.amount)
        self.kinds = kinds
    }

    var taken: Money { applied.reduce(.zero, +) }

    var status: Order.PromotionStatus {
        if applied.count > 1 { return .stackingViolated }
        guard let taken = applied.first else { return open.isEmpty ? .notEligible : .missing }
        if let best = open.first, best.off == taken { return .correct }
        if blocked.contains(where: { $0.off == taken }) { return .stackingViolated }
        if open.isEmpty { return .appliedIneligible }
        if open.dropFirst().contains(where: { $0.off == taken }) { return .wrongScheme }
        return active.contains { $0.mayTake(taken) } ? .wrongTier : .wrongAmount
    }

    var result: Order.PromotionResult {
        let best = open.first
        return Order.PromotionResult(
            schemeId: best?.scheme.id, tier: best.map { Double($0.tier.fen) / 100 }, status: status,
            expectedOff: best?.off, appliedOff: applied.isEmpty ? nil : taken,
            explanation: PromotionSentence.of(self))
    }
}
