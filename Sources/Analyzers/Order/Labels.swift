/// What an amount is, as its label says.
enum AmountRole: Hashable, Sendable {
    case subtotal, total, freight, fee, paid
    case discount, discountTotal
    case unitPrice, lineAmount, originalPrice
    /// A sum of the order; which one, the word does not say.
    case unclear
    /// Says nothing about this order.
    case ignored
}

/// The vocabulary made ready for look-up.
struct Labels: Sendable {
    private let exact: [String: AmountRole]
    /// Longest first, so that 商品合计 is not taken for 合计.
    private let endings: [(word: String, role: AmountRole)]
    private let discountWords: [String]
    private let fullReductionWords: [String]
    private let couponWords: [String]
    private let ignoredWords: [String]
    private let numberWords: [(word: String, isOrder: Bool)]
    private let placedWords: [String]
    private let otherTimeWords: [String]
    private let pickupWords: [String]
    private let readyWords: [String]
    private let pickedUpWords: [String]
    private let statusWords: Set<String>
    private let noiseWords: Set<String>
    private let recommendationWords: [String]
    private let specificationWords: [String]
    private let badgeWords: [[Character]]
    /// Whole words with which the label of a reduction begins.
    private let reductionWords: [[Character]]
    private let quantityWords: Set<String>
    let columns: ColumnWords
    private let personWords: [String]
    private let otherPersonWords: [String]
    private let addressWords: [String]

    init(_ vocabulary: OrderVocabulary) {
        func keys(_ words: [String]) -> [String] { words.map(Folding.key) }
        var roles: [String: AmountRole] = [:]
        // Later roles win, so the most telling come last.
        let groups: [([String], AmountRole)] = [
            (vocabulary.lineAmount, .lineAmount), (vocabulary.total, .total),
            (vocabulary.subtotal, .subtotal),
            (vocabulary.fee, .fee), (vocabulary.freight, .freight), (vocabulary.paid, .paid),
            (vocabulary.discountTotal, .discountTotal), (vocabulary.unitPrice, .unitPrice),
            (vocabulary.originalPrice, .originalPrice),
        ]
        for (words, role) in groups { for word in keys(words) { roles[word] = role } }
        exact = roles
        // 金额 alone heads the amounts of lines, at the end of a word it says no more than that it is money.
        endings = roles.map { (word: $0.key, role: $0.value) }
            .filter { $0.word.count >= 2 && $0.role != .lineAmount }
            .sorted { ($0.word.count, $1.word) > ($1.word.count, $0.word) }
        discountWords = keys(vocabulary.discount)
        fullReductionWords = keys(vocabulary.fullReduction)
        couponWords = keys(vocabulary.coupon)
        ignoredWords = keys(vocabulary.ignoredAmount)
        numberWords =
            (keys(vocabulary.orderNumber).map { (word: $0, isOrder: true) }
            + keys(vocabulary.otherNumber).map { (word: $0, isOrder: false) })
            .sorted { ($0.word.count, $1.word) > ($1.word.count, $0.word) }
        placedWords = keys(vocabulary.placedAt)
        otherTimeWords = keys(vocabulary.otherTime)
        pickupWords = keys(vocabulary.pickupPoint).sorted { ($0.count, $1) > ($1.count, $0) }
        readyWords = keys(vocabulary.pickupReady)
        pickedUpWords = keys(vocabulary.pickedUp)
        statusWords = Set(keys(vocabulary.status))
        noiseWords = Set(keys(vocabulary.noise))
        recommendationWords = keys(vocabulary.recommendation)
        specificationWords = keys(vocabulary.specification)
        quantityWords = Set(keys(vocabulary.quantity))
        badgeWords = keys(vocabulary.badge).map(Array.init)
        reductionWords = (keys(vocabulary.discount).filter { $0.count > 1 } + keys(vocabulary.badge))
            .map(Array.init)
        columns = ColumnWords(vocabulary)
        personWords = keys(vocabulary.person).sorted { ($0.count, $1) > ($1.count, $0) }
        otherPersonWords = keys(vocabulary.otherPerson).sorted { ($0.count, $1) > ($1.count, $0) }
        addressWords = keys(vocabulary.address).sorted { ($0.count, $1) > ($1.count, $0) }
    }

