import ConfigurationFiles
import Evidence
import Testing

struct `A promotions file` {
    private func problems(_ text: String) -> [ConfigurationProblem] {
        do throws(ConfigurationError) {
            _ = try PromotionsFile.read(text, file: "p.yaml")
            return []
        } catch { return error.problems }
    }

    @Test func `may use everything that a scheme can say`() throws {
        let text = """
            schemes:
              - id: MJ-1
                name: 会员日
                kind: each
                threshold: 30
                off: 4
                cap: 12
                from: 2026-11-01
                to: 2026-11-30T22:00
                daysOfMonth: [8, 18]
                membersOnly: true
                regions: [杭州市]
                channels: [groupBuy]
                scope: {skus: [a], excludeSkus: [b], excludeCategories: [烟酒]}
                stacksWith: {instant: false, member: false}
                stacksWithCoupon: false
                limits: {perCustomer: 3, perDay: 1}
                note: 试行
            """
        let scheme = try #require(try PromotionsFile.read(text, file: "p.yaml").first)
        #expect(
            scheme
                == PromotionScheme(
                    id: "MJ-1", name: "会员日", from: "2026-11-01", to: "2026-11-30T22:00",
                    reduction: .each(
                        .init(threshold: Money(fen: 3000), off: Money(fen: 400), cap: Money(fen: 1200))),
                    regions: ["杭州市"],
                    scope: .init(excludeCategories: ["烟酒"], skus: ["a"], excludeSkus: ["b"]),
                    daysOfMonth: [8, 18], membersOnly: true, channels: ["groupBuy"],
                    stacksWith: .init(coupon: false, instant: false, member: false),
                    limits: .init(perCustomer: 3, perDay: 1)))
    }

    @Test func `is explained by line where it cannot hold`() {
        let text = """
            schemes:
              - id: A
                from: 2026-11-30
                to: 2026-11-01
                tiers:
                  - {threshold: 39, off: 5}
                  - {threshold: 39, off: 6}
                  - {threshold: 59,
                     off: 60}
                  - {threshold: 99, off: 50}
              - id: B
                kind: each
                threshold: 30
                off: 4
                cap: 3
                from: 2026-11-01T25:00
                to: 2026-11-30
                memberOnly: true
                daysOfMonth: [0]
            """
        let found = problems(text).map { "\($0.line ?? 0): \($0.english)" }
        #expect(
            found == [
                "4: scheme A ends before it begins", "7: the threshold 39.00 stands twice",
                "9: 60.00 off is not below 59.00",
                "10: the tier at 99.00 gives no more than the tier at 59.00",
                "15: the cap 3.00 is below 4.00",
                "16: must be 2026-11-20 or 2026-11-20T08:00:00", "18: unknown key memberOnly",
            ])
    }

    @Test func `with an unknown kind or an odd time is refused`() {
        #expect(problems("schemes: [{id: A, kind: half, from: 2026-11-01, to: 2026-11-02}]").count == 1)
        for time in ["T8:00", "T08:00:61", "T08:00:0a", "T0800", " 08:00"] {
            let text =
                "schemes: [{id: A, from: '2026-11-01\(time)', to: 2026-11-02, tiers: [{threshold: 2, off: 1}]}]"
            #expect(problems(text).count == 1)
        }
    }
}

struct `A file of word lists` {
    private let names = ["paid", "freight"]

    @Test func `gives its lists`() throws {
        let lists = try WordListsFile.read("paid: [实付, 实付款]\nfreight: []", file: "v.yaml", names: names)
        #expect(lists == ["paid": ["实付", "实付款"], "freight": []])
    }

    @Test func `with an unknown list, an empty word or nothing at all is refused by line`() {
        func line(_ text: String) -> Int? {
            do throws(ConfigurationError) {
                _ = try WordListsFile.read(text, file: "v.yaml", names: names)
                return nil
            } catch { return error.problems.first?.line ?? 0 }
        }
        #expect(line("paid: [实付]\npayed: [实付]") == 2)
        #expect(line("\npaid: ['']") == 2)
        #expect(line("[实付]") == 1)
        #expect(line("paid: 实付") == 1)
    }
}
