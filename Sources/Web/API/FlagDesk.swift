package import Evidence
import Foundation
import HTTPTypes
import Multipart
import Records

/// The life of a flag as people and programs ask for it: who may, and what a refusal says.
package struct FlagDesk: Sendable {
    /// Longer reasons are cut: they are read in a list.
    static let longestReason = 500

    let records: EvidenceRecords
    let clock: @Sendable () -> Date

    /// - Throws: `Problem`, `RecordError`.
    package func advance(
        _ flag: Flag, to state: Flag.State, reason: String?, by principal: Principal
    ) async throws {
        try Self.headquarters(principal)
        guard state != .expired else {
            throw Problem.invalidField("state", "flags expire by time, not by hand")
        }
        let text = reason?.trimmed ?? ""
        guard state != .dismissed || !text.isEmpty else { throw Problem.dismissalWithoutReason }
        do throws(RecordError) {
            try await records.flags.advance(
                flag.id, to: state, reason: text.isEmpty ? nil : String(text.prefix(Self.longestReason)),
                by: principal.account.id, at: clock())
        } catch {
            guard error.code == .conflict else { throw error }
            throw Problem.flagMovedOn
        }
    }

    /// Takes the own newest step back.
    /// - Throws: `Problem`, `RecordError`.
    package func undo(_ flag: Flag, by principal: Principal) async throws {
        try Self.headquarters(principal)
        do throws(RecordError) {
            try await records.flags.undo(flag.id, by: principal.account.id, at: clock())
        } catch {
            guard error.code == .conflict else { throw error }
            throw Problem.stepStands
        }
    }

    private static func headquarters(_ principal: Principal) throws(Problem) {
        guard principal.account.role == .hq else { throw .forbidden("only headquarters handles flags") }
    }
}

extension Problem {
    static let dismissalWithoutReason = Problem(
        .unprocessableContent, code: "reasonMissing", title: "缺少理由", chinese: "驳回需要写明理由。",
        english: "A dismissal needs a reason.")
    static let flagMovedOn = Problem(
        .conflict, code: "flagMovedOn", title: "状态已变", chinese: "标记的状态已经变了，请看一下现在的状态再操作。",
        english: "The flag is in another state now; look at it again.")
    static let stepStands = Problem(
        .conflict, code: "stepStands", title: "不能撤销", chinese: "只能撤销自己十分钟内的最后一步。",
        english: "Only your own last step of the last ten minutes can be taken back.")
}