    // MARK: Amounts

    func role(of label: String, isNegative: Bool) -> AmountRole? {
        let whole = bare(Folding.key(label))
        let word = bare(withoutBrackets(whole))
        guard !word.isEmpty else { return nil }
        if let role = exact[word] ?? exact[whole] ?? leadingRole(label) { return role }
        // 小计 Subtotal: the Chinese half says it all.
        let chinese = word.filter { !($0.isASCII && $0.isLetter) }
        if chinese.count < word.count, let role = exact[chinese] { return role }
        if ignoredWords.contains(where: word.contains) { return .ignored }
        if isNegative { return .discount }
        if isDiscountLabel(word) { return .discount }
        if word.count <= 8, endings.contains(where: { $0.role == .paid && word.hasPrefix($0.word) }) {
            return .paid
        }
        for (ending, role) in endings where word.count - ending.count <= 8 && word.hasSuffix(ending) {
            return role
        }
        return roleOfSum(word)
    }

    /// 优惠券金额, 满减额: a sum is of what is named before it; 消费金额 names nothing known.
    private func roleOfSum(_ word: String) -> AmountRole? {
        guard let ending = Self.sumWords.first(where: word.hasSuffix), word.count > ending.count else {
            return nil
        }
        guard word.count <= 8 else { return nil }
        return role(of: String(word.dropLast(ending.count)), isNegative: false) ?? .unclear
    }

    private static let sumWords = ["金额", "总额", "额"]

    /// What the first of several words is, where a hint follows it: 运费 满39元包邮.
    private func leadingRole(_ label: String) -> AmountRole? {
        let words = Folding.fold(label).split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[1].contains(where: { $0.isLetter && !$0.isASCII }) else { return nil }
        return exact[bare(Folding.key(words[0]))]
    }

    /// A label without the arrow behind it that opens its parts, which may have been read as a bracket, without the
    /// minus of its value and without the dots that lead to it.
    static func withoutArrow(_ label: String) -> String {
        var rest = Substring(label)
        while let last = rest.last,
            " ›>»-.…·".contains(last) || "）)".contains(last) && !rest.contains(where: { "（(".contains($0) })
        {
            rest.removeLast()
        }
        return String(rest)
    }

    private func isDiscountLabel(_ word: String) -> Bool {
        guard word.count <= 14 else { return false }
        return Self.saysTier(word) || discountWords.contains(where: word.hasSuffix)
            || fullReductionWords.contains(where: word.contains)
    }

    /// 满59减10, 满39元减5元, 每满30减4
    static func saysTier(_ word: String) -> Bool {
        guard let full = word.firstIndex(of: "满") else { return false }
        let rest = word[word.index(after: full)...].drop { $0 == "额" }
        let digits = rest.prefix { $0.isASCIIDigit || $0 == "." }
        guard !digits.isEmpty else { return false }
        let after = rest.dropFirst(digits.count).drop { $0 == "元" || $0 == "立" || $0 == "可" }
        guard let next = after.first, next == "减" || next == "-" else { return false }
        return after.dropFirst().first?.isASCIIDigit ?? false
    }

    func isFullReduction(_ label: String) -> Bool {
        let word = Folding.key(label)
        return Self.saysTier(word) || fullReductionWords.contains(where: word.contains)
    }

    func isCoupon(_ label: String) -> Bool {
        let word = Folding.key(label)
        return !isFullReduction(label) && couponWords.contains(where: word.contains)
    }

    // MARK: Other fields

    /// The label of a number at the beginning of a text: how many characters it takes, and whether it is the order's.
    func numberLabel(_ folded: [Character]) -> (length: Int, isOrder: Bool)? {
        let start = folded.firstIndex { !" 【[(#·".contains($0) } ?? folded.count
        let rest = folded[start...].map { Character($0.lowercased()) }
        for (word, isOrder) in numberWords where rest.starts(with: word) {
            return (start + word.count, isOrder)
        }
        return nil
    }

