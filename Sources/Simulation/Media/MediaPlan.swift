public import Evidence
import Scoring

/// Which files some stores of a simulated chain send on its last days, so that analysing them finds what the chain's
/// facts say: as many empty facings, topics, wrong reductions, late, broken and reused files.
public struct MediaPlan: Sendable {
    /// With a place each: photos say where they were taken.
    public let stores: [Store]
    public let from: BusinessDay
    public let to: BusinessDay
    public let scheme: PromotionScheme
    public let items: [PlannedItem]
    /// What is really so in these stores on these days, by the rules' names.
    public let truths: [PlantedTruth]

    /// - Parameters:
    ///   - storeCount: those first in which something is planted, one of each kind.
    ///   - dayCount: the chain's last days.
    public init(
        of chain: SimulatedChain, material: MediaMaterial, stores storeCount: Int, days dayCount: Int,
        seed: UInt64
    ) {
        let chosen = Self.choice(chain, max(0, storeCount))
        let first = max(chain.from, chain.to.adding(days: 1 - max(1, dayCount)))
        let span = first...max(first, chain.to)
        stores = chosen.enumerated().map(Self.placed)
        from = first
        to = span.upperBound
        scheme = OrderPlanner.scheme(from: chain.from, to: span.upperBound)
        let wanted = Set(chosen.map(\.id))
        let facts = Dictionary(grouping: chain.days.filter { wanted.contains($0.store) }, by: \.store)
        items = chosen.enumerated().flatMap { index, store in
            var planner = StoreMediaPlanner(
                material: material, chance: SeededChance(seed: seed &* 1_000_003 &+ UInt64(index)))
            let days = (facts[store.id] ?? []).filter { span.contains($0.day) }
            return days.sorted { $0.day < $1.day }.flatMap { planner.items(of: $0) }
        }
        truths = chain.truths.filter { truth in
            truth.store.map(wanted.contains) ?? false && truth.from <= span.upperBound
                && truth.until >= span.lowerBound
        }
    }

    /// One store for each rule in turn, then the next of each, then those with nothing to find.
    private static func choice(_ chain: SimulatedChain, _ count: Int) -> [Store] {
        let planted = [
            "kitchen-scene-upgrade", "chronic-out-of-stock", "promo-not-executed", "reuse-suspected",
            "evidence-quality-drop",
        ].map { rule in chain.truths.filter { $0.rule == rule }.compactMap(\.store) }
        var order: [StoreID] = []
        for round in 0..<(planted.map(\.count).max() ?? 0) {
            for stores in planted where round < stores.count { order.append(stores[round]) }
        }
        order += chain.stores.map(\.id)
        var seen: Set<StoreID> = []
        let ids = order.filter { seen.insert($0).inserted }.prefix(count)
        let known = Dictionary(chain.stores.map { ($0.id, $0) }) { first, _ in first }
        return ids.compactMap { known[$0] }
    }

    private static func placed(_ index: Int, _ store: Store) -> Store {
        var store = store
        store.latitude = 30.2 + Double(index % 40) * 0.011
        store.longitude = 120.05 + Double(index / 40) * 0.011
        store.address = store.region.dropFirst().joined() + "模拟路\(index + 1)号"
        return store
    }
}

/// Plans what one store sends, a day after the other.
struct StoreMediaPlanner {
    let material: MediaMaterial
    var chance: SeededChance
    /// The last day on which a slot's photo was taken anew and arrived whole.
    private var photographed: [String: BusinessDay] = [:]
    /// Of each section, the same on all days.
    private let furniture: [UInt64]

    init(material: MediaMaterial, chance: SeededChance) {
        self.material = material
        var chance = chance
        furniture = material.sections.map { _ in chance.next() }
        self.chance = chance
    }

    mutating func items(of facts: StoreDayFacts) -> [PlannedItem] {
        var planned: [PlannedItem] = []
        func add(_ slot: String, _ content: PlannedItem.Content, seed: UInt64) {
            planned.append(
                PlannedItem(
                    store: facts.store, day: facts.day, slot: slot, content: content, isLate: false,
                    seed: seed))
        }
        for (slot, photo) in photos(facts) { add(slot, .photo(photo), seed: chance.next()) }
        for (index, recording) in recordings(facts).enumerated() {
            add("consultation-\(index + 1)", .recording(recording), seed: chance.next())
        }
        let screenshots =
            facts.counts[.requiredItems] - facts.counts[.requiredRecordings] - material.sections.count
        let orders = OrderPlanner(products: material.products).orders(screenshots, facts.counts, &chance)
        for (index, order) in orders.enumerated() {
            add("order-\(index + 1)", .screenshot(order), seed: chance.next())
        }
        let late = max(0, facts.counts[.receivedItems] - facts.counts[.onTimeItems])
        for index in chosen(late, of: planned.count) { planned[index].isLate = true }
        return planned
    }

