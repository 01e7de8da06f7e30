import Evidence
import Scoring

/// What a simulated store is like.
struct StoreProfile: Sendable, Equatable {
    enum Role: Sendable, CaseIterable {
        case plain, kitchen, talent, upgrade, promoFailing, stockout, newProductFailing, declining, badDevice,
            cheating
    }

    var store: Store
    var role: Role
    /// The day from which the role shows.
    var start: Int
    /// Orders a day.
    var orders: Double
    /// Factor of a topic in the store's district.
    var topicFactors: [Double]

    var district: String { store.region.joined(separator: "/") }

    func plays(_ roles: Role..., on offset: Int) -> Bool { roles.contains(role) && offset >= start }
}

/// Gives stores their roles and the chain its events.
struct Casting {
    let parameters: SimulationParameters
    let from: BusinessDay
    let days: Int

    private static let districts = [
        "西湖区", "滨江区", "上城区", "拱墅区", "余杭区", "萧山区", "临平区", "钱塘区", "富阳区", "临安区", "海曙区", "鄞州区", "江北区", "北仑区",
    ]

    func profiles(_ count: Int, _ chance: inout SeededChance) -> [StoreProfile] {
        let districts = max(1, Int((Double(count) / max(1, parameters["storesPerDistrict"])).rounded()))
        let factors = (0..<districts).map { _ in
            ChainSimulator.topics.map { _ in max(0.3, 1 + parameters["districtEffect"] * chance.normal()) }
        }
        var roles = roles(count)
        for index in roles.indices.reversed() { roles.swapAt(index, chance.number(below: index + 1)) }
        return (0..<count).map { index in
            let district = index % districts
            let isUpgrade = roles[index] == .upgrade
            let talented = roles[index] == .talent || isUpgrade
            let spread = 1 + parameters["orderSpread"] * min(max(chance.normal(), -2.5), 2.5)
            return StoreProfile(
                store: store(index, district, grows: isUpgrade || chance.happens(0.2)), role: roles[index],
                start: start(&chance),
                orders: parameters["ordersPerStoreDay"] * (talented ? 1 : spread),
                topicFactors: factors[district])
        }
    }

    private func store(_ index: Int, _ district: Int, grows: Bool) -> Store {
        let digits = String(index + 1)
        let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let name = Self.districts[district % Self.districts.count]
        let round = district / Self.districts.count
        return Store(
            id: StoreID("SIM-\(number)"), name: "模拟\(number)店",
            region: ["全国", "浙江", round == 0 ? "杭州市" : "第\(round + 1)市", name],
            attributes: ["lifeCycle": grows ? "growing" : "stable"])
    }

    private func roles(_ count: Int) -> [StoreProfile.Role] {
        func some(_ name: String, _ role: StoreProfile.Role) -> [StoreProfile.Role] {
            Array(repeating: role, count: Int((Double(count) * parameters[name]).rounded()))
        }
        let cast =
            some("kitchenStores", .kitchen) + some("talentStores", .talent) + some("upgradeStores", .upgrade)
            + some("promoFailingStores", .promoFailing) + some("stockoutStores", .stockout)
            + some("newProductFailingStores", .newProductFailing) + some("decliningStores", .declining)
            + Array(repeating: .badDevice, count: min(count, parameters.whole("badDevices")))
            + some("cheatingStores", .cheating)
        return Array((cast + Array(repeating: .plain, count: count)).prefix(count))
    }

    /// Late enough for a baseline, early enough to be seen.
    private func start(_ chance: inout SeededChance) -> Int {
        let earliest = min(days / 3, 14)
        return earliest + chance.number(below: max(1, days / 3))
    }

    /// Apart from each other in place, topic or time; none where there is no room for a baseline.
    func surges(_ profiles: [StoreProfile], _ chance: inout SeededChance) -> [PlannedSurge] {
        let sizes = Dictionary(grouping: profiles, by: \.district).mapValues(\.count)
        let wide = sizes.filter { $0.value >= 8 }.keys.sorted()
        let length = parameters.whole("surgeDays")
        let earliest = 16
        guard !wide.isEmpty, days > earliest + length + 4 else { return [] }
        var surges: [PlannedSurge] = []
        for _ in 0..<parameters.whole("surges") {
            let first = earliest + chance.number(below: days - earliest - length - 3)
            let surge = PlannedSurge(
                district: wide[chance.number(below: wide.count)],
                topic: ChainSimulator.topics[chance.number(below: ChainSimulator.topics.count - 1)],
                days: first..<first + length)
            if !surges.contains(where: { $0.district == surge.district && $0.topic == surge.topic }) {
                surges.append(surge)
            }
        }
        return surges
    }

    func launches() -> [(sku: SKU, day: BusinessDay)] {
        (0..<parameters.whole("newProducts")).map { index in
            (SKU("new-\(index + 1)"), from.adding(days: 5 + index * max(1, (days - 14) / 2)))
        }
    }

    func phrases() -> [(phrase: String, from: Int)] {
        let background = (0..<parameters.whole("backgroundPhrases")).map { ("老话题\($0 + 1)", 0) }
        guard days > 20 else { return background }
        return background + (0..<parameters.whole("newPhrases")).map { ("新说法\($0 + 1)", days / 2 + $0) }
    }

    func truths(
        _ profiles: [StoreProfile], _ surges: [PlannedSurge], _ phrases: [(phrase: String, from: Int)]
    ) -> [PlantedTruth] {
        let last = from.adding(days: days - 1)
        var truths: [PlantedTruth] = []
        for profile in profiles {
            for rule in Self.rules(profile.role) {
                truths.append(
                    PlantedTruth(
                        rule: rule, store: profile.store.id,
                        from: from.adding(days: profile.role == .cheating ? 0 : profile.start), until: last))
            }
        }
        for surge in surges {
            let place = surge.district.split(separator: "/").last.map(String.init) ?? surge.district
            truths.append(
                PlantedTruth(
                    rule: "topic-surge", subject: "\(surge.topic)@\(place)",
                    from: from.adding(days: surge.days.lowerBound),
                    until: from.adding(days: surge.days.lowerBound + 7)))
        }
        for phrase in phrases where phrase.from > 0 {
            truths.append(
                PlantedTruth(
                    rule: "new-topic", subject: phrase.phrase, from: from.adding(days: phrase.from),
                    until: last))
        }
        return truths
    }

    /// The rules that should name a store of a role.
    private static func rules(_ role: StoreProfile.Role) -> [String] {
        switch role {
        case .plain, .newProductFailing: []
        case .kitchen: ["kitchen-scene-upgrade"]
        case .talent: ["group-buy-capable"]
        case .upgrade: ["kitchen-scene-upgrade", "group-buy-capable", "upgrade-potential"]
        case .promoFailing: ["promo-not-executed"]
        case .stockout: ["chronic-out-of-stock"]
        case .declining, .badDevice: ["evidence-quality-drop"]
        case .cheating: ["reuse-suspected"]
        }
    }
}
