package import Evidence
import Foundation
import HTTPTypes
import Multipart
import Records

/// Appeal and decision as people and programs ask for them: who may, and what a refusal says.
package struct ReviewDesk: Sendable {
    /// Longer sentences are cut: they are read in a table.
    static let longestSentence = 500

    let records: EvidenceRecords
    let clock: @Sendable () -> Date

    /// A store asks headquarters to look at its item again.
    /// - Throws: `Problem`, `RecordError`.
    package func appeal(_ item: EvidenceItem, sentence: String?, by principal: Principal) async throws {
        guard principal.account.role != .hq else {
            throw Problem.forbidden("headquarters decides and does not appeal")
        }
        let refusal = try await records.reviews.appeal(
            item.id, reason: try Self.required(sentence), by: principal.account.id, at: clock())
        if let refusal { throw Problem(refusal) }
    }

    /// Headquarters gives the item its verdict; the day is scored again.
    /// - Throws: `Problem`, `RecordError`.
    package func decide(
        _ item: EvidenceItem, _ verdict: Verdict, reason: String?, by principal: Principal
    ) async throws {
        guard principal.account.role == .hq else {
            throw Problem.forbidden("only headquarters decides about evidence")
        }
        let sentence = try Self.required(reason)
        let decision: ReviewDecision?
        do throws(RecordError) {
            decision = try await records.reviews.decide(
                item.id, verdict, reason: sentence, by: principal.account.id, at: clock())
        } catch {
            switch error.code {
            case .erased: throw Problem.erasedOnRequest
            case .purged: throw Problem.nothingToLookAt
            default: throw error
            }
        }
        guard decision != nil else { throw Problem.notAnalysedYet }
    }

    static func required(_ sentence: String?) throws(Problem) -> String {
        // Links of the chain are lines of text.
        let text = (sentence ?? "").split(whereSeparator: \.isNewline).map(\.trimmed)
            .filter { !$0.isEmpty }.joined(separator: " ")
        guard !text.isEmpty else { throw .missingField("reason") }
        return String(text.prefix(longestSentence))
    }
}

extension Problem {
    package static let notAnalysedYet = Problem(
        .conflict, code: "notAnalysedYet", title: "还不能复核", chinese: "这项证据还没有识别完，请稍后再复核。",
        english: "The item has not been analysed yet; decide about it later.")

    package static let erasedOnRequest = Problem(
        .conflict, code: "erased", title: "不能复核", chinese: "这项证据已应顾客要求删除，不能再复核。",
        english: "The item was erased on request; there is nothing left to decide about.")

    package static let nothingToLookAt = Problem(
        .conflict, code: "purged", title: "不能复核", chinese: "这项证据的原件已按保存期限删除，不能再复核。",
        english: "The original was removed after its retention period; there is nothing left to decide about."
    )

    init(_ refusal: AppealRefusal) {
        let (chinese, english): (String, String) =
            switch refusal {
            case .nothingHeldAgainst:
                ("这项证据没有疑点，不需要申诉。", "Nothing is held against this item; there is nothing to appeal.")
            case .superseded:
                ("这一项已有更新的证据，请对新证据申诉。", "A newer file took this slot; appeal that one.")
            case .alreadyAppealed:
                ("已经提出过申诉，请等待总部复核。", "An appeal waits already; headquarters will answer it.")
            case .alreadyDecided:
                ("总部已经复核，结论见这一页；如有新情况请联系总部。", "Headquarters has decided; its decision stands on the item.")
            case .erased:
                ("这项证据已应顾客要求删除，不能申诉。", "The item was erased on request; it cannot be appealed.")
            case .purged:
                (
                    "这项证据的原件已按保存期限删除，不能再申诉。",
                    "The original was removed after its retention period; it cannot be appealed."
                )
            }
        self.init(
            .conflict, code: refusal.rawValue, title: "不能申诉", chinese: chinese, english: english)
    }
}