    /// Where a word ends that names the number of a sale, which a till gives, not the order's app: 流水号, 小票号.
    func saleNumberLabelEnd(_ glyphs: [Glyph]) -> Int? {
        let start = glyphs.firstIndex { $0.folded.isLetter } ?? glyphs.count
        let word = glyphs[start...].prefix { $0.folded.isLetter && !$0.isLatin }
        return Self.saleNumbers.contains(String(word.map(\.folded))) ? word.endIndex : nil
    }

    private static let saleNumbers: Set<String> = [
        "流水号", "小票号", "小票单号", "销售单号", "收银单号", "结账单号", "账单号", "单据号", "票据号", "收据号", "消费单号",
        "购物单号",
    ]

    /// 0 is the best label of the time of an order; nil where the label names another time.
    func placedRank(_ label: String) -> Int? {
        let word = bare(Folding.key(label))
        if word.isEmpty { return placedWords.count }
        if let index = placedWords.firstIndex(where: word.hasSuffix), !otherTimeWords.contains(word) {
            // 提货时间 ends in 时间 but is another time.
            return otherTimeWords.contains(where: word.hasSuffix) ? nil : index
        }
        if otherTimeWords.contains(where: word.contains) { return nil }
        return placedWords.count + 1
    }

    /// 数量, above or beside a number of pieces.
    func isQuantityLabel(_ label: String) -> Bool { quantityWords.contains(bare(Folding.key(label))) }

    func isPlacedLabel(_ label: String) -> Bool {
        (placedRank(label) ?? placedWords.count) < placedWords.count
    }

    func isReadyLabel(_ label: String) -> Bool {
        readyWords.contains(where: bare(Folding.key(label)).hasSuffix)
    }
    func isPickedUpLabel(_ label: String) -> Bool {
        pickedUpWords.contains(where: bare(Folding.key(label)).hasSuffix)
    }

    /// What follows the label of a pick-up point; empty where it stands in another box.
    func pickupPoint(_ text: String) -> String? { rest(of: text, behind: pickupWords) }

    /// What follows a label like 收货人; empty where the name stands in another box.
    func personName(_ text: String) -> String? { rest(of: text, behind: personWords) }

    /// What follows a label like 团长: a name that is not the customer's, and no more to be shown.
    func otherPersonName(_ text: String) -> String? { rest(of: text, behind: otherPersonWords) }

    /// What follows the label of a private address.
    func address(_ text: String) -> String? { rest(of: text, behind: addressWords) }

    func withoutPersonLabel(_ text: String) -> String {
        let rest = personName(text) ?? text
        return String(rest.filter { !" :：　,，".contains($0) })
    }

    private func rest(of text: String, behind words: [String]) -> String? {
        let characters = Array(text)
        let folded = characters.map(Folding.fold)
        for word in words where folded.starts(with: word) {
            let rest = characters.dropFirst(word.count)
            // 收货人 is a label, 收货人气王 is none.
            guard rest.isEmpty || " :：　".contains(rest.first ?? " ") || word.count >= 3 else { continue }
            return String(rest.drop { " :：　".contains($0) })
        }
        return nil
    }

    func isStatus(_ text: String) -> Bool {
        statusWords.contains(bare(Folding.key(text))) || statusWords.contains(Folding.key(text))
    }

    /// 支付成功, 已付款: a state that speaks of the payment as done.
    func saysPaid(_ text: String) -> Bool {
        let word = Folding.key(text)
        return isStatus(text) && word.contains("付") && !word.contains("待")
    }

    func isRecommendation(_ text: String) -> Bool {
        let word = Folding.key(text)
        return word.count <= 14 && recommendationWords.contains(where: word.contains)
    }

    func isSpecification(_ text: String) -> Bool {
        specificationWords.contains(where: Folding.key(text).hasPrefix)
    }