    // MARK: Photos

    private mutating func photos(_ facts: StoreDayFacts) -> [(slot: String, photo: PlannedPhoto)] {
        let counts = facts.counts
        let sections = material.sections
        let whole = counts[.slotsAssessable] / StoreDayMaker.slotsPerPhoto
        let broken = Set(chosen(sections.count - min(whole, sections.count), of: sections.count))
        var copies = counts[.reusedItems]
        let emptyShare = Double(counts[.slotsOutOfStock]) / Double(max(1, counts[.slotsAssessable]))
        return sections.enumerated().compactMap { index, section in
            guard let plan = material.planograms[section.planogram] else { return nil }
            var photo = PlannedPhoto(
                planogram: section.planogram, gaps: gaps(plan, share: emptyShare), fault: nil,
                furniture: furniture[index],
                takenMinutes: 9 * 60 + index * 4 + chance.number(below: 60))
            let earlier = photographed[section.slot]
            if copies > 0, let earlier {
                photo.fault = .sentBefore(earlier, savedAnew: chance.happens(0.5))
                copies -= 1
            } else if broken.contains(index) {
                photo.fault = .cutOff
            } else {
                photographed[section.slot] = facts.day
            }
            return (section.slot, photo)
        }
    }

    /// Sold out is a product's last facings, not one here and one there.
    private mutating func gaps(_ plan: Planogram, share: Double) -> [PlannedPhoto.Gap] {
        let runs = plan.rows.enumerated().flatMap { row, runs in
            runs.indices.map { (row: row, run: $0, facings: runs[$0].facings) }
        }
        let facings = runs.reduce(0) { $0 + $1.facings }
        var open = chance.binomial(facings, min(max(share, 0), 1))
        var gaps: [PlannedPhoto.Gap] = []
        for index in chosen(runs.count, of: runs.count) where open > 0 {
            let empty = min(open, 1 + chance.number(below: runs[index].facings))
            open -= empty
            gaps.append(PlannedPhoto.Gap(row: runs[index].row, run: runs[index].run, facings: empty))
        }
        return gaps.sorted { ($0.row, $0.run) < ($1.row, $1.run) }
    }

    // MARK: Recordings

    private mutating func recordings(_ facts: StoreDayFacts) -> [PlannedRecording] {
        let counts = facts.counts
        let usable = min(counts[.usableRecordings], counts[.receivedRecordings])
        var topics: [[String]] = Array(repeating: [], count: usable)
        for topic in material.conversations.topics.keys.sorted() {
            for index in chosen(counts[.topic, topic], of: usable) { topics[index].append(topic) }
        }
        var made = topics.map { recording($0) }
        for _ in usable..<max(usable, counts[.receivedRecordings]) {
            made.insert(
                PlannedRecording(lines: [], topics: [], recordedMinutes: 0),
                at: chance.number(below: made.count + 1))
        }
        for index in made.indices {
            made[index].recordedMinutes = 10 * 60 + index * 75 + chance.number(below: 60)
        }
        return made
    }

    /// Customer and staff by turns.
    private mutating func recording(_ topics: [String]) -> PlannedRecording {
        let words = material.conversations
        var lines: [PlannedRecording.Line] = []
        for texts in topics.isEmpty ? [words.plain] : topics.map({ words.topics[$0] ?? [] }) {
            lines.append(line(texts, isCustomer: true))
            lines.append(line(words.answers, isCustomer: false))
        }
        lines.append(line(words.closings, isCustomer: true))
        return PlannedRecording(
            lines: lines.filter { !$0.text.isEmpty }, topics: topics.sorted(), recordedMinutes: 0)
    }

    private mutating func line(_ texts: [String], isCustomer: Bool) -> PlannedRecording.Line {
        PlannedRecording.Line(
            text: texts.isEmpty ? "" : texts[chance.number(below: texts.count)], isCustomer: isCustomer)
    }

    /// Some of so many, in an order that chance gives.
    private mutating func chosen(_ some: Int, of count: Int) -> [Int] {
        var all = Array(0..<max(0, count))
        for index in all.indices.reversed() { all.swapAt(index, chance.number(below: index + 1)) }
        return Array(all.prefix(max(0, some)))
    }
}
