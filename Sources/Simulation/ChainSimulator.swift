public import Evidence
import Scoring

/// Makes a chain's findings with planted truths. The same seed and parameters give the same chain.
public struct ChainSimulator {
    static let topics = ["缺货", "价格贵", "会员积分", "退换货", "配送", "保质期", "促销活动", "预制菜加热不便"]
    static let kitchenTopic = "预制菜加热不便"

    private let parameters: SimulationParameters
    private let from: BusinessDay
    private let dayCount: Int
    private var chance: SeededChance
    private var profiles: [StoreProfile] = []
    private var surges: [PlannedSurge] = []
    private var launches: [(sku: SKU, day: BusinessDay)] = []
    private var phrases: [(phrase: String, from: Int)] = []
    private var truths: [PlantedTruth] = []

    public init(parameters: SimulationParameters, from: BusinessDay, days: Int, seed: UInt64) {
        self.parameters = parameters
        self.from = from
        dayCount = max(0, days)
        chance = SeededChance(seed: seed)
    }

    public mutating func chain(stores count: Int) -> SimulatedChain {
        let casting = Casting(parameters: parameters, from: from, days: dayCount)
        profiles = casting.profiles(count, &chance)
        surges = casting.surges(profiles, &chance)
        launches = casting.launches()
        phrases = casting.phrases()
        let plans = profiles.flatMap { profile in
            launches.map { NewProductPlan(store: profile.store.id, sku: $0.sku, launch: $0.day) }
        }
        truths = casting.truths(profiles, surges, phrases)
        var days: [StoreDayFacts] = []
        for profile in profiles { days += storeDays(profile, plans.filter { $0.store == profile.store.id }) }
        return SimulatedChain(
            stores: profiles.map(\.store), from: from, to: from.adding(days: dayCount - 1), days: days,
            truths: truths.sorted {
                ($0.rule, $0.store?.rawValue ?? "", $0.from, $0.subject ?? "")
                    < ($1.rule, $1.store?.rawValue ?? "", $1.from, $1.subject ?? "")
            }, plans: plans)
    }

    // MARK: One store

    private mutating func storeDays(_ profile: StoreProfile, _ plans: [NewProductPlan]) -> [StoreDayFacts] {
        var facts: [BusinessDay: StoreDayFacts] = [:]
        let placed = plans.map { plan in (plan: plan, day: placement(profile, plan)) }
        for offset in 0..<dayCount where !chance.happens(parameters["missingStoreDays"]) {
            let day = from.adding(days: offset)
            var generator = StoreDayMaker(
                parameters: parameters, profile: profile, offset: offset, day: day, surges: surges,
                phrases: phrases)
            var made = generator.make(&chance)
            let onShelf = placed.filter { $0.day.map { $0 <= day } ?? false }.map(\.plan.sku)
            made.newProductsSeen = onShelf.filter { _ in chance.happens(parameters["facingRecognised"]) }
                .sorted()
            facts[day] = made
        }
        let end = from.adding(days: dayCount - 1)
        for (plan, day) in placed where plan.due <= end && day.map({ $0 > plan.due }) ?? true {
            truths.append(
                PlantedTruth(
                    rule: "new-product-missing", store: profile.store.id, from: plan.due,
                    until: plan.due.adding(days: 3)))
        }
        let due = plans.map(\.due).filter { $0 <= end }
        return Set(Array(facts.keys) + due).sorted().compactMap { day in
            let counts = StoreDayFacts.counts(on: day, places: [], plans: plans) { facts[$0] }
            guard let counts else { return nil }
            var made = facts[day] ?? StoreDayFacts(store: profile.store.id, day: day, counts: counts)
            made.counts = counts
            return made
        }
    }

    /// When a store puts a new product on its shelf; nil = never.
    private mutating func placement(_ profile: StoreProfile, _ plan: NewProductPlan) -> BusinessDay? {
        let wait = chance.number(below: 5)
        return profile.role == .newProductFailing ? nil : plan.launch.adding(days: wait)
    }
}

/// More mentions of a topic in a district for some days.
struct PlannedSurge: Sendable, Equatable {
    var district: String
    var topic: String
    var days: Range<Int>
}
