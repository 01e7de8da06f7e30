package import Evidence
package import Foundation
import HTTPTypes
package import Records

/// What becomes of originals as people and programs ask for it, and the holds that headquarters sets.
package struct RetentionDesk: Sendable {
    let records: EvidenceRecords
    let clock: @Sendable () -> Date

    /// What becomes of an item's original.
    package struct Standing: Encodable, Sendable {
        /// When it went; nil where it is there.
        @ExplicitNull package var purgedAt: Date?
        /// When its days are over; nil where it is kept for good.
        @ExplicitNull package var keptUntil: Date?
        @ExplicitNull package var hold: RetentionHold?
    }

    /// - Throws: `RecordError`.
    package func standing(of item: EvidenceItem) async throws -> Standing {
        let known = try await records.retention.standing(of: item.id)
        let policy = try await records.retention.policy()
        return Standing(
            purgedAt: known.purgedAt, keptUntil: policy?.end(of: item.kind, recordedAt: item.recordedAt),
            hold: known.hold)
    }

    /// Headquarters has the original kept, however old.
    /// - Throws: `Problem`, `RecordError`.
    package func hold(_ item: EvidenceItem, reason: String?, by principal: Principal) async throws {
        try await change(reason, principal) { reason in
            try await records.retention.hold(item.id, reason: reason, by: principal.account.id, at: clock())
        }
    }

    /// - Throws: `Problem`, `RecordError`.
    package func release(_ item: EvidenceItem, reason: String?, by principal: Principal) async throws {
        try await change(reason, principal) { reason in
            try await records.retention.release(
                item.id, reason: reason, by: principal.account.id, at: clock())
        }
    }

    private func change(
        _ reason: String?, _ principal: Principal, _ body: (String) async throws -> HoldRefusal?
    ) async throws {
        guard principal.account.role == .hq else {
            throw Problem.forbidden("only headquarters holds originals")
        }
        if let refusal = try await body(try ReviewDesk.required(reason)) { throw Problem(refusal) }
    }
}

extension Problem {
    static func originalPurged(_ instant: Date) -> Problem {
        Problem(
            .gone, code: "purged", title: "原件已删除",
            chinese: "原件已按保存期限于 \(instant.formatted(.iso8601)) 删除，识别结果、得分和存证链仍可查看。",
            english:
                "The original was removed after its retention period on \(instant.formatted(.iso8601)); results, score and custody are still there."
        )
    }

    init(_ refusal: HoldRefusal) {
        let reason = refusal.reason
        self.init(
            .conflict, code: reason.code, title: "不能保留或解除", chinese: reason.chinese, english: reason.english)
    }
}
