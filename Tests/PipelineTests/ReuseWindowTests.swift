import AnalyzerKit
import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

struct ReuseWindowTests {
    private let maker = FlatFingerprint()
    private let print = PictureFingerprint(perceptualHash: 1, payload: [1])

    /// A received picture with its fingerprint kept.
    private func keep(
        _ slot: String, daysAgo: Int = 0, bytes: UInt8 = 0, in harness: PipelineHarness
    ) async throws -> EvidenceItem {
        let item = try await harness.receive(
            [bytes] + Array(slot.utf8), slot, .shelfPhoto, day: harness.day.adding(days: -daysAgo))
        try await harness.records.fingerprints.save(
            KnownPicture(
                item: item.id, store: item.store, day: item.day, slot: item.slot, sha256: item.sha256,
                perceptualHash: 1, payload: [1], receivedAt: item.receivedAt))
        return item
    }

    private func slots(
        _ window: ReuseWindow, of item: EvidenceItem, days: Int = 30
    ) async throws -> [String] {
        try await window.candidates(
            for: item, prints: [print], window: item.day.adding(days: -days), maker: maker
        ) { $0.item != item.id }.map(\.slot).sorted()
    }

    @Test func `what is saved later is found without loading the window again`() async throws {
        let harness = try await PipelineHarness()
        let window = ReuseWindow(records: harness.records)
        let item = try await keep("shelf-1", in: harness)
        #expect(try await slots(window, of: item).isEmpty)
        _ = try await keep("shelf-2", in: harness)
        #expect(try await slots(window, of: item) == ["shelf-2"])
        // A fingerprint that is made again is one picture still.
        let known = try #require(try await harness.records.fingerprints.pictures([item.id]).first)
        try await harness.records.fingerprints.save(known)
        #expect(try await slots(window, of: item) == ["shelf-2"])
    }

    @Test func `the window ends at its first day, also when a late report looks farther back`() async throws {
        let harness = try await PipelineHarness()
        let window = ReuseWindow(records: harness.records)
        let item = try await keep("today", in: harness)
        _ = try await keep("week", daysAgo: 7, in: harness)
        _ = try await keep("month", daysAgo: 31, in: harness)
        _ = try await keep("quarter", daysAgo: 90, in: harness)
        #expect(try await slots(window, of: item) == ["week"])
        let late = try await keep("late", daysAgo: 80, in: harness)
        #expect(try await slots(window, of: late) == ["quarter"])
        #expect(try await slots(window, of: item) == ["week"])
    }

    @Test func `jobs whose windows lie apart do not disturb each other`() async throws {
        let harness = try await PipelineHarness()
        let window = ReuseWindow(records: harness.records)
        let today = try await keep("today", in: harness)
        let late = try await keep("late", daysAgo: 80, in: harness)
        for number in 0..<20 {
            _ = try await keep("week-\(number)", daysAgo: 7, in: harness)
            _ = try await keep("quarter-\(number)", daysAgo: 90, in: harness)
        }
        try await withThrowingTaskGroup(of: (Bool, [String]).self) { group in
            for number in 0..<40 {
                let isLate = number.isMultiple(of: 2)
                group.addTask { (isLate, try await slots(window, of: isLate ? late : today)) }
            }
            for try await (isLate, found) in group {
                #expect(found.count == 20)
                #expect(found.allSatisfy { $0.hasPrefix(isLate ? "quarter" : "week") })
            }
        }
    }

    @Test func `what was erased is proposed no more`() async throws {
        let harness = try await PipelineHarness()
        let window = ReuseWindow(records: harness.records)
        let item = try await keep("shelf-1", in: harness)
        let other = try await keep("shelf-2", in: harness)
        #expect(try await slots(window, of: item) == ["shelf-2"])
        _ = try await harness.records.items.erase(
            other.id, reason: "x", actor: AccountID("hq"), at: PipelineHarness.now)
        #expect(try await slots(window, of: item).isEmpty)
    }
}