    /// Texts that name no product: words of the app, badges, punctuation.
    func isNoise(_ text: String) -> Bool {
        let word = bare(Folding.key(text))
        if word.isEmpty || noiseWords.contains(word) || statusWords.contains(word) { return true }
        if exact[word] != nil || isRecommendation(text) { return true }
        // 品名/数量 heads a column.
        if word.contains("/") {
            let parts = word.split(separator: "/")
            if parts.allSatisfy({ noiseWords.contains(String($0)) || exact[String($0)] != nil }) {
                return true
            }
        }
        if word.count <= 12, Self.saysTier(word) { return true }
        if Self.isHeading(word) { return true }
        // 第2件半价
        if word.count <= 8, word.hasPrefix("第"), word.contains("件") { return true }
        return !word.contains { $0.isLetter && !$0.isASCII } && word.filter(\.isLetter).count < 3
    }

    /// 团单详情, 接龙明细: what a page is, in a few characters.
    private static func isHeading(_ word: String) -> Bool {
        let letters = word.filter { $0.isLetter }
        return letters.count <= 6 && ["详情", "明细", "清单", "列表"].contains(where: letters.hasSuffix)
    }

    /// How many glyphs of a badge stand before the name of a product: 次日达 苹果 5斤, but not 满减优惠.
    func badgeLength(_ glyphs: [Glyph]) -> Int {
        for word in badgeWords where glyphs.map(\.folded).starts(with: word) {
            let length = word.count + glyphs.dropFirst(word.count).prefix(while: \.isSpace).count
            let rest = String(glyphs.dropFirst(length).map(\.original))
            guard rest.count >= Self.shortestName, role(of: rest, isNegative: false) == nil, !isNoise(rest)
            else {
                continue
            }
            return length
        }
        return 0
    }

    /// Less behind a badge belongs to it.
    private static let shortestName = 4

    /// One glyph in a small box before a reduction: 满 满减优惠, 券 优惠券, 促 满59减8. Read with what stands behind it,
    /// it is part of no word.
    func hasReductionBadge(_ glyphs: [Glyph]) -> Bool {
        let rest = glyphs.dropFirst().drop(while: \.isSpace).map(\.folded)
        guard let badge = glyphs.first?.folded, role(of: String(rest), isNegative: false) == .discount
        else { return false }
        if Self.doubledBadges.contains(badge), rest.first == badge { return true }
        return Self.reductionBadges.contains(badge)
            && (glyphs[1].isSpace || reductionWords.contains { rest.starts(with: $0) })
    }

    private static let reductionBadges = Set("满减券惠促折")
    /// Part of a word alone, but not twice: 新新客立减 is 新客立减, 多多红包 is what it says.
    private static let doubledBadges = reductionBadges.union("新首限团会红省抢特")

    private func bare(_ word: String) -> String {
        let edge: Set<Character> = [
            ":", "(", ")", "·", "√", "✓", "✔", "-", "=", ",", "、", ".", "|", ">", "›", "‹", "<", ";", "?",
            "¥",
        ]
        var rest = Substring(word)
        while let first = rest.first, edge.contains(first) { rest.removeFirst() }
        while let last = rest.last, edge.contains(last) { rest.removeLast() }
        return String(rest)
    }

    private func withoutBrackets(_ word: String) -> String {
        guard let open = word.firstIndex(of: "("), open != word.startIndex else { return word }
        return String(word[..<open])
    }
}

extension Labels {
    /// Labels like 优惠 that may sum up other reductions.
    func isVagueDiscount(_ label: String) -> Bool {
        let word = Folding.key(label)
        return role(of: label, isNegative: false) == .discountTotal
            || ["优惠", "优惠金额", "总优惠", "活动优惠"].contains(word)
    }

    /// What a reduction is for the promotion engine.
    func kind(ofDiscount label: String) -> PromotionCart.Reduction.Kind {
        if isFullReduction(label) { return .fullReduction }
        if isCoupon(label) { return .coupon }
        let word = Folding.key(label)
        if word.contains("会员") { return .member }
        let instant = ["立减", "直降", "直减", "首单", "抵扣", "积分", "折扣", "补贴", "运费", "配送", "新人"]
        return instant.contains(where: word.contains) ? .instant : .unclear
    }
}

extension OrderVocabulary {
    /// What a reduction is, as its label says.
    public func kind(ofDiscount label: String) -> PromotionCart.Reduction.Kind {
        Labels(self).kind(ofDiscount: label)
    }
}
