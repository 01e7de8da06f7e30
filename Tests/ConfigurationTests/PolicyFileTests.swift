import Evidence
import TestSupport
import Testing

@testable import ConfigurationFiles

struct PolicyFileTests {
    private func fixture(_ name: String) throws -> String {
        String(decoding: try Fixture.data("chain/\(name)"), as: UTF8.self)
    }

    private func problems(_ body: () throws -> Void) -> [ConfigurationProblem] {
        do {
            try body()
            return []
        } catch let error as ConfigurationError {
            return error.problems
        } catch {
            Issue.record("unexpected \(error)")
            return []
        }
    }

    @Test func `every file of the fixture chain reads`() throws {
        #expect(try StoresFile.read(fixture("stores.json"), file: "stores.json").count >= 5)
        let catalogue = try CatalogueFile.read(fixture("catalogue/catalogue.json"), file: "c") { _ in true }
        #expect(catalogue.skus.count >= 30)
        #expect(try !PromotionsFile.read(fixture("promotions.json"), file: "p").isEmpty)
        #expect(try !ProductsFile.read(fixture("products.json"), file: "p").isEmpty)
        #expect(try TopicsFile.read(fixture("topics.yaml"), file: "t").topics.count >= 8)
        #expect(try RulesFile.read(fixture("rules.yaml"), file: "r").map(\.id) == ["kitchen-scene-upgrade"])
        let policy = try PolicyFile.read(fixture("policy.yaml"), file: "p")
        #expect(policy.shelfWeight == 45 && policy.lateFactor == 0.5)
        let known = Set(catalogue.skus.map(\.sku))
        var plans: Set<String> = []
        for name in ["drinks", "dairy", "snacks"] {
            let plan = try PlanogramFile.read(fixture("planograms/\(name).json"), file: name, known: known)
            plans.insert(plan.id ?? name)
        }
        let requirements = try RequirementsFile.read(
            fixture("requirements.yaml"), file: "r", planograms: plans)
        #expect(requirements.flatMap(\.slots).count == 11)
        #expect(requirements.map(\.consent) == [nil])
        let open = try RequirementsFile.read(
            "- {id: r, consent: false, slots: [{slot: shelf-1, kind: shelfPhoto}]}", file: "r")
        #expect(open.map(\.consent) == [false])
        #expect(
            try AccountsFile.read(fixture("accounts.yaml"), file: "a").contains { $0.role == .integrator })
    }

    @Test func `a problem is named with its line and place`() {
        let text =
            "stores:\n  - id: A\n    latitude: 91\n    longitude: 120\n  - id: A\n    timeZone: Mars/Base\n"
        let found = problems { _ = try StoresFile.read(text, file: "stores.yaml") }
        #expect(found.map(\.line) == [3, 5, 6])
        #expect(found.first?.path == "stores[0].latitude")
        #expect(found.allSatisfy { $0.description.hasPrefix("stores.yaml:") })
    }

    @Test func `a catalogue with a missing picture names the product and the picture`() {
        let text = #"{"skus":[{"sku":"tea","templates":["tea.png"]},{"sku":"up","templates":["../up.png"]}]}"#
        let found = problems { _ = try CatalogueFile.read(text, file: "c.json") { $0 != "tea.png" } }
        #expect(found.count == 2)
        #expect(found[0].english.contains("tea.png") && found[0].english.contains("of tea"))
        #expect(found[1].english.contains("beside the file"))
    }

    @Test func `schemes that cannot hold are refused by name`() {
        let text = """
            {"schemes":[{"id":"A","from":"2026-11-30","to":"2026-11-01","tiers":[
              {"threshold":39,"off":39},{"threshold":39,"off":5}]}]}
            """
        let found = problems { _ = try PromotionsFile.read(text, file: "p.json") }
        #expect(found.contains { $0.english.contains("ends before") })
        #expect(found.contains { $0.english.contains("not below") && $0.line == 2 })
        #expect(found.contains { $0.english.contains("stands twice") })
    }

    @Test func `a key that YAML takes for a truth value is found`() throws {
        let text = """
            schemes:
              - {id: A, from: "2026-11-01", to: "2026-11-30", tiers: [{threshold: 39, off: 5}]}
            """
        #expect(
            try PromotionsFile.read(text, file: "p.yaml")[0].reduction
                == .tiers([.init(threshold: Money(fen: 3900), off: Money(fen: 500))]))
        let shipped = try fixture("promotions.json")
        #expect(try PromotionsFile.read(shipped, file: "promotions.json").count == 3)
    }

    @Test func `a rule must say what a day without evidence means`() {
        let text = "rules:\n  - id: r\n    when: {topic: 缺货, consecutiveDays: 3}\n"
        let found = problems { _ = try RulesFile.read(text, file: "r.yaml") }
        #expect(found.count == 1 && found[0].english.contains("missing: breaks, bridges or waits"))
    }

    @Test func `weights that do not add up are refused`() {
        let text = """
            version: x
            parts:
              completeness: {weight: 10}
              shelf: {weight: 45, assortment: 0.5}
              promotion: {weight: 25}
              consultation: {weight: 15}
            """
        let found = problems { _ = try PolicyFile.read(text, file: "p.yaml") }
        #expect(found.contains { $0.english.contains("add up to 100") })
        #expect(found.contains { $0.english.contains("add up to 1,") })
    }

    @Test func `a planogram names only products of the catalogue`() {
        let text = #"{"planogram":{"rows":[[{"sku":"tea","facings":2},{"sku":"ghost","facings":1}]]}}"#
        let found = problems { _ = try PlanogramFile.read(text, file: "p.json", known: [SKU("tea")]) }
        #expect(found.map(\.english) == ["the catalogue has no ghost"])
    }

    @Test(arguments: ["", "{", "[1, 2", "a: b: c", "\u{0}", "- - - -", "stores: 5", "null"])
    func `nonsense is refused, not read as empty`(text: String) {
        #expect(!problems { _ = try StoresFile.read(text, file: "s") }.isEmpty)
    }

    @Test func `files cut or garbled anywhere end in values or problems, never a crash`() throws {
        var random = SeededGenerator(seed: 11)
        let texts = try ["stores.json", "promotions.json", "topics.yaml", "rules.yaml", "policy.yaml"].map(
            fixture)
        for _ in 0..<150 {
            for text in texts {
                var bytes = Array(text.utf8.prefix(Int.random(in: 0...text.utf8.count, using: &random)))
                if !bytes.isEmpty {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                        in: 32...126, using: &random)
                }
                let garbled = String(decoding: bytes, as: UTF8.self)
                _ = problems { _ = try StoresFile.read(garbled, file: "f") }
                _ = problems { _ = try PromotionsFile.read(garbled, file: "f") }
                _ = problems { _ = try TopicsFile.read(garbled, file: "f") }
                _ = problems { _ = try RulesFile.read(garbled, file: "f") }
                _ = problems { _ = try PolicyFile.read(garbled, file: "f") }
            }
        }
    }
}
