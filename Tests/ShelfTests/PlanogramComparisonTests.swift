import Evidence
import Testing

@testable import Shelf

struct PlanogramComparisonTests {
    /// Items of 100 pixels side by side; `.` is an empty place, `?` a stranger, a letter its product.
    private func row(_ text: String, from x: Float = 50, photo: Float = 1000) -> ObservedShelf.Row {
        var row = ObservedShelf.Row(items: [], height: 150)
        for (index, letter) in text.enumerated() {
            let x0 = x + Float(index) * 100
            let frame = Frame(x0: x0, y0: 0, x1: x0 + 100, y1: 150)
            switch letter {
            case " ": continue
            case ".": row.gaps.append(frame)
            case "?": row.unknown.append(frame)
            default:
                let visible = frame.cut(width: Int(photo), height: 1000).width / 100
                row.items.append(
                    ObservedShelf.Item(sku: SKU(rawValue: String(letter)), frame: frame, visible: visible))
            }
        }
        return row
    }

    private func plan(_ rows: String...) -> Planogram {
        Planogram(
            rows: rows.map { text in
                text.reduce(into: [PlannedRun]()) { runs, letter in
                    let sku = SKU(rawValue: String(letter))
                    if runs.last?.sku == sku {
                        runs[runs.count - 1].facings += 1
                    } else {
                        runs.append(PlannedRun(sku: sku, facings: 1))
                    }
                }
            })
    }

    /// o ok, m missing, s out-of-stock, p misplaced, e extra, n not assessable.
    private func states(_ plan: Planogram, _ rows: [ObservedShelf.Row]) -> [String] {
        let letters: [ShelfFindings.SlotStatus: String] = [
            .ok: "o", .missing: "m", .outOfStock: "s", .misplaced: "p", .extra: "e", .notAssessable: "n",
        ]
        let slots = PlanogramComparison.slots(
            plan, ObservedShelf(rows: rows, width: 1000, height: 1000))
        var out = [String](repeating: "", count: plan.rows.count)
        for slot in slots where slot.status != .extra {
            out[slot.row ?? 0] += letters[slot.status] ?? ""
        }
        let extras = slots.filter { $0.status == .extra }.map(\.sku.rawValue).sorted().joined()
        return out + [extras]
    }

    @Test func `a shelf as planned is ok throughout`() {
        #expect(states(plan("AABBC", "DDE"), [row("AABBC"), row("DDE")]) == ["ooooo", "ooo", ""])
    }

