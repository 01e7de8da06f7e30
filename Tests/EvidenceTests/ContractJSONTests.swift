import Evidence
import Foundation
import Testing

struct ContractJSONTests {
    private struct Sample: Codable, Equatable {
        @ExplicitNull var amount: Money?
        @ExplicitNull var number: Double?
        var note: String?
        init(amount: Money? = nil, number: Double? = nil, note: String? = nil) {
            self.amount = amount
            self.number = number
            self.note = note
        }
    }

    @Test func `not visible is written as null, not left out`() throws {
        #expect(try CanonicalJSON.string(Sample()) == "{\"amount\":null,\"number\":null}")
        #expect(
            try CanonicalJSON.string(Sample(amount: Money(fen: 5), number: 1.5, note: "x"))
                == "{\"amount\":\"0.05\",\"note\":\"x\",\"number\":1.5}")
    }

    @Test(arguments: ["{}", "{\"amount\":null}", "{\"number\":null,\"note\":null}"])
    func `null and absent read the same`(json: String) throws {
        #expect(try CanonicalJSON.decode(Sample.self, from: json) == Sample())
    }

    @Test func `a value of the wrong type is refused, not taken for null`() {
        #expect(throws: DecodingError.self) {
            try CanonicalJSON.decode(Sample.self, from: "{\"number\":\"1.5\"}")
        }
    }

    @Test func `the same value is the same bytes`() throws {
        let values = Dictionary(uniqueKeysWithValues: (0..<200).map { ("键\($0)", $0) })
        let first = try CanonicalJSON.encode(values)
        for _ in 0..<5 {
            let shuffled = Dictionary(uniqueKeysWithValues: values.shuffled().map { ($0.key, $0.value) })
            #expect(try CanonicalJSON.encode(shuffled) == first)
        }
    }

    @Test func `slashes stay as they are and instants are ISO 8601`() throws {
        #expect(try CanonicalJSON.string(["a/b"]) == "[\"a/b\"]")
        #expect(
            try CanonicalJSON.string([Date(timeIntervalSince1970: 1_795_158_000)])
                == "[\"2026-11-20T07:00:00Z\"]")
    }

    // MARK: Stores

    @Test func `a store's region is a list or a joined text`() throws {
        for region in ["[\"全国\",\"浙江\",\"杭州市\"]", "\"全国/浙江/杭州市\""] {
            let store = try CanonicalJSON.decode(Store.self, from: "{\"id\":\"HZ-001\",\"region\":\(region)}")
            #expect(store.region == ["全国", "浙江", "杭州市"])
            #expect(store.name == "HZ-001")
            #expect(store.cutOff == LocalTime("04:00"))
            #expect(store.lies(in: "杭州市") && store.lies(in: "全国") && !store.lies(in: "西湖区"))
        }
        let placeless = try CanonicalJSON.decode(Store.self, from: "{\"id\":\"X\",\"more\":1}")
        #expect(placeless.lies(in: "全国"))
    }

    // MARK: Requirements

    @Test func `a store's own requirement comes before everyone's, each slot once`() throws {
        let store = StoreID("HZ-001")
        func slot(_ name: String, _ title: String) -> RequiredSlot {
            RequiredSlot(slot: name, kind: .shelfPhoto, title: title)
        }
        let day = try #require(BusinessDay("2026-11-20"))
        let requirements = [
            Requirement(id: "all", slots: [slot("shelf-1", "所有"), slot("shelf-2", "所有")]),
            Requirement(id: "own", stores: [store], slots: [slot("shelf-1", "本店")]),
            Requirement(id: "other", stores: [StoreID("HZ-002")], slots: [slot("shelf-3", "别店")]),
            Requirement(id: "past", slots: [slot("shelf-4", "过期")], to: day.adding(days: -1)),
            Requirement(id: "future", slots: [slot("shelf-5", "未来")], from: day.adding(days: 1)),
        ]
        let slots = Requirement.slots(of: requirements, for: store, on: day)
        #expect(slots.map(\.slot) == ["shelf-1", "shelf-2"])
        #expect(slots.map(\.title) == ["本店", "所有"])
    }

    @Test func `consent is needed unless a requirement in force says no, the store's own first`() throws {
        let store = StoreID("HZ-001")
        let day = try #require(BusinessDay("2026-11-20"))
        let past = Requirement(id: "past", slots: [], to: day.adding(days: -1), consent: false)
        let all = Requirement(id: "all", slots: [], consent: false)
        let own = Requirement(id: "own", stores: [store], slots: [], consent: true)
        #expect(Requirement.needsConsent([], for: store, on: day))
        #expect(Requirement.needsConsent([past], for: store, on: day))
        #expect(!Requirement.needsConsent([past, all], for: store, on: day))
        #expect(Requirement.needsConsent([all, own], for: store, on: day))
    }
}
