import Evidence
import Scoring
import Testing

@testable import Simulation

struct MediaPlanTests {
    private static let from = BusinessDay(ordinal: 20_741)

    private let material = MediaMaterial(
        sections: (1...3).map { MediaMaterial.Section(slot: "shelf-\($0)", planogram: "plan-\($0)") },
        planograms: Dictionary(
            uniqueKeysWithValues: (1...3).map {
                (
                    "plan-\($0)",
                    Planogram(rows: [
                        [PlannedRun(sku: SKU("a"), facings: 6), PlannedRun(sku: SKU("b"), facings: 8)]
                    ])
                )
            }),
        products: [
            Product(name: "小", category: "零食", price: Money(fen: 990)),
            Product(name: "中", category: "零食", price: Money(fen: 3_200)),
            Product(name: "大", category: "零食", price: Money(fen: 6_100)),
        ],
        conversations: MediaMaterial.Conversations(
            topics: ["预制菜加热不便": ["没有微波炉"], "缺货": ["没货"]], plain: ["你好"], answers: ["好的"],
            closings: ["谢谢"]))

    private func chain(_ rates: [String: Double] = [:], days: Int = 30) -> SimulatedChain {
        var simulator = ChainSimulator(
            parameters: SimulationParameters(overrides: rates), from: Self.from, days: days, seed: 11)
        return simulator.chain(stores: 40)
    }

    private func plan(_ chain: SimulatedChain, stores: Int = 6, days: Int = 5) -> MediaPlan {
        MediaPlan(of: chain, material: material, stores: stores, days: days, seed: 11)
    }

    @Test func `stores with something to find come first, on the last days`() {
        let chain = chain()
        let plan = plan(chain)
        #expect(plan.stores.count == 6 && plan.to == chain.to && plan.from == chain.to.adding(days: -4))
        let rules = Set(plan.truths.map(\.rule))
        #expect(
            rules.isSuperset(of: ["kitchen-scene-upgrade", "chronic-out-of-stock", "promo-not-executed"]))
        #expect(plan.items.allSatisfy { $0.day >= plan.from && $0.day <= plan.to })
        #expect(plan.stores.allSatisfy { $0.latitude != nil && $0.longitude != nil })
    }

    @Test func `the same seed plans the same media`() {
        #expect(plan(chain()).items == plan(chain()).items)
    }

    @Test func `a store-day says as often what its facts count`() throws {
        let chain = chain()
        let plan = plan(chain)
        for (place, items) in Dictionary(grouping: plan.items, by: { "\($0.store)/\($0.day)" }) {
            let facts = try #require(chain.days.first { "\($0.store)/\($0.day)" == place })
            let recordings = items.compactMap { item -> PlannedRecording? in
                guard case .recording(let recording) = item.content else { return nil }
                return recording
            }
            #expect(recordings.count { !$0.lines.isEmpty } == facts.counts[.usableRecordings])
            for topic in ["预制菜加热不便", "缺货"] {
                #expect(recordings.count { $0.topics.contains(topic) } == facts.counts[.topic, topic])
            }
            let late = facts.counts[.receivedItems] - facts.counts[.onTimeItems]
            #expect(items.count { $0.isLate } == late)
        }
    }

    @Test func `an order's sum, tier and reduction belong together`() {
        let orders = plan(chain(["promoCorrect": 0.5])).items.compactMap { item -> PlannedOrder? in
            guard case .screenshot(let order) = item.content else { return nil }
            return order
        }
        #expect(orders.count > 60)
        for order in orders {
            let yuan = order.subtotal.fen / 100
            let due = yuan >= 99 ? 20 : yuan >= 59 ? 10 : yuan >= 39 ? 5 : 0
            #expect(order.expectedOff == Money(fen: due * 100))
            switch order.promotion {
            case .correct: #expect(due > 0 && order.appliedOff == order.expectedOff)
            case .missing: #expect(due > 0 && order.appliedOff == .zero)
            case .wrongTier: #expect(order.appliedOff > .zero && order.appliedOff < order.expectedOff)
            default: #expect(order.promotion == .notEligible && due == 0 && order.appliedOff == .zero)
            }
        }
        #expect(Set(orders.map(\.promotion)).count == 4)
    }

    @Test func `a photo is sent again only after it was taken`() {
        let plan = plan(chain(["cheatingStores": 0.5, "cheatingDays": 0.6]), stores: 30, days: 6)
        var taken: Set<String> = []
        var copies = 0
        for item in plan.items {
            guard case .photo(let photo) = item.content else { continue }
            switch photo.fault {
            case nil: taken.insert("\(item.store)/\(item.slot)/\(item.day)")
            case .cutOff: break
            case .sentBefore(let day, _):
                copies += 1
                #expect(day < item.day && taken.contains("\(item.store)/\(item.slot)/\(day)"))
            }
        }
        #expect(copies > 10)
    }

    @Test(arguments: [(0, 0), (3, 0), (3, 1)])
    func `a chain of no stores or days sends nothing`(stores: Int, days: Int) {
        var simulator = ChainSimulator(
            parameters: SimulationParameters(), from: Self.from, days: days, seed: 1)
        let chain = simulator.chain(stores: stores)
        let made = plan(chain)
        #expect(made.stores.count == stores)
        #expect(days > 0 || made.items.isEmpty)
    }
}