    @Test func `an absent facing without a hole is missing`() {
        #expect(
            states(plan("AABBC"), [row("AABC")]) == ["ooomo", ""]
                || states(plan("AABBC"), [row("AABC")]) == ["oomoo", ""])
    }

    @Test func `a hole where a facing is planned is out of stock`() {
        #expect(states(plan("AABBC"), [row("AA..C")]) == ["oosso", ""])
        #expect(states(plan("AABBC"), [row("AAB.C")]) == ["oooso", ""])
    }

    @Test func `a stranger in the place of a product leaves it missing`() {
        #expect(states(plan("AABBC"), [row("AA??C")]) == ["oommo", ""])
    }

    @Test func `a stranger beside its run may be one more of it, unless it is unlike it`() {
        var seen = row("AA?BC")
        #expect(states(plan("AAABC"), [seen]) == ["oonoo", ""])
        swap(&seen.unknown, &seen.strangers)
        #expect(states(plan("AAABC"), [seen]) == ["oomoo", ""])
    }

    @Test func `what a row lacks where all others end at the photo's edge is missing`() {
        let rows = ["AAAAAAAA", "CBBBBBB", "DDDDDDDD", "EEEEEEEE"].map { row($0, from: 5) }
        #expect(states(plan("AAAAAAAA", "CCBBBBBB", "DDDDDDDD", "EEEEEEEE"), rows)[1].prefix(2) == "mo")
    }

    @Test func `products that changed places are misplaced`() {
        #expect(states(plan("AABCC", "DDEFF"), [row("AAECC"), row("DDBFF")]) == ["oopoo", "oopoo", ""])
    }

    @Test func `what is not planned is extra`() {
        #expect(states(plan("AABC"), [row("AAXBC")]) == ["oooo", "X"])
    }

    @Test func `a facing cut by the photo's edge is not assessable`() {
        let states = states(plan("AABBCCDDEE"), [row("AABBCCDDEE", from: 40)])
        #expect(states == ["ooooooooon", ""])
    }

    @Test func `bays outside the photo are not assessable`() {
        let rows = [row("CCDDEEFFGG", from: 0), row("KKLLMMNNOO", from: 0)]
        #expect(
            states(plan("AABBCCDDEEFFGGHH", "IIJJKKLLMMNNOOPP"), rows) == [
                "nnnnoooooooooonn", "nnnnoooooooooonn", "",
            ])
    }

    @Test func `rows outside the photo are not assessable`() {
        #expect(
            states(plan("AAB", "CCD", "EEF", "GGH"), [row("CCD"), row("EEF")]) == [
                "nnn", "ooo", "ooo", "nnn", "",
            ])
    }

    @Test func `a row that was emptied is out of stock`() {
        #expect(
            states(plan("AAB", "CCD", "EEF"), [row("AAB"), row("..."), row("EEF")]) == [
                "ooo", "sss", "ooo", "",
            ])
    }

    @Test func `a doubtful facing counts only where the plan expects it beside its like`() {
        var seen = row("AABBC")
        seen.items[2].doubtful = true
        seen.items[4].doubtful = true
        #expect(states(plan("AABBC"), [seen]) == ["oooon", ""])
    }

    @Test func `a covered facing is not assessable`() {
        var seen = row("AABBC")
        seen.items[2].doubtful = true
        seen.items[2].hidden = true
        #expect(states(plan("AABBC"), [seen]) == ["oonoo", ""])
    }

    @Test func `a stranger beside facings of a run may be one more of them`() {
        #expect(states(plan("AABBC"), [row("AAB?C")]) == ["ooono", ""])
    }

    @Test func `what a run lacks behind a facing that nobody can judge is not assessable`() {
        var seen = row("XAABCC")
        #expect(states(plan("XAAABCC"), [seen])[0].filter { $0 == "m" }.count == 1)
        seen.items[2].hidden = true
        #expect(states(plan("XAAABCC"), [seen])[0].filter { $0 == "n" }.count == 2)
    }

    @Test func `a run that other products replaced is gone as a whole, also where the photo cuts it`() {
        #expect(states(plan("AAABBCC"), [row("?? BBCC", from: -20)])[0] == "mmmoooo")
        #expect(states(plan("AAABBCC"), [row(".. BBCC", from: -20)])[0].contains("s"))
    }

    @Test func `a doubtful facing beside its like makes its product misplaced, alone it does not`() {
        var rows = [row("BBXX"), row("YYAA")]
        rows[1].items[3].doubtful = true
        #expect(states(plan("AAXX", "YYBB"), rows)[0] == "ppoo")
        rows[1].items[2].doubtful = true
        #expect(!states(plan("AAXX", "YYBB"), rows)[0].contains("p"))
    }

    @Test func `an empty plan and an empty shelf do no harm`() {
        #expect(states(Planogram(rows: []), [row("AAB")]) == ["AAB"])
        #expect(states(plan("AAB"), []) == ["nnn", ""])
        #expect(states(Planogram(rows: [[PlannedRun(sku: "A", facings: -3)]]), [row("B")]) == ["", "B"])
    }

    @Test func `the score adds up`() throws {
        let plan = plan("AABBC")
        let observed = ObservedShelf(rows: [row("AAB.")], width: 1000, height: 1000)
        let slots = PlanogramComparison.slots(plan, observed)
        let facings = ["A", "A", "B"].enumerated().map { index, sku in
            ShelfFindings.Facing(
                sku: SKU(rawValue: sku), box: Box(x0: 100 * index, y0: 0, x1: 100 * index + 90, y1: 150),
                confidence: 1, row: 0)
        }
        let basis = ShelfScore.basis(slots, planogram: plan, facings: facings)
        let counts = basis.counts
        #expect(counts.facingsPlanned == 5 && counts.facingsSeen == 3)
        #expect(counts.mustStockPlanned == 3 && counts.mustStockSeen == 2)
        #expect(counts.slotsOutOfStock == 1 && counts.slotsAssessable == 5)
        #expect(basis.assortment.map(\.sku) == ["A", "B", "C"] && basis.assortment.map(\.seen) == [2, 1, 0])
        #expect(basis.facings.map(\.boxes.count) == [2, 1, 0])
        #expect(basis.availability.unmet.map { slots[$0].status } == [.outOfStock])
        #expect(basis.position.met.allSatisfy { slots[$0].status == .ok && slots[$0].box != nil })
        let score = ShelfScore.score(counts)
        #expect(score.position == 100)
        let total = try #require(score.total)
        #expect(abs(total - (0.4 * 200 / 3 + 0.2 * 60 + 0.2 * 100 + 0.2 * 80)) < 1e-9)
        #expect(ShelfScore.score(ShelfFindings.Counts()).total == nil)
    }
}
