import AnalyzerKit
import Evidence
import Foundation
import Media
import Shelf
import Testing

struct RecognitionTests {
    @Test(arguments: ["normal_0", "rows_0"])
    func `facings of a photo are found and named`(name: String) async throws {
        let truth = try ShelfFixtures.truth(name)
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let findings = try await analyzer.analyze(ShelfInput(photo: ShelfFixtures.photo(name)))
        let wanted = truth.facings.filter { !$0.ignore }
        let found = wanted.filter { facing in
            findings.facings.contains { $0.sku == facing.sku && $0.box.overlap(facing.box) >= 0.5 }
        }
        #expect(Double(found.count) >= 0.93 * Double(wanted.count))
        let wrong = findings.facings.filter { facing in
            !truth.facings.contains { $0.sku == facing.sku && $0.box.overlap(facing.box) >= 0.5 }
        }
        #expect(Double(wrong.count) <= 0.07 * Double(findings.facings.count))
        #expect(findings.facings.allSatisfy { $0.confidence >= 0.6 && $0.confidence <= 1 && $0.row != nil })
        #expect(findings.quality.usable)
    }

    @Test(arguments: ["normal_0", "rows_0"])
    func `slots agree with the plan's truth`(name: String) async throws {
        let truth = try ShelfFixtures.truth(name)
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let findings = try await analyzer.analyze(
            ShelfInput(photo: ShelfFixtures.photo(name), planogram: truth.planogram))
        let wanted = truth.slots.filter { $0.status != .extra }
        var left = findings.slots.filter { $0.status != .extra }
        #expect(left.count == wanted.count)
        let agreeing = wanted.filter { slot in
            guard
                let place = left.firstIndex(where: {
                    $0.row == slot.row && $0.sku == slot.sku && $0.status == slot.status
                })
            else { return false }
            left.remove(at: place)
            return true
        }
        #expect(Double(agreeing.count) >= 0.9 * Double(wanted.count))
        #expect(findings.counts != nil)
        let total = try #require(findings.score.total)
        #expect((0...100).contains(total))
    }

    @Test func `the same photo gives the same bytes, whatever runs beside it`() async throws {
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let input = ShelfInput(
            photo: try ShelfFixtures.photo("rows_0"), planogram: try ShelfFixtures.truth("rows_0").planogram)
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<3 { group.addTask { try CanonicalJSON.string(try await analyzer.analyze(input)) } }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(texts).count == 1)
        let other = ShelfAnalyzer(index: try ShelfFixtures.index())
        #expect(try CanonicalJSON.string(try await other.analyze(input)) == texts.first)
    }

    @Test func `all that was considered is listed on request`() async throws {
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let input = ShelfInput(photo: try ShelfFixtures.photo("normal_0"))
        let findings = try await analyzer.analyze(input, keepingCandidates: true)
        let candidates = try #require(findings.candidates)
        #expect(candidates.count >= findings.facings.count + findings.review.count)
        #expect(try await analyzer.analyze(input).candidates == nil)
    }

    @Test(arguments: [(1, 1), (7, 2000), (64, 64), (640, 480)])
    func `a blank photo of any size shows nothing and says why`(width: Int, height: Int) async throws {
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let plan = Planogram(rows: [[PlannedRun(sku: "dr-sunari-mango", facings: 3)]])
        let findings = try await analyzer.analyze(
            ShelfInput(
                photo: Raster(width: width, height: height, red: 128, green: 128, blue: 128), planogram: plan)
        )
        #expect(findings.facings.isEmpty && findings.review.isEmpty && findings.gaps.isEmpty)
        #expect(!findings.quality.usable && !findings.quality.reasons.isEmpty)
        #expect(findings.slots.map(\.status) == [.notAssessable, .notAssessable, .notAssessable])
        #expect(findings.score.total == nil)
    }

    @Test func `noise shows nothing`() async throws {
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let findings = try await analyzer.analyze(
            ShelfInput(photo: ShelfFixtures.noise(width: 800, height: 600, seed: 5)))
        #expect(findings.facings.isEmpty)
        #expect(!findings.quality.usable)
    }

    @Test func `an empty catalogue finds nothing`() async throws {
        let analyzer = ShelfAnalyzer(index: CatalogueIndex.build(entries: [], packShots: [:]))
        let findings = try await analyzer.analyze(ShelfInput(photo: ShelfFixtures.photo("normal_0")))
        #expect(findings.facings.isEmpty)
    }
}
